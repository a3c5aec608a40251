import type {
  CoreMessage,
  RestoredState,
  Server,
  StartInput,
  StateChange,
  StorageRecord,
} from "../../traces/format/index.js";
import { lastIndex } from "./log.js";

/**
 * All that changed, in the order in which any prefix is harmless: term and vote, the cut, the entries (§5.1).
 */
export function recordsToPersist(server: Server, change: StateChange): readonly StorageRecord[] {
  const { currentTerm, votedFor, appended } = change;
  const records: StorageRecord[] = [];
  if (currentTerm !== change.writtenTerm || votedFor !== change.writtenVote) {
    records.push({ kind: "hardState", currentTerm, votedFor });
  }
  if (change.truncatedFrom > 0) {
    records.push({ kind: "truncate", from: change.truncatedFrom });
  }
  let index = lastIndex(server.log) - appended.length;
  for (const entry of appended) {
    index += 1;
    records.push({ kind: "append", index, entry });
  }
  return records;
}

/**
 * A server speaks only of what its disk holds (§5.1), except that a leader replicates entries while it writes
 * them itself (D §10.2.1).
 */
export function mustAwaitDisk(message: CoreMessage): boolean {
  return message.kind !== "appendEntries";
}

/** A restart takes term and vote as the disk has them (§5.1). */
export function restoredState(start: StartInput): RestoredState {
  return { currentTerm: start.currentTerm, votedFor: start.votedFor };
}

/** A disk that failed once cannot be trusted with the next write. */
export function stopsOnStorageFailure(): boolean {
  return true;
}
