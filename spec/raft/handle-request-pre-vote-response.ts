import { adopt, countPreVote } from "./steps.js";
import { action, PreCandidate, type RaftModel, received } from "./variables.js";

/** HandleRequestPreVoteResponse(m): with a quorum of pre-votes the election begins. */
export const handleRequestPreVoteResponse = (model: RaftModel) =>
  action({
    name: "HandleRequestPreVoteResponse",
    citation: "D §9.6",
    parameters: [received("RequestPreVoteResponse")],
    changes: ["role", "currentTerm", "votedFor", "preVotesGranted", "votesGranted", "matchIndex", "messages"],
    of: "m.mdest",
    guard: () => true,
    effect: (state, m) => {
      const { mdest: i, msource: j } = m;
      state.messages.discard(m);
      if (!m.mvoteGranted) adopt(model, state, i, m.mterm);
      else if (state.role[i] === PreCandidate && m.mterm === state.currentTerm[i] + 1) {
        countPreVote(model, state, i, j);
      }
    },
  });
