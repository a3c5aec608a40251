import { type Mutant, mutant } from "./mutant.js";

/** Faults of terms, timers and of the protection of a live leader; few of them break a safety property. */
export const termAndTimerMutants: readonly Mutant[] = [
  mutant({
    id: "M18",
    fault: "a candidate stays candidate when it hears from the leader of its term",
    seenIn: "harryw/raft, willemt/raft before 271f080",
    class: 0,
    expected: "deviation",
    shortestKnown: 0,
    change: () => ({ candidateYields: () => false }),
  }),
  mutant({
    id: "M19",
    fault: "a leader ignores a higher term in answers",
    seenIn: "willemt/raft before 75b0104, harryw/raft",
    class: 0,
    expected: "deviation",
    shortestKnown: 0,
    change: (right) => ({
      isNewerTerm: (server, message) =>
        !(server.role === "leader" && message.kind === "appendEntriesResponse") &&
        right.isNewerTerm(server, message),
    }),
  }),
  mutant({
    id: "M20",
    fault: "a higher term in a vote answer makes a candidate step down without adopting the term",
    seenIn: "harryw/raft, peterbourgon/raft",
    class: 0,
    expected: "oneVotePerTerm",
    shortestKnown: 4,
    change: (right) => ({
      adoptedTerm: (server, message) =>
        message.kind === "requestVoteResponse" ? server.currentTerm : right.adoptedTerm(server, message),
    }),
  }),
  mutant({
    id: "M22",
    fault: "an append of an older term restarts the election timer",
    seenIn: "Yora, willemt/raft before 51e049f",
    class: 0,
    expected: "deviation",
    shortestKnown: 0,
    needs: { profiles: [1, 3] },
    change: (right) => ({
      resetsElectionTimer: (server, moment) =>
        moment === "staleAppend" || right.resetsElectionTimer(server, moment),
    }),
  }),
  mutant({
    id: "M23",
    fault: "granting a vote does not restart the election timer",
    seenIn: "Yora, willemt/raft before 1546be2",
    class: 0,
    expected: "deviation",
    shortestKnown: 0,
    change: (right) => ({
      resetsElectionTimer: (server, moment) =>
        moment !== "voteGranted" && right.resetsElectionTimer(server, moment),
    }),
  }),
  mutant({
    id: "X2",
    fault: "refusing a vote restarts the election timer",
    seenIn: "gaggle (any message does)",
    class: 0,
    expected: "deviation",
    shortestKnown: 0,
    change: (right) => ({
      resetsElectionTimer: (server, moment) =>
        moment === "voteRefused" || right.resetsElectionTimer(server, moment),
    }),
  }),
  mutant({
    id: "M27",
    fault: "the vote is kept when a higher term is adopted",
    seenIn: "Yora before 188fec7",
    class: 0,
    expected: "eventualCommit",
    shortestKnown: 0,
    change: (right) => ({
      voteAfter: (server, moment) =>
        moment === "newTerm" ? server.votedFor : right.voteAfter(server, moment),
    }),
  }),
  mutant({
    id: "X3",
    fault: "a live leader is not protected from disruptive candidates",
    seenIn: "etcd #8499, #9352",
    class: 0,
    needs: { options: { checkQuorum: true } },
    expected: "deviation",
    shortestKnown: 0,
    change: () => ({ mustProtectLeader: () => false }),
  }),
  mutant({
    id: "X4",
    fault: "a leader never notices that it lost its quorum",
    seenIn: "hashicorp, before the leader lease",
    class: 0,
    needs: { options: { checkQuorum: true }, profiles: [5] },
    expected: "deviation",
    shortestKnown: 0,
    change: () => ({ hasQuorumContact: () => true }),
  }),
  mutant({
    id: "X5",
    fault: "pre-votes are granted without comparing the logs",
    seenIn: "relative of V1",
    class: 0,
    needs: { options: { preVote: true } },
    expected: "deviation",
    shortestKnown: 0,
    change: () => ({
      mayGrantPreVote: (server, request) => server.role !== "leader" && request.term >= server.currentTerm,
    }),
  }),
  mutant({
    id: "X6",
    fault: "pre-vote answers of an earlier round are counted",
    seenIn: "canonical/raft preVoteNoStaleVotes",
    class: 0,
    needs: { options: { preVote: true }, profiles: [3, 6] },
    expected: "deviation",
    shortestKnown: 0,
    change: () => ({ countsAsPreVote: (_, response) => response.granted }),
  }),
];
