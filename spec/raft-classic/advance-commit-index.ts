import { type Element, emptySet, including, member, type Subset } from "../machine/index.js";
import { action, Leader, type RaftModel, type State } from "./variables.js";

/** Agree(index): leader i, and those whose logs match i's up to `index`. */
function agree(state: State, servers: readonly Element[], i: Element, index: number): Subset {
  let agreeing = including(emptySet, i);
  for (const k of servers) {
    if (state.matchIndex[i][k] >= index) agreeing = including(agreeing, k);
  }
  return agreeing;
}

/** AdvanceCommitIndex(i): leader i takes over the highest index that a quorum has, if it is of its term. */
export const advanceCommitIndex = ({ sorts: { servers }, rules }: RaftModel) =>
  action({
    name: "AdvanceCommitIndex",
    citation: "raft.tla AdvanceCommitIndex(i); §5.3, §5.4.2",
    parameters: [member("i", servers)],
    changes: ["commitIndex"],
    of: "i",
    guard: (state, i) => state.state[i] === Leader,
    effect: (state, i) => {
      const log = state.log[i];
      let index = log.length;
      while (index > 0 && !rules.isQuorum(agree(state, servers.elements, i, index), servers.size)) index -= 1;
      if (index > 0 && log.at(index).term === state.currentTerm[i]) state.commitIndex[i] = index;
    },
  });
