import type { AppendEntriesResponse, Index } from "../../traces/format/index.js";
import { bytesBetween, entryAt, entryBytes, lastIndex } from "./log.js";
import type { Progress, ServerState } from "./state.js";

/*
 * A leader's view of one follower. It *probes* while it does not know where the logs agree: one request is
 * out, and each answer moves `nextIndex`. It *replicates* once they agree at nextIndex − 1: requests go out
 * back to back, and `nextIndex` runs ahead of `matchIndex` by what is in flight. A rejection of anything not
 * yet acknowledged means that something was lost, and leads back to probing.
 */

export function progressOf(state: ServerState, offset: number): Progress {
  return state.progress[offset] as Progress;
}

export function nextIndexOf(state: ServerState, offset: number): Index {
  return state.nextIndex[offset] as Index;
}

export function matchIndexOf(state: ServerState, offset: number): Index {
  return state.matchIndex[offset] as Index;
}

/** Forgets all followers, as Figure 2 has it for a new term. */
export function resetProgress(state: ServerState, nextIndex: Index): void {
  state.nextIndex.fill(nextIndex);
  state.matchIndex.fill(0);
  state.heardFrom.length = 0;
  for (const progress of state.progress) {
    progress.replicating = false;
    progress.inFlightBytes = 0;
  }
}

/**
 * How many entries may go to the follower now, from its `nextIndex` on: bounded by what there is, the size of
 * a message, and the window in entries and in bytes. An entry larger than the window passes when nothing is
 * in flight.
 */
export function sendableEntries(state: ServerState, offset: number): number {
  const { replicating, inFlightBytes } = progressOf(state, offset);
  const next = nextIndexOf(state, offset);
  const inFlight = replicating ? next - 1 - matchIndexOf(state, offset) : 0;
  const { maxEntriesPerMessage, maxInFlightEntries, maxInFlightBytes } = state.options;
  const most = Math.min(
    lastIndex(state.log) - next + 1,
    maxEntriesPerMessage,
    Math.max(0, maxInFlightEntries - inFlight),
  );
  let bytes = inFlightBytes;
  for (let count = 0; count < most; count += 1) {
    bytes += entryBytes(entryAt(state.log, next + count));
    if (bytes > maxInFlightBytes && inFlight + count > 0) {
      return count;
    }
  }
  return most;
}

/**
 * `count` entries went to a follower that replicates. (A probe moves nothing: `nextIndex` waits for its
 * answer.)
 */
export function noteSent(state: ServerState, offset: number, count: number): void {
  const next = nextIndexOf(state, offset);
  progressOf(state, offset).inFlightBytes += bytesBetween(state.log, next - 1, next - 1 + count);
  state.nextIndex[offset] = next + count;
}

/** The follower acknowledged a request; its `matchIndex` was `matchBefore` and is now up to date. */
export function noteAcknowledged(
  state: ServerState,
  offset: number,
  matchBefore: Index,
  response: AppendEntriesResponse,
): void {
  const progress = progressOf(state, offset);
  const next = nextIndexOf(state, offset);
  const match = matchIndexOf(state, offset);
  if (progress.replicating) {
    const settled = bytesBetween(state.log, matchBefore, Math.min(match, next - 1));
    progress.inFlightBytes = Math.max(0, progress.inFlightBytes - settled);
  } else if (response.matchIndex >= next - 1) {
    progress.replicating = true;
  }
  state.nextIndex[offset] = Math.max(next, match + 1);
}

/**
 * Whether a rejection is of no more use: of a request at or below what the follower has acknowledged since
 * or, while probing, of any but the present probe. Acting on one would send again what is there (§5.3).
 */
export function isStaleRejection(
  state: ServerState,
  offset: number,
  response: AppendEntriesResponse,
): boolean {
  return (
    response.prevLogIndex <= matchIndexOf(state, offset) ||
    (!progressOf(state, offset).replicating && response.prevLogIndex !== nextIndexOf(state, offset) - 1)
  );
}

/** Backs up to `next`, within the log, and probes there. Returns whether that is further back than before. */
export function noteRejected(state: ServerState, offset: number, next: Index): boolean {
  const progress = progressOf(state, offset);
  const before = nextIndexOf(state, offset);
  const after = Math.min(Math.max(next, state.log.baseIndex + 1), lastIndex(state.log) + 1);
  progress.replicating = false;
  progress.inFlightBytes = 0;
  state.nextIndex[offset] = after;
  return after < before;
}
