import { emptySet, member, Nil } from "../machine/index.js";
import { action, Candidate, Leader, type RaftModel } from "./variables.js";

/** Timeout(i): server i stands for election. Its own vote travels as a message. */
export const timeout = ({ sorts }: RaftModel) =>
  action({
    name: "Timeout",
    citation: "raft.tla Timeout(i); §5.2",
    parameters: [member("i", sorts.servers)],
    changes: ["state", "currentTerm", "votedFor", "votesResponded", "votesGranted"],
    of: "i",
    guard: (state, i) => state.state[i] !== Leader,
    effect: (state, i) => {
      state.state[i] = Candidate;
      state.currentTerm[i] += 1;
      state.votedFor[i] = Nil;
      state.votesResponded[i] = emptySet;
      state.votesGranted[i] = emptySet;
    },
  });
