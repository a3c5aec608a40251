/**
 * Rows that stand in several states. A row is "guard → target, actions"; within a column the first
 * row whose guard holds is taken. Its name is its `description`, or else its guard's name.
 * `meta.replaced` marks a row that the protocol's own rules never take, and says why; a replaced rule
 * may.
 */

/** The log's part of an append of a newer term: whoever hears it follows from now on (docs/protocol.md §5). */
export const newerTermAppendRows = [
  { guard: "newerTermLogMismatch", target: "#follower", actions: "refuseAppend" },
  { guard: "newerTermCommittedConflict", target: "#stopped", actions: "stopOnConflict" },
  { guard: "newerTermConflictTruncated", target: "#follower", actions: "acceptAppend" },
  { guard: "newerTermExtendedAndCommitted", target: "#follower", actions: "acceptAppend" },
  { guard: "newerTermExtended", target: "#follower", actions: "acceptAppend" },
  { guard: "newerTermCommitted", target: "#follower", actions: "acceptAppend" },
  { guard: "newerTermAlreadyHeld", target: "#follower", actions: "acceptAppend" },
  { description: "newerTermHeartbeat", guard: "newerTerm", target: "#follower", actions: "acceptAppend" },
] as const;

/** Likewise of the own term: a follower stays one, a candidate yields (§5.2, §5.3). */
export const currentTermAppendRows = [
  { guard: "logMismatch", target: "#follower", actions: "refuseAppend" },
  { guard: "committedConflict", target: "#stopped", actions: "stopOnConflict" },
  { guard: "conflictTruncated", target: "#follower", actions: "acceptAppend" },
  { guard: "extendedAndCommitted", target: "#follower", actions: "acceptAppend" },
  { guard: "extended", target: "#follower", actions: "acceptAppend" },
  { guard: "committed", target: "#follower", actions: "acceptAppend" },
  { guard: "alreadyHeld", target: "#follower", actions: "acceptAppend" },
  { description: "heartbeat", target: "#follower", actions: "acceptAppend" },
] as const;

/** A request to vote, asked ahead: nothing changes whatever the answer (D §9.6). */
export const preVoteRows = [
  { guard: "preVoteGranted", actions: "grantPreVote" },
  { description: "refused", actions: "refusePreVote" },
] as const;

const onlyLeadersAppend = { replaced: "only a leader appends commands" };

/** A command at a server that does not lead (§8: "the server will reject the client's request"). */
export const redirectRows = [
  { guard: "notLeader", actions: "refuseNotLeader" },
  { guard: "accepted", actions: "appendCommand", meta: onlyLeadersAppend },
  { description: "overLimit", actions: "refuseOverLimit", meta: onlyLeadersAppend },
] as const;

/** A failed write: nothing may rest on it, so the server stops (docs/protocol.md §2). */
export const stopRow = { guard: "stops", target: "#stopped", actions: "stopOnStorageFailure" } as const;

/** Why the rows below a `stopRow` are there all the same. */
export const failureAlwaysStops = { replaced: "a storage failure always stops the server" };
