import type { ServerId } from "../../traces/format/index.js";
import { post } from "./effects.js";
import { entriesFrom, lastIndex, termAt } from "./log.js";
import { matchIndexOf, nextIndexOf, noteSent, progressOf, sendableEntries } from "./progress.js";
import type { ServerState } from "./state.js";

/*
 * When a leader sends (free by the contract):
 * - a probe on election, and after each rejection that moved it back;
 * - all that the window allows on each proposal and each success, to followers that replicate;
 * - an empty request to all on each heartbeat.
 * Nothing is ever sent again for want of an answer. The heartbeat makes that safe: it asks about nextIndex −
 * 1, the very place where the next request would start. If something before it was lost it is rejected, and
 * the rejection is fresh (§5.3: the leader retries); if not, it acknowledges all before it and so empties the
 * window or ends the probe.
 */

/** A request with `count` entries from the follower's `nextIndex` on. */
function sendAppend(state: ServerState, offset: number, count: number): void {
  const next = nextIndexOf(state, offset);
  post(state, {
    kind: "appendEntries",
    from: state.self,
    to: state.servers[offset] as ServerId,
    term: state.currentTerm,
    prevLogIndex: next - 1,
    prevLogTerm: termAt(state.log, next - 1),
    entries: entriesFrom(state.log, next, count),
    leaderCommit: state.commitIndex,
  });
}

/** A probe may carry entries: if it matches, a round trip is saved. */
export function sendProbe(state: ServerState, offset: number): void {
  sendAppend(state, offset, sendableEntries(state, offset));
}

/** Fills the window of a follower that replicates. */
export function fillWindow(state: ServerState, offset: number): void {
  if (progressOf(state, offset).replicating) {
    for (let count = sendableEntries(state, offset); count > 0; count = sendableEntries(state, offset)) {
      sendAppend(state, offset, count);
      noteSent(state, offset, count);
    }
  }
}

/** A new leader makes itself known, with its noop if it has one (§5.2). */
export function probeFollowers(state: ServerState): void {
  for (let offset = 0; offset < state.servers.length; offset += 1) {
    if (offset !== state.selfOffset) {
      sendProbe(state, offset);
    }
  }
}

/** New entries go to all followers that can take them. */
export function replicate(state: ServerState): void {
  for (let offset = 0; offset < state.servers.length; offset += 1) {
    if (offset !== state.selfOffset) {
      fillWindow(state, offset);
    }
  }
}

/**
 * An empty request to each follower (§5.2). None to one that claims to hold more than there is: it would be
 * untrue.
 */
export function sendHeartbeats(state: ServerState): void {
  for (let offset = 0; offset < state.servers.length; offset += 1) {
    if (offset !== state.selfOffset && matchIndexOf(state, offset) <= lastIndex(state.log)) {
      sendAppend(state, offset, 0);
    }
  }
}
