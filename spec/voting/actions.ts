import { type Element, includes, item, member, Nil, type Subset } from "../machine/index.js";
import { printSubset } from "./quorums.js";
import { safeAt } from "./safe-at.js";
import { action, phase1Quorums, type VotingModel, type VotingState } from "./variables.js";

/** A way in which a quorum shows a value safe: the witnesses of ShowsSafeAt's quantifiers. */
export interface Proof {
  readonly quorum: Subset;
  /** The highest ballot below in which a member voted, or -1: none did. */
  readonly ballot: number;
  /** The member that voted there for the value, or Nil. */
  readonly voter: Element | Nil;
}

/** IncreaseMaxBal(a, b): a promises not to vote below b. */
export const increaseMaxBal = ({ sorts }: VotingModel) =>
  action({
    name: "IncreaseMaxBal",
    citation: "Voting.tla, IncreaseMaxBal",
    parameters: [member("a", sorts.acceptors), member("b", sorts.ballots)],
    changes: ["maxBal"],
    guard: (state, a, b) => b > state.maxBal[a],
    effect: (state, a, b) => {
      state.maxBal[a] = b;
    },
  });

/** All proofs there may be: each quorum, each ballot but the last, each member. */
function proofs(model: VotingModel): readonly Proof[] {
  const { acceptors, ballots } = model.sorts;
  return phase1Quorums(model).flatMap((quorum) => [
    { quorum, ballot: -1, voter: Nil },
    ...ballots.elements
      .slice(0, -1)
      .flatMap((ballot) =>
        acceptors.elements
          .filter((voter) => includes(quorum, voter))
          .map((voter) => ({ quorum, ballot, voter })),
      ),
  ]);
}

/** ShowsSafeAt(Q, b, v) by this proof. */
function shows({ quorum, ballot, voter }: Proof, state: VotingState, b: number, v: Element): boolean {
  if (ballot >= b) return false;
  if (voter !== Nil && state.votes[voter][ballot as Element] !== v) return false;
  for (let a = 0; quorum >>> a !== 0; a += 1) {
    if (!includes(quorum, a as Element)) continue;
    if (state.maxBal[a as Element] < b) return false;
    for (let between = ballot + 1; between < b; between += 1) {
      if (state.votes[a as Element][between as Element] !== Nil) return false;
    }
  }
  return true;
}

function otherVoted(model: VotingModel, state: VotingState, a: Element, b: Element, v: Element): boolean {
  for (const other of model.sorts.acceptors.elements) {
    const vote = state.votes[other][b];
    if (other !== a && vote !== Nil && vote !== v) return true;
  }
  return false;
}

/** VoteFor's conjuncts but the last. */
function mayVoteAt(model: VotingModel, state: VotingState, a: Element, b: Element, v: Element): boolean {
  return (
    state.maxBal[a] <= b &&
    state.votes[a][b] === Nil &&
    model.rules.mayVoteBeside(otherVoted(model, state, a, b, v))
  );
}

function vote(state: VotingState, a: Element, b: Element, v: Element): void {
  state.votes[a][b] = v;
  state.maxBal[a] = b;
}

const voter = ({ sorts }: VotingModel) =>
  [member("a", sorts.acceptors), member("b", sorts.ballots), member("v", sorts.values)] as const;

/** VoteFor(a, b, v): a votes for v in b, where a quorum shows v safe at b. */
export const voteFor = (model: VotingModel) =>
  action({
    name: "VoteFor",
    citation: "Voting.tla, VoteFor",
    parameters: [
      ...voter(model),
      item("shown", proofs(model), ({ quorum, ballot, voter }) => {
        const by = printSubset(model.sorts.acceptors)(quorum);
        return voter === Nil ? `${by}: no vote below` : `${by}: vote of a${voter + 1} in ${ballot}`;
      }),
    ],
    changes: ["votes", "maxBal"],
    guard: (state, a, b, v, proof) =>
      mayVoteAt(model, state, a, b, v) && model.rules.mayVote(shows(proof, state, b, v)),
    effect: vote,
  });

/** VoteFor(a, b, v) where v is safe at b, whatever shows it. */
export const voteForSafe = (model: VotingModel) => {
  const safe = safeAt(model);
  return action({
    name: "VoteFor",
    citation: "Voting.tla, SafeAt and VotesSafe",
    parameters: voter(model),
    changes: ["votes", "maxBal"],
    guard: (state, a, b, v) => mayVoteAt(model, state, a, b, v) && model.rules.mayVote(safe(state, b, v)),
    effect: vote,
  });
};
