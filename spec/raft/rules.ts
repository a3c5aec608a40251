import { cardinality, type Element, Nil, type Subset } from "../machine/index.js";

/** The decisions that mutants replace. */
export const rules = {
  /** More than half of the servers (§5.2). */
  isQuorum: (members: Subset, servers: number): boolean => 2 * cardinality(members) > servers,
  /** One vote a term (§5.2, Figure 2). */
  mayVoteFor: (votedFor: Element | Nil, candidate: Element): boolean =>
    votedFor === Nil || votedFor === candidate,
  /** The later last term, or in the same term the longer log (§5.4.1). */
  isUpToDate: (lastTerm: number, lastIndex: number, ownTerm: number, ownIndex: number): boolean =>
    lastTerm > ownTerm || (lastTerm === ownTerm && lastIndex >= ownIndex),
  /** Only an answer of the candidate's own term is a vote for it (§5.2). */
  countsAsVote: (term: number, currentTerm: number): boolean => term === currentTerm,
  /** A request follows on the log if that has its previous entry (§5.3). */
  matchesPrevious: (ownTerm: number, previousTerm: number): boolean => ownTerm === previousTerm,
  /** The log is cut only from an entry on that contradicts the request's (§5.3). */
  contradicts: (ownTerm: number, term: number): boolean => ownTerm !== term,
  /** Only entries of the leader's own term are committed by counting (§5.4.2). */
  mayCommit: (entryTerm: number, currentTerm: number): boolean => entryTerm === currentTerm,
  /** What a follower learns is committed ends where the request ends (§5.3). */
  commitUpTo: (leaderCommit: number, covered: number, _lastIndex: number): number =>
    Math.min(leaderCommit, covered),
  /** How much of its own log a leader counts: what is on its disk (D §10.2.1). */
  ownMatch: (durableLength: number, _length: number): number => durableLength,
  /** Answers wait for what they rest on (Figure 2, "updated on stable storage before responding"). */
  answersAwaitDisk: (): boolean => true,
  /** The vote that a restart finds on the disk (Figure 2, persistent state). */
  restoredVote: (durableVote: Element | Nil): Element | Nil => durableVote,
};
