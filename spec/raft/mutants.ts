import { cardinality, type Mutant, Nil } from "../machine/index.js";
import type { rules } from "./rules.js";

const one = { servers: 3, values: 1, maxTerm: 1, maxLog: 0, maxInFlight: 1, maxCopies: 1, maxCrashes: 0 };
const two = { ...one, maxTerm: 2, maxLog: 1 };

/** Wrong rules, each with the property that it breaks. */
export const mutants: readonly Mutant<typeof rules>[] = [
  {
    id: "half-quorum",
    summary: "half of the servers are a quorum",
    citation: "§5.2",
    replaces: { isQuorum: (members, servers) => 2 * cardinality(members) >= servers },
    violates: "electionSafety",
    constants: { ...one, servers: 2 },
    shortest: 4,
  },
  {
    id: "double-vote",
    summary: "a server votes for everyone who asks",
    citation: "§5.2",
    replaces: { mayVoteFor: () => true },
    violates: "electionSafety",
    constants: one,
    shortest: 11,
  },
  {
    id: "counts-old-votes",
    summary: "answers of earlier terms count as votes",
    citation: "§5.2",
    replaces: { countsAsVote: () => true },
    violates: "electionSafety",
    constants: { ...one, maxTerm: 2, maxInFlight: 2 },
    shortest: 13,
  },
  {
    id: "forgets-vote",
    summary: "a restarted server does not remember its vote",
    citation: "§5.1, Figure 2 (persistent state)",
    replaces: { restoredVote: () => Nil },
    violates: "oneVotePerTerm",
    constants: { ...one, maxCrashes: 1 },
    shortest: 3,
  },
  {
    id: "no-log-check",
    summary: "votes are granted whatever the candidate's log",
    citation: "§5.4.1",
    replaces: { isUpToDate: () => true },
    violates: "leaderCompleteness",
    constants: two,
    shortest: 17,
  },
  {
    id: "last-term-only",
    summary: "votes compare the last terms, not the lengths",
    citation: "§5.4.1",
    replaces: { isUpToDate: (lastTerm, _lastIndex, ownTerm) => lastTerm >= ownTerm },
    violates: "leaderCompleteness",
    constants: { ...two, maxLog: 2 },
    shortest: 26,
  },
  {
    id: "no-previous-check",
    summary: "a follower appends without looking at the entry before",
    citation: "§5.3",
    replaces: { matchesPrevious: (ownTerm) => ownTerm >= 0 },
    violates: "logMatching",
    constants: { ...two, maxLog: 2 },
    shortest: 16,
  },
  {
    id: "always-truncate",
    summary:
      "a follower cuts its log behind the previous entry whether the rest contradicts the request or not",
    citation: "§5.3",
    replaces: { contradicts: () => true },
    violates: "committedOnMajority",
    constants: { ...two, maxTerm: 1, maxLog: 2, maxInFlight: 2 },
    shortest: 19,
  },
  {
    id: "commits-to-its-end",
    summary: "a follower commits up to the end of its own log",
    citation: "§5.3",
    replaces: { commitUpTo: (leaderCommit, _covered, lastIndex) => Math.min(leaderCommit, lastIndex) },
    violates: "stateMachineSafety",
    constants: two,
    shortest: 20,
  },
  {
    id: "counts-unsynced-log",
    summary: "a leader counts its own entries before they are on its disk",
    citation: "D §10.2.1",
    replaces: { ownMatch: (_durableLength, length) => length },
    violates: "committedOnMajority",
    constants: { ...two, maxTerm: 1 },
    shortest: 11,
  },
  {
    id: "answers-before-sync",
    summary: "answers do not wait for the disk",
    citation: "Figure 2",
    replaces: { answersAwaitDisk: () => false },
    violates: "committedOnMajority",
    constants: { ...two, maxTerm: 1 },
    shortest: 10,
  },
];
