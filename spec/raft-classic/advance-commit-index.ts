import { type Element, emptySet, including, member } from "../machine/index.js";
import { action, Leader, type RaftModel, type State } from "./variables.js";

/** AdvanceCommitIndex(i): leader i takes over the highest index that a quorum has, if it is of its term. */
export const advanceCommitIndex = ({ sorts, rules }: RaftModel) => {
  const agree = (state: State, i: Element, index: number) => {
    let agreeing = including(emptySet, i);
    for (const k of sorts.servers.elements) {
      if (state.matchIndex[i][k] >= index) agreeing = including(agreeing, k);
    }
    return agreeing;
  };
  return action({
    name: "AdvanceCommitIndex",
    citation: "raft.tla AdvanceCommitIndex(i); §5.3, §5.4.2",
    parameters: [member("i", sorts.servers)],
    changes: ["commitIndex"],
    guard: (state, i) => state.state[i] === Leader,
    effect: (state, i) => {
      let index = state.log[i].length;
      while (index > 0 && !rules.isQuorum(agree(state, i, index), sorts.servers.size)) index -= 1;
      if (index > 0 && state.log[i].at(index).term === state.currentTerm[i]) state.commitIndex[i] = index;
    },
  });
};
