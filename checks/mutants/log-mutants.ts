import { lastIndex, termAt } from "./log-reading.js";
import { type Mutant, mutant } from "./mutant.js";

/** Faults of replication at a follower: what is accepted, cut, acknowledged, committed. */
export const logMutants: readonly Mutant[] = [
  mutant({
    id: "R2",
    fault: "a follower cuts its log behind the previous entry on every append, conflict or not",
    seenIn: "RaftOS #26, willemt 77fb611, hashicorp 0f31a01, CCF PR 5991, peterbourgon, harryw, Yora (M30)",
    class: 2,
    needs: { profiles: [1, 2, 3] },
    expected: "committedOnMajority",
    shortestKnown: 5,
    change: () => ({
      conflictStart: (server, request) =>
        request.prevLogIndex < lastIndex(server) ? request.prevLogIndex + 1 : 0,
      entriesToAppend: (_, request) => request.entries,
      mayTruncate: () => true,
    }),
  }),
  mutant({
    id: "R4",
    fault: "a follower commits up to its own last index instead of what the request covers",
    seenIn: "copycat #265, scylladb #9965, NuRaft PR 57, willemt/raft (M55)",
    class: 1,
    expected: "stateMachineSafety",
    shortestKnown: 7,
    change: () => ({
      commitAfterAppend: (server, request) =>
        Math.max(server.commitIndex, Math.min(request.leaderCommit, lastIndex(server))),
    }),
  }),
  mutant({
    id: "R5",
    fault: "a follower takes over a lower commit index",
    seenIn: "PySyncObj #166, Yora (M56)",
    class: 1,
    needs: { profiles: [1, 2, 3] },
    expected: "commitMonotonic",
    shortestKnown: 6,
    change: () => ({
      commitAfterAppend: (_, request) =>
        Math.min(request.leaderCommit, request.prevLogIndex + request.entries.length),
    }),
  }),
  mutant({
    id: "R6",
    fault: "the previous entry's term is not compared, only that there is one",
    seenIn: "liferaft, skiff-algorithm, gaggle",
    class: 2,
    needs: { profiles: [1, 2] },
    expected: "logMatching",
    shortestKnown: 8,
    change: () => ({ matchesPrevious: (server, request) => request.prevLogIndex <= lastIndex(server) }),
  }),
  mutant({
    id: "R8",
    fault: "a conflicting entry is replaced, but the old entries behind it are kept",
    seenIn: "rafter PR 34 (M35)",
    class: 3,
    needs: { options: { maxEntriesPerMessage: 1 }, profiles: [1, 2] },
    expected: "logMatching",
    shortestKnown: 10,
    change: (right) => ({
      entriesToAppend: (server, request, conflict) => {
        const entries = right.entriesToAppend(server, request, conflict);
        if (conflict === 0) return entries;
        return [
          ...entries,
          ...server.log.entries.slice(conflict - 1 - server.log.baseIndex + entries.length),
        ];
      },
    }),
  }),
  mutant({
    id: "R9",
    fault: "a follower acknowledges its own last index instead of what the request covers",
    seenIn: "CCF PR 6001, etcd 5fac53b, Yora, willemt before 661032d (M36)",
    class: 2,
    needs: { profiles: [1, 2] },
    expected: "committedOnMajority",
    shortestKnown: 6,
    change: () => ({ acknowledgedIndex: (server) => lastIndex(server) }),
  }),
  mutant({
    id: "R11",
    fault: "a follower accepts appends of an older term",
    seenIn: "nebula #685, NATS PR 7209",
    class: 2,
    needs: { profiles: [1, 2, 3] },
    expected: "committedOnMajority",
    shortestKnown: 6,
    change: (right) => ({
      isStaleTerm: (server, message) =>
        message.kind !== "appendEntries" && right.isStaleTerm(server, message),
      mayTruncate: () => true,
    }),
  }),
  mutant({
    id: "R16",
    fault: "a leader that steps down drops its uncommitted entries",
    seenIn: "nebula PR 1303, camunda #57393, CCF #5674",
    class: 2,
    needs: { profiles: [1, 2] },
    expected: "committedOnMajority",
    shortestKnown: 7,
    change: (right) => ({
      lastIndexAfter: (server, moment) =>
        moment === "leaderDeposed" ? server.commitIndex : right.lastIndexAfter(server, moment),
    }),
  }),
  mutant({
    id: "R17",
    fault: "a voter drops its uncommitted entries when it grants a vote",
    seenIn: "nebula PR 1303",
    class: 2,
    needs: { profiles: [1, 2] },
    expected: "committedOnMajority",
    shortestKnown: 7,
    change: (right) => ({
      lastIndexAfter: (server, moment) =>
        moment === "voteGranted" ? server.commitIndex : right.lastIndexAfter(server, moment),
    }),
  }),
  mutant({
    id: "M34",
    fault: "the whole batch is appended even where entries are already there",
    seenIn: "willemt/raft between 3fc7f32 and e4c4029",
    class: 1,
    needs: { profiles: [3] },
    expected: "logMatching",
    shortestKnown: 5,
    change: (right) => ({
      entriesToAppend: (server, request, conflict) =>
        conflict > 0 ? right.entriesToAppend(server, request, conflict) : request.entries,
    }),
  }),
  mutant({
    id: "X7",
    fault: "a follower commits what the leader committed without bounding it by the request",
    seenIn: "gaggle",
    class: 1,
    expected: "stateMachineSafety",
    shortestKnown: 7,
    change: () => ({
      commitAfterAppend: (server, request) => Math.max(server.commitIndex, request.leaderCommit),
    }),
  }),
  mutant({
    id: "X8",
    fault: "truncating a committed entry is not refused",
    seenIn: "canonical/raft recvPrevIndexConflict",
    class: 0,
    expected: "deviation",
    shortestKnown: 0,
    equivalent:
      "The guard is a second line of defence: by Leader Completeness a leader holds every committed entry, and by Log " +
      "Matching an append that passes the previous-entry check agrees with the follower up to there; so a conflict " +
      "always lies above the commit index and the guard never refuses. It matters only together with another fault (R2, R11).",
    change: () => ({ mayTruncate: () => true }),
  }),
  mutant({
    id: "X9",
    fault:
      "the conflict guard alone: a stale append that conflicts with committed entries stops the follower",
    seenIn: "R11 with the guard in place",
    class: 1,
    needs: { profiles: [1, 2, 3] },
    expected: "committedNeverTruncated",
    shortestKnown: 8,
    change: (right) => ({
      isStaleTerm: (server, message) =>
        message.kind !== "appendEntries" && right.isStaleTerm(server, message),
    }),
  }),
  mutant({
    id: "X10",
    fault: "the previous entry is looked for one position too early",
    seenIn: "off-by-one, relative of R6",
    class: 1,
    expected: "logMatching",
    shortestKnown: 6,
    change: () => ({
      matchesPrevious: (server, request) =>
        request.prevLogIndex <= 1 || termAt(server, request.prevLogIndex - 1) > 0,
    }),
  }),
];
