import { lastIndex, lastTerm } from "./log-reading.js";
import { type Mutant, mutant } from "./mutant.js";

/** Faults of elections: whom to vote for, what counts as a vote, what becomes of it. */
export const voteMutants: readonly Mutant[] = [
  mutant({
    id: "V1",
    fault: "grants a vote without comparing the ends of the logs",
    seenIn: "akka-raft #30, #51",
    class: 1,
    expected: "leaderCompleteness",
    shortestKnown: 5,
    change: () => ({ isUpToDate: () => true }),
  }),
  mutant({
    id: "V2",
    fault: "compares commit indices instead of the ends of the logs",
    seenIn: "CCF #589, PR 1641",
    class: 1,
    expected: "leaderCompleteness",
    shortestKnown: 5,
    change: () => ({
      logEnd: (server) => ({ index: server.commitIndex, term: 0 }),
      isUpToDate: (server, request) => request.lastLogIndex >= server.commitIndex,
    }),
  }),
  mutant({
    id: "V3",
    fault: "compares only the last index, not its term",
    seenIn: "willemt/raft before 1ce89f2 (M12)",
    class: 2,
    expected: "leaderCompleteness",
    shortestKnown: 8,
    change: () => ({ isUpToDate: (server, request) => request.lastLogIndex >= lastIndex(server) }),
  }),
  mutant({
    id: "V4",
    fault: "compares only the last term, not the index",
    seenIn: "variant of V1",
    class: 2,
    expected: "leaderCompleteness",
    shortestKnown: 8,
    change: () => ({ isUpToDate: (server, request) => request.lastLogTerm >= lastTerm(server) }),
  }),
  mutant({
    id: "V5",
    fault: "refuses when the own last term is higher or the own last index is higher (component-wise)",
    seenIn: "hashicorp 441bd09, openraft a48a3282, peterbourgon/raft, Yora (M14)",
    class: 0,
    expected: "deviation",
    shortestKnown: 0,
    change: () => ({
      isUpToDate: (server, request) =>
        request.lastLogTerm >= lastTerm(server) && request.lastLogIndex >= lastIndex(server),
    }),
  }),
  mutant({
    id: "V6",
    fault: "ignores votedFor and votes again in the same term",
    seenIn: "kerala #18",
    class: 1,
    expected: "electionSafety",
    shortestKnown: 4,
    change: () => ({ hasVoteFor: () => true }),
  }),
  mutant({
    id: "V7",
    fault: "a follower forgets its vote when it learns who leads the same term",
    seenIn: "camunda #5356, redpanda PR 14/19",
    class: 1,
    expected: "electionSafety",
    shortestKnown: 5,
    change: (right) => ({
      voteAfter: (server, moment) => (moment === "leaderAccepted" ? null : right.voteAfter(server, moment)),
    }),
  }),
  mutant({
    id: "V8",
    fault: "a candidate that yields to the leader of its term forgets its vote for itself",
    seenIn: "CCF #5891, peterbourgon/raft (M07)",
    class: 0,
    expected: "oneVotePerTerm",
    shortestKnown: 4,
    change: (right) => ({
      voteAfter: (server, moment) =>
        moment === "leaderAccepted" && server.votedFor === server.self
          ? null
          : right.voteAfter(server, moment),
    }),
  }),
  mutant({
    id: "V9",
    fault: "the vote is not stored",
    seenIn: "PySyncObj #84, akka-raft #62, peterbourgon/raft, harryw/raft (M01)",
    class: 1,
    needs: { profiles: [4] },
    expected: "electionSafety",
    shortestKnown: 5,
    change: (right) => ({
      recordsToPersist: (server, change) => {
        const withoutVote = { ...change, votedFor: null, writtenVote: null };
        return right.recordsToPersist(server, withoutVote);
      },
      ownVoteCounts: (server) =>
        server.durable.currentTerm === server.currentTerm && !server.votesGranted.includes(server.self),
    }),
  }),
  mutant({
    id: "V10",
    fault: "the term comes back from a restart as the last entry's term",
    seenIn: "PySyncObj PR 202, peterbourgon/raft 2a1490c (M02)",
    class: 1,
    needs: { profiles: [4] },
    expected: "monotonicTerm",
    shortestKnown: 2,
    change: () => ({
      restoredState: (start) => ({
        currentTerm: start.log.entries.at(-1)?.term ?? start.log.baseTerm,
        votedFor: null,
      }),
    }),
  }),
  mutant({
    id: "V12",
    fault:
      "term and vote are stored in two steps, the vote first: a crash between leaves it under the old term",
    seenIn: "willemt/raft 854a06d, PR 47; hashicorp #661",
    class: 1,
    needs: { slowDisks: true, profiles: [4, 7] },
    expected: "oneVotePerTerm",
    shortestKnown: 4,
    change: (right) => ({
      recordsToPersist: (server, change) => {
        const records = right.recordsToPersist(server, change);
        if (change.currentTerm === change.writtenTerm) return records;
        return [
          { kind: "hardState", currentTerm: change.writtenTerm, votedFor: change.votedFor },
          ...records,
        ];
      },
    }),
  }),
  mutant({
    id: "V13",
    fault: "a candidate does not record its vote for itself",
    seenIn: "nebula PR 3415, Yora (M03)",
    class: 1,
    expected: "electionSafety",
    shortestKnown: 4,
    change: () => ({
      ownVote: () => null,
      ownVoteCounts: (server) =>
        server.durable.currentTerm === server.currentTerm && !server.votesGranted.includes(server.self),
    }),
  }),
  mutant({
    id: "V14",
    fault: "counts vote answers of an earlier term",
    seenIn: "xraft #33, willemt/raft before b754309, Yora (M04)",
    class: 1,
    needs: { profiles: [3, 6] },
    expected: "electionSafety",
    shortestKnown: 5,
    change: () => ({
      countsAsVote: (_, response) => response.kind === "requestVoteResponse" && response.granted,
    }),
  }),
  mutant({
    id: "V15",
    fault: "counts answers, not voters: a repeated answer counts twice",
    seenIn: "akka-raft #45, liferaft, pysyncobj",
    class: 1,
    needs: { servers: [4, 5], profiles: [3, 6] },
    expected: "electionSafety",
    shortestKnown: 6,
    change: () => ({ withVote: (votes, voter) => [...votes, voter] }),
  }),
  mutant({
    id: "V16",
    fault: "a repeated election timeout counts the candidate's own vote again, in the same term",
    seenIn: "akka-raft #50",
    class: 1,
    needs: { servers: [4, 5], options: { preVote: false }, profiles: [1, 6] },
    expected: "electionSafety",
    shortestKnown: 6,
    change: (right) => ({
      nextTerm: (server) => (server.role === "candidate" ? server.currentTerm : right.nextTerm(server)),
      votesAtCandidacy: (server) =>
        server.role === "candidate" ? [...server.votesGranted, server.self] : right.votesAtCandidacy(server),
    }),
  }),
  mutant({
    id: "V17",
    fault: "pre-vote answers are counted as votes",
    seenIn: "canonical/raft 0ed4553",
    class: 1,
    needs: { options: { preVote: true }, profiles: [3, 6] },
    expected: "quorumOfDistinctVoters",
    shortestKnown: 3,
    change: () => ({
      countsAsVote: (server, response) => response.granted && response.term === server.currentTerm,
    }),
  }),
  mutant({
    id: "V18",
    fault: "starting a pre-vote forgets the vote of this term",
    seenIn: "canonical/raft 98d8f51",
    class: 1,
    needs: { options: { preVote: true } },
    expected: "oneVotePerTerm",
    shortestKnown: 3,
    change: (right) => ({
      voteAfter: (server, moment) => (moment === "preVoteStarted" ? null : right.voteAfter(server, moment)),
    }),
  }),
  mutant({
    id: "V23",
    fault: "half of the servers is a quorum",
    seenIn: "hashicorp 163a55f, openraft d60f1e85, libraft (M05)",
    class: 1,
    needs: { servers: [2, 4] },
    expected: "electionSafety",
    shortestKnown: 2,
    change: () => ({ isQuorum: (count, size) => count * 2 >= size }),
  }),
  mutant({
    id: "V24",
    fault: "a leader that lost its quorum steps down to a lower term",
    seenIn: "willemt PR 118 (M10, there on a snapshot)",
    class: 1,
    needs: { options: { checkQuorum: true }, profiles: [5] },
    expected: "monotonicTerm",
    shortestKnown: 3,
    change: () => ({ termAfterQuorumLoss: (server) => server.currentTerm - 1 }),
  }),
  mutant({
    id: "M13",
    fault: "a candidate reports its current term as the term of its last entry",
    seenIn: "willemt/raft 5adcd8b, liferaft",
    class: 1,
    expected: "leaderCompleteness",
    shortestKnown: 5,
    change: () => ({ logEnd: (server) => ({ index: lastIndex(server), term: server.currentTerm }) }),
  }),
  mutant({
    id: "M16",
    fault: "a repeated request of the candidate already voted for is refused",
    seenIn: "willemt/raft, libraft",
    class: 0,
    expected: "deviation",
    shortestKnown: 0,
    change: () => ({ hasVoteFor: (server) => server.votedFor === null }),
  }),
  mutant({
    id: "M17",
    fault: "a candidate hands its own vote to a better log in the same term",
    seenIn: "libraft onRequestVote",
    class: 0,
    expected: "oneVotePerTerm",
    shortestKnown: 6,
    change: (right) => ({
      hasVoteFor: (server, request) =>
        right.hasVoteFor(server, request) ||
        (server.role === "candidate" && request.lastLogIndex > lastIndex(server)),
    }),
  }),
  mutant({
    id: "X1",
    fault: "a candidacy does not raise the term",
    seenIn: "willemt/raft (M09, there for the sole voter)",
    class: 1,
    expected: "electionSafety",
    shortestKnown: 4,
    change: () => ({ nextTerm: (server) => Math.max(1, server.currentTerm) }),
  }),
];
