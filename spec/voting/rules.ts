import { smallestMajority } from "./quorums.js";

/** The decisions of Voting.tla that mutants replace. */
export const rules = {
  /** How many acceptors a quorum has, unless the constants say so. */
  quorumSize: smallestMajority,
  /** VoteFor, third conjunct: nobody voted for another value in this ballot. */
  mayVoteBeside: (otherVoted: boolean): boolean => !otherVoted,
  /** VoteFor, fourth conjunct: nothing else was or will be chosen below. */
  mayVote: (safe: boolean): boolean => safe,
};
