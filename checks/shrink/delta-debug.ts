/** Which end is thinned out first. */
export type Direction = "backward" | "forward";

/**
 * Zeller's ddmin, then removal one by one until nothing more can go: a subsequence of `items` that
 * still `fails`, from which no single item can be taken. `fails(items)` must be true at the start.
 * `improve` may return the items that were really used by the failing run (a shorter list), so that
 * what had no effect is dropped at once.
 */
export function deltaDebug<Item>(
  items: readonly Item[],
  fails: (candidate: readonly Item[]) => readonly Item[] | null,
  direction: Direction = "backward",
): readonly Item[] {
  let current = items;
  let chunk = Math.ceil(current.length / 2);
  while (chunk >= 1) {
    const before = current;
    current =
      direction === "backward"
        ? removeFromBack(current, chunk, fails)
        : removeFromFront(current, chunk, fails);
    if (chunk === 1) {
      if (current.length === before.length) break;
    } else {
      chunk =
        current.length < before.length
          ? Math.min(chunk, Math.ceil(current.length / 2))
          : Math.ceil(chunk / 2);
    }
    if (current.length === 0) break;
  }
  return current;
}

/** One pass: tries to leave out each run of `size` items, from the back (later ones matter less). */
function removeFromBack<Item>(
  items: readonly Item[],
  size: number,
  fails: (candidate: readonly Item[]) => readonly Item[] | null,
): readonly Item[] {
  let current = items;
  for (let end = current.length; end > 0; end -= size) {
    if (end > current.length) continue;
    const candidate = [...current.slice(0, Math.max(0, end - size)), ...current.slice(end)];
    const used = fails(candidate);
    if (used !== null) current = used.length < candidate.length ? used : candidate;
  }
  return current;
}

/** The same from the front. */
function removeFromFront<Item>(
  items: readonly Item[],
  size: number,
  fails: (candidate: readonly Item[]) => readonly Item[] | null,
): readonly Item[] {
  let current = items;
  let begin = 0;
  while (begin < current.length) {
    const candidate = [...current.slice(0, begin), ...current.slice(begin + size)];
    const used = fails(candidate);
    if (used === null) begin += size;
    else current = used.length < candidate.length ? used : candidate;
  }
  return current;
}

/** Leaves out every pair of items in turn: what only goes together (a request and its answer). */
export function removePairs<Item>(
  items: readonly Item[],
  fails: (candidate: readonly Item[]) => readonly Item[] | null,
): readonly Item[] {
  let current = items;
  for (let first = current.length - 2; first >= 0; first -= 1) {
    for (let second = Math.min(current.length - 1, first + 12); second > first; second -= 1) {
      if (second >= current.length) continue;
      const candidate = current.filter((_, offset) => offset !== first && offset !== second);
      const used = fails(candidate);
      if (used !== null) {
        current = used.length < candidate.length ? used : candidate;
        break;
      }
    }
  }
  return current;
}
