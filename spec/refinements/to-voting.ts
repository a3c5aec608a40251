import { type Element, Nil, type Specification } from "../machine/index.js";
import { type VotingState, voting } from "../voting/index.js";
import { AbstractMachine, type AbstractStep } from "./abstract-machine.js";

/** A state of Voting as plain arrays, which its guards and effects read like any other. */
export interface PlainVoting {
  readonly votes: (Element | Nil)[][];
  readonly maxBal: number[];
}

/** Voting with these constants, run on plain states. */
export function votingMachine(constants: {
  readonly [constant: string]: number;
}): AbstractMachine<PlainVoting> {
  return new AbstractMachine(voting as unknown as Specification, constants);
}

/** The plain state seen as the specification's own functions see states. */
export function asVotingState(state: PlainVoting): VotingState {
  return state as unknown as VotingState;
}

/** Whether nobody has voted or promised anything. */
export function isInitialVoting({ votes, maxBal }: PlainVoting): boolean {
  return maxBal.every((ballot) => ballot === -1) && votes.flat().every((vote) => vote === Nil);
}

/**
 * The steps of Voting between two states: votes below the new promises, then the promises, then the votes
 * in the promised ballots. Null if a vote was changed or a promise lowered.
 */
export function votingSteps(before: PlainVoting, after: PlainVoting): readonly AbstractStep[] | null {
  const below: AbstractStep[] = [];
  const promises: AbstractStep[] = [];
  const within: AbstractStep[] = [];
  for (const [a, promised] of after.maxBal.entries()) {
    const old = before.maxBal[a] as number;
    if (promised < old) return null;
    if (promised > old) promises.push({ action: "IncreaseMaxBal", parameters: [a, promised] });
    for (const [b, vote] of (after.votes[a] ?? []).entries()) {
      const earlier = before.votes[a]?.[b];
      if (vote === earlier) continue;
      if (earlier !== Nil) return null;
      const step = { action: "VoteFor", parameters: [a, b, vote] };
      if (b === promised) within.push(step);
      else below.push(step);
    }
  }
  return [...below, ...promises, ...within];
}
