import { assert } from "./assert.js";
import { commitAsLeader } from "./commit.js";
import { applyToDurable, completeOldestWrite } from "./durability.js";
import { countVote } from "./elections.js";
import { stop } from "./role-changes.js";
import type { ServerState } from "./state.js";

/** The oldest outstanding write is durable: what waited for it may go on (§5.1, D §10.2.1). */
export function onStorageDone(state: ServerState): void {
  const write = completeOldestWrite(state);
  applyToDurable(state.durable, write.records);
  countOwnDisk(state);
}

/** The oldest outstanding write failed: the server stops rather than speak of what it does not hold. */
export function onStorageFailed(state: ServerState): void {
  assert(state.writes.length > 0, "a write that fails was begun");
  if (state.rules.stopsOnStorageFailure()) {
    stop(state, "storageFailed");
  } else {
    completeOldestWrite(state);
    countOwnDisk(state);
  }
}

/** A server counts its own vote, and its own copy of an entry, when its disk holds them. */
function countOwnDisk(state: ServerState): void {
  const { rules } = state;
  if (state.role === "candidate" && rules.ownVoteCounts(state)) {
    countVote(state, state.self);
  }
  if (state.role === "leader") {
    state.matchIndex[state.selfOffset] = rules.ownMatchIndex(state);
    commitAsLeader(state);
  }
}
