import { smallestMajority } from "../voting/index.js";

/** The decisions of the Synod that mutants replace (Paxos Made Simple §2.2, §2.5). */
export const rules = {
  /** How many acceptors a quorum has, unless the constants say so. */
  quorumSize: smallestMajority,
  /** P1: an acceptor answers a prepare only above everything it has promised. */
  mayPromise: (ballot: number, promised: number, _lastVote: number): boolean => ballot > promised,
  /** P1a: an acceptor accepts unless it has promised a higher ballot. */
  mayAccept: (ballot: number, promised: number): boolean => ballot >= promised,
  /** Accepting is promising too. */
  promiseAfterAccept: (ballot: number, _promised: number): number => ballot,
  /** §2.5: no two proposals have one number. */
  mayPropose: (alreadyProposed: boolean): boolean => !alreadyProposed,
  /** P2c, first case: the value is free if no member of the quorum reports a vote. */
  isFree: (someoneVoted: boolean): boolean => !someoneVoted,
  /** P2c, second case: the vote that binds is the highest reported. */
  binds: (ballot: number, otherBallot: number): boolean => ballot >= otherBallot,
  /** §2.5: what an acceptor must remember is on stable storage. */
  restartedPromise: (promised: number): number => promised,
  restartKeepsVote: (): boolean => true,
  /** Whether a restart is a step at all: one that loses nothing changes nothing, and Paxos.tla has none. */
  restartLoses: (): boolean => false,
};
