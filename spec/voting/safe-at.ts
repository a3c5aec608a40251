import { type Element, includes, Nil, type Subset } from "../machine/index.js";
import { phase1Quorums, type VotingModel, type VotingState, votedFor } from "./variables.js";

/** SafeAt(b, v): in each ballot below b, a quorum's members voted for v or cannot vote any more. */
export function safeAt(model: VotingModel): (state: VotingState, b: number, v: Element) => boolean {
  const { acceptors, ballots } = model.sorts;
  const quorums = phase1Quorums(model);
  const noneBut = (state: VotingState, c: Element, v: Element, quorum: Subset): boolean =>
    acceptors.elements.every(
      (a) =>
        !includes(quorum, a) ||
        votedFor(state, a, c, v) ||
        (state.maxBal[a] > c && state.votes[a][c] === Nil),
    );
  return (state, b, v) =>
    ballots.elements.every((c) => c >= b || quorums.some((quorum) => noneBut(state, c, v, quorum)));
}
