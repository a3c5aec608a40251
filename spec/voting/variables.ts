import {
  actionOf,
  type ConstantValues,
  type Element,
  type Model,
  optional,
  per,
  range,
  type Sort,
  type StateOf,
  type Subset,
  sort,
} from "../machine/index.js";
import { quorumsOf } from "./quorums.js";
import type { rules } from "./rules.js";

export const constants = {
  acceptors: { default: 3, low: 1, high: 7, meaning: "how many acceptors" },
  values: { default: 2, low: 1, high: 15, meaning: "how many values" },
  maxBallot: { default: 1, low: 0, high: 14, meaning: "the highest ballot explored; the first is 0" },
  phase1Quorum: {
    default: 0,
    low: 0,
    high: 7,
    meaning: "how many show a value safe; 0: the smallest majority",
  },
  phase2Quorum: { default: 0, low: 0, high: 7, meaning: "how many choose a value; 0: the smallest majority" },
  oneQuorumShows: {
    default: 1,
    low: 0,
    high: 1,
    meaning: "1: one quorum shows each vote safe (ShowsSafeAt), as published; 0: being safe will do (SafeAt)",
  },
} as const;

/** Ballots are a sort to index by; they are ordered, hence not symmetric. */
export function sorts({ acceptors, values, maxBallot }: ConstantValues<typeof constants>) {
  return {
    acceptors: sort("acceptors", acceptors, "a"),
    values: sort("values", values, "v"),
    ballots: sort("ballots", maxBallot + 1, "b"),
  };
}

/** Voting.tla: `votes[a][b]` is the value that a voted for in b (the module's set of pairs), or Nil. */
export function variables(
  { maxBallot }: ConstantValues<typeof constants>,
  { acceptors, values, ballots }: { readonly acceptors: Sort; readonly values: Sort; readonly ballots: Sort },
) {
  return {
    votes: per(acceptors, per(ballots, optional(values))),
    maxBal: per(acceptors, range(-1, maxBallot)),
  };
}

export type VotingState = StateOf<ReturnType<typeof variables>>;
export type VotingModel = Model<typeof constants, ReturnType<typeof sorts>, typeof rules>;

/** Builds the actions of this specification. */
export const action = actionOf<VotingState>();

/** The sets of acceptors that can show a value safe. */
export function phase1Quorums({
  constants: { phase1Quorum, acceptors },
  sorts,
  rules,
}: VotingModel): readonly Subset[] {
  return quorumsOf(sorts.acceptors, phase1Quorum || rules.quorumSize(acceptors));
}

/** The sets of acceptors that can choose a value. */
export function phase2Quorums({
  constants: { phase2Quorum, acceptors },
  sorts,
  rules,
}: VotingModel): readonly Subset[] {
  return quorumsOf(sorts.acceptors, phase2Quorum || rules.quorumSize(acceptors));
}

/** VotedFor(a, b, v). */
export function votedFor(state: VotingState, a: Element, b: Element, v: Element): boolean {
  return state.votes[a][b] === v;
}
