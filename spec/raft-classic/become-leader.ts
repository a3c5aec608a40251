import { member } from "../machine/index.js";
import { action, Candidate, Leader, type RaftModel } from "./variables.js";

/** BecomeLeader(i): candidate i has the votes of a quorum. */
export const becomeLeader = ({ sorts, rules }: RaftModel) =>
  action({
    name: "BecomeLeader",
    citation: "raft.tla BecomeLeader(i); §5.2, Figure 2 (volatile state on leaders)",
    parameters: [member("i", sorts.servers)],
    changes: ["state", "nextIndex", "matchIndex"],
    of: "i",
    guard: (state, i) =>
      state.state[i] === Candidate && rules.isQuorum(state.votesGranted[i], sorts.servers.size),
    effect: (state, i) => {
      state.state[i] = Leader;
      for (const j of sorts.servers.elements) {
        state.nextIndex[i][j] = state.log[i].length + 1;
        state.matchIndex[i][j] = 0;
      }
    },
  });
