import { type Element, includes, item, member, Nil, type Subset } from "../machine/index.js";
import { printSubset } from "../voting/index.js";
import {
  action,
  Follower,
  Leader,
  lastTerm,
  quorums,
  type RaftAbstractModel,
  type RaftAbstractState,
} from "./variables.js";
import { recordElection } from "./votes.js";

/** BecomeLeader(i, Q): i is elected in the term after its own, all at once, by the votes of Q. */
export const becomeLeader = ({ constants, sorts, rules, ...model }: RaftAbstractModel) => {
  const { elements } = sorts.servers;
  const grants = (state: RaftAbstractState, voter: Element, i: Element): boolean => {
    const term = state.currentTerm[i] + 1;
    if (voter === i) return true;
    const mine = state.log[i];
    const other = state.log[voter];
    return (
      rules.mayVote(state.currentTerm[voter], state.votedFor[voter], term) &&
      rules.isUpToDate(lastTerm(mine), mine.length, lastTerm(other), other.length)
    );
  };
  return action({
    name: "BecomeLeader",
    citation: "§5.2, §5.4.1",
    parameters: [
      member("i", sorts.servers),
      item<Subset>("Q", quorums({ constants, sorts, rules, ...model }), printSubset(sorts.servers)),
    ],
    changes: ["currentTerm", "state", "votedFor", "votesMatched"],
    guard: (state, i, quorum) =>
      includes(quorum, i) &&
      state.currentTerm[i] < constants.maxTerm &&
      elements.every((voter) => !includes(quorum, voter) || grants(state, voter, i)),
    effect: (state, i, quorum) => {
      const term = state.currentTerm[i] + 1;
      for (const voter of elements) {
        if (!includes(quorum, voter)) continue;
        state.currentTerm[voter] = term;
        state.votedFor[voter] = i;
        state.state[voter] = voter === i ? Leader : Follower;
      }
      recordElection(state, sorts.slots, i);
    },
  });
};

/** Moves a server to a higher term: it follows, and has voted for nobody (§5.1). */
export function stepUp(state: RaftAbstractState, j: Element, term: number): void {
  if (state.currentTerm[j] < term) state.votedFor[j] = Nil;
  state.currentTerm[j] = term;
  state.state[j] = Follower;
}

/** LearnTerm(i, j): j hears of i's higher term. */
export const learnTerm = ({ sorts }: RaftAbstractModel) =>
  action({
    name: "LearnTerm",
    citation: "§5.1",
    parameters: [member("i", sorts.servers), member("j", sorts.servers)],
    changes: ["currentTerm", "state", "votedFor"],
    guard: (state, i, j) => state.currentTerm[i] > state.currentTerm[j],
    effect: (state, i, j) => stepUp(state, j, state.currentTerm[i]),
  });
