import { cardinality, type Element, Nil, type Subset } from "../machine/index.js";

/** The decisions of the published module that mutants replace. */
export const rules = {
  /** Quorum: more than half of the servers. */
  isQuorum: (granted: Subset, servers: number): boolean => cardinality(granted) * 2 > servers,
  /** HandleRequestVoteRequest's last conjunct of grant: one vote a term (§5.2). */
  mayVoteFor: (votedFor: Element | Nil, candidate: Element): boolean =>
    votedFor === Nil || votedFor === candidate,
  /** Restart: what a server remembers of its vote (§5.1: votedFor is on stable storage). */
  restartedVote: (votedFor: Element | Nil): Element | Nil => votedFor,
};
