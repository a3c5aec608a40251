import type { Index } from "../../traces/format/index.js";

/** Whether `count` of `size` servers are more than half of them (paper §5.2). */
export function isMajority(count: number, size: number): boolean {
  return count * 2 > size;
}

/**
 * The highest index that more than half of the servers have reached. Compares every pair rather than sorting
 * a copy: clusters are small and this runs at every answer.
 */
export function majorityIndex(matchIndex: readonly Index[]): Index {
  let highest = 0;
  for (const candidate of matchIndex) {
    if (candidate > highest && isMajority(countReached(matchIndex, candidate), matchIndex.length)) {
      highest = candidate;
    }
  }
  return highest;
}

function countReached(matchIndex: readonly Index[], index: Index): number {
  let count = 0;
  for (const reached of matchIndex) {
    count += reached >= index ? 1 : 0;
  }
  return count;
}
