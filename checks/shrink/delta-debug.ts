/** Which end is thinned out first. */
export type Direction = "backward" | "forward";

/**
 * Tries a subsequence of the items: null if it no longer fails, else those of its items that the failing
 * run made use of, so that what had no effect is dropped at once.
 */
export type Trial<Item> = (candidate: readonly Item[]) => readonly Item[] | null;

/**
 * Zeller's ddmin: leaves out ever smaller runs of items, at last single ones, until none of them can go.
 * Returns a subsequence of `items` that still fails and from which no single item can be taken; `items`
 * themselves must fail.
 */
export function deltaDebug<Item>(
  items: readonly Item[],
  trial: Trial<Item>,
  direction: Direction = "backward",
): readonly Item[] {
  const pass = direction === "backward" ? removeFromBack : removeFromFront;
  let current = items;
  let size = Math.ceil(items.length / 2);
  while (current.length > 0) {
    const before = current.length;
    current = pass(current, size, trial);
    if (current.length < before) size = Math.min(size, Math.ceil(current.length / 2));
    else if (size > 1) size = Math.ceil(size / 2);
    else break;
  }
  return current;
}

/** One pass: tries to leave out each run of `size` items, from the back (later ones matter less). */
function removeFromBack<Item>(items: readonly Item[], size: number, trial: Trial<Item>): readonly Item[] {
  let current = items;
  for (let end = current.length; end > 0; end = Math.min(end - size, current.length)) {
    current = trial([...current.slice(0, Math.max(0, end - size)), ...current.slice(end)]) ?? current;
  }
  return current;
}

/** The same from the front. */
function removeFromFront<Item>(items: readonly Item[], size: number, trial: Trial<Item>): readonly Item[] {
  let current = items;
  let begin = 0;
  while (begin < current.length) {
    const used = trial([...current.slice(0, begin), ...current.slice(begin + size)]);
    if (used === null) begin += size;
    else current = used;
  }
  return current;
}

/** How far apart the items of a pair may stand. */
const pairDistance = 12;

/** Leaves out every pair of near items in turn: what only goes together (a request and its answer). */
export function removePairs<Item>(items: readonly Item[], trial: Trial<Item>): readonly Item[] {
  let current = items;
  for (let first = current.length - 2; first >= 0; first -= 1) {
    const farthest = Math.min(current.length - 1, first + pairDistance);
    for (let second = farthest; second > first; second -= 1) {
      const used = trial(current.filter((_, offset) => offset !== first && offset !== second));
      if (used === null) continue;
      current = used;
      break;
    }
  }
  return current;
}
