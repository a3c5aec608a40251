import type { Entry, Index, Log, Term } from "../../traces/format/index.js";
import type { ServerState } from "./state.js";

/** Index of the last entry; of the base, if there are no entries. */
export function lastIndex(log: Log): Index {
  return log.baseIndex + log.entries.length;
}

/** Term of the last entry; of the base, if there are no entries. */
export function lastTerm(log: Log): Term {
  return termAt(log, lastIndex(log));
}

/** The entry at `index`, which must be above the base and at most the last index. */
export function entryAt(log: Log, index: Index): Entry {
  return log.entries[index - log.baseIndex - 1] as Entry;
}

/** Term at `index`, from the base to the last index; 0 where the log knows of none. */
export function termAt(log: Log, index: Index): Term {
  if (index === log.baseIndex) {
    return log.baseTerm;
  }
  return index > log.baseIndex && index <= lastIndex(log) ? entryAt(log, index).term : 0;
}

/** Whether the log is known to have `term` at `index`: the consistency check of §5.3. */
export function hasTermAt(log: Log, index: Index, term: Term): boolean {
  return index >= log.baseIndex && index <= lastIndex(log) && termAt(log, index) === term;
}

/**
 * The highest index at or below `from` whose term is at most `term` (the base, if all are higher). Terms
 * never fall along a log, so all above it are ruled out at once: this is how a mismatch skips a whole term
 * (§5.3).
 */
export function lastIndexUpToTerm(log: Log, from: Index, term: Term): Index {
  let index = Math.min(from, lastIndex(log));
  while (index > log.baseIndex && entryAt(log, index).term > term) {
    index -= 1;
  }
  return index;
}

/** The entries from `from` on, `count` at most: a new array, since messages outlive the step. */
export function entriesFrom(log: Log, from: Index, count: number): readonly Entry[] {
  const offset = from - log.baseIndex - 1;
  return log.entries.slice(offset, offset + count);
}

/** Length of an entry's command; other kinds weigh nothing. */
export function entryBytes(entry: Entry): number {
  return entry.kind === "command" ? entry.command.length : 0;
}

/** Command lengths of the entries in (after, upTo]. */
export function bytesBetween(log: Log, after: Index, upTo: Index): number {
  const end = Math.min(upTo, lastIndex(log));
  let bytes = 0;
  for (let index = Math.max(after, log.baseIndex) + 1; index <= end; index += 1) {
    bytes += entryBytes(entryAt(log, index));
  }
  return bytes;
}

/** Puts an entry behind the last one. */
export function appendToLog(state: ServerState, entry: Entry): void {
  state.log.entries.push(entry);
}

/** Removes the entries behind `index`. The base stays whatever `index` is. */
export function cutLogAfter(state: ServerState, index: Index): void {
  const { log } = state;
  const kept = Math.max(index, log.baseIndex);
  if (kept < lastIndex(log)) {
    log.entries.length = kept - log.baseIndex;
    state.keptIndex = Math.min(state.keptIndex, kept);
  }
}
