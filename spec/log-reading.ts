import type { Entry, Index, Log, LogEnd, Term } from "../traces/format/index.js";
import { at, never } from "./assert.js";

/** Index of the last entry, `baseIndex` if there is none. */
export function lastIndex(log: Log): Index {
  return log.baseIndex + log.entries.length;
}

/** The entry at `index`; undefined outside the log and where it was compacted away. */
export function entryAt(log: Log, index: Index): Entry | undefined {
  return log.entries[index - log.baseIndex - 1];
}

/** Term of the entry at `index`, also for the last compacted one; undefined where it cannot be known. */
export function termAt(log: Log, index: Index): Term | undefined {
  return index === log.baseIndex ? log.baseTerm : entryAt(log, index)?.term;
}

/** Where the log ends (paper §5.4.1). */
export function logEnd(log: Log): LogEnd {
  const index = lastIndex(log);
  return {
    index,
    term: log.entries.length === 0 ? log.baseTerm : at(log.entries, log.entries.length - 1).term,
  };
}

/** All indexes from `first` to `last`, in order; none if `last` is lower. */
export function indexes(first: Index, last: Index): readonly Index[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset);
}

/** Two entries are the same if nothing distinguishes them: kind, term and all they carry. */
export function sameEntry(left: Entry, right: Entry): boolean {
  return left === right || identity(left) === identity(right);
}

function identity(entry: Entry): string {
  switch (entry.kind) {
    case "noop":
      return JSON.stringify(["noop", entry.term]);
    case "command":
      return JSON.stringify(["command", entry.term, entry.client, entry.serial, entry.command]);
    case "config":
      return JSON.stringify(["config", entry.term, entry.voters, entry.outgoing, entry.learners]);
  }
  return never(entry);
}

/** True if the log has exactly `entry` at `index`. What was compacted away counts as held. */
export function holdsEntry(log: Log, index: Index, entry: Entry): boolean {
  if (index <= log.baseIndex) return true;
  const held = entryAt(log, index);
  return held !== undefined && sameEntry(held, entry);
}

/** The lowest index whose entry in `before` is no longer in `after`; 0 if `after` still has them all. */
export function firstLostIndex(before: Log, after: Log): Index {
  const offset = before.entries.findIndex(
    (entry, position) => !holdsEntry(after, before.baseIndex + position + 1, entry),
  );
  return offset === -1 ? 0 : before.baseIndex + offset + 1;
}
