import { emptySet, member } from "../machine/index.js";
import { action, Follower, type RaftModel } from "./variables.js";

/** Restart(i): server i loses all but its term, its vote and its log. */
export const restart = ({ sorts, rules }: RaftModel) =>
  action({
    name: "Restart",
    citation: "raft.tla Restart(i); Figure 2, persistent state",
    parameters: [member("i", sorts.servers)],
    changes: [
      "state",
      "votedFor",
      "votesResponded",
      "votesGranted",
      "nextIndex",
      "matchIndex",
      "commitIndex",
    ],
    of: "i",
    guard: () => true,
    effect: (state, i) => {
      state.state[i] = Follower;
      state.votedFor[i] = rules.restartedVote(state.votedFor[i]);
      state.votesResponded[i] = emptySet;
      state.votesGranted[i] = emptySet;
      for (const j of sorts.servers.elements) {
        state.nextIndex[i][j] = 1;
        state.matchIndex[i][j] = 0;
      }
      state.commitIndex[i] = 0;
    },
  });
