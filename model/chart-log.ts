import type { Entry, Index, Log, LogEnd, Term } from "../traces/format/index.js";

/** The index of the last entry; for an empty log that of its base. */
export function lastIndexOf(log: Log): Index {
  return log.baseIndex + log.entries.length;
}

/** The entry at `index`; undefined below the base, above the end. */
export function entryAt(log: Log, index: Index): Entry | undefined {
  return log.entries[index - log.baseIndex - 1];
}

/** The term at `index`, the base's included; null where the log knows none. */
export function termAt(log: Log, index: Index): Term | null {
  if (index === log.baseIndex) return log.baseTerm;
  return entryAt(log, index)?.term ?? null;
}

/** Index and term of the last entry, the pair that votes compare (§5.4.1). */
export function endOf(log: Log): LogEnd {
  const last = log.entries.at(-1);
  return { index: lastIndexOf(log), term: last === undefined ? log.baseTerm : last.term };
}

/** The log up to and including `last`; the base is never cut. */
export function cutAfter(log: Log, last: Index): Log {
  return { ...log, entries: log.entries.slice(0, Math.max(0, last - log.baseIndex)) };
}

/** The log with `entries` behind it. */
export function extended(log: Log, entries: readonly Entry[]): Log {
  return { ...log, entries: [...log.entries, ...entries] };
}
