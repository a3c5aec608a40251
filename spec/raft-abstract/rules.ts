import { type Element, Nil } from "../machine/index.js";
import { smallestMajority } from "../voting/index.js";

/** The decisions of Raft that mutants replace. */
export const rules = {
  /** §5.2: how many servers elect and commit. */
  quorumSize: smallestMajority,
  /** §5.2: a server votes for one candidate a term. */
  mayVote: (currentTerm: number, votedFor: Element | Nil, term: number): boolean =>
    currentTerm < term || (currentTerm === term && votedFor === Nil),
  /** §5.4.1: the candidate's log is at least as up to date as the voter's. */
  isUpToDate: (lastTerm: number, length: number, voterLastTerm: number, voterLength: number): boolean =>
    lastTerm > voterLastTerm || (lastTerm === voterLastTerm && length >= voterLength),
  /** §5.3: entries join a log only behind the entry that they follow in the leader's. */
  mayAppend: (previousMatches: boolean): boolean => previousMatches,
  /** §5.3: a follower removes an entry only if it conflicts with the leader's. */
  mayTruncate: (conflicts: boolean): boolean => conflicts,
  /** §5.4.2: only entries of the leader's own term are committed by counting. */
  mayCommit: (entryTerm: number, currentTerm: number): boolean => entryTerm === currentTerm,
  /** §5.2: whether restarts lose what a server had on disk. One that loses nothing is no step here. */
  restartLosesEntry: (): boolean => false,
};
