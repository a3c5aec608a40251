import { including } from "../machine/index.js";
import { action, received } from "./variables.js";

/** HandleRequestVoteResponse: server i counts an answer of its term, in any role. */
export const handleRequestVoteResponse = () =>
  action({
    name: "HandleRequestVoteResponse",
    citation: "raft.tla HandleRequestVoteResponse(i, j, m); §5.2",
    parameters: [received("RequestVoteResponse")],
    changes: ["votesResponded", "votesGranted", "messages"],
    of: "m.mdest",
    guard: (state, m) => m.mterm === state.currentTerm[m.mdest],
    effect: (state, m) => {
      const { mdest: i, msource: j } = m;
      state.votesResponded[i] = including(state.votesResponded[i], j);
      if (m.mvoteGranted) state.votesGranted[i] = including(state.votesGranted[i], j);
      state.messages.discard(m);
    },
  });
