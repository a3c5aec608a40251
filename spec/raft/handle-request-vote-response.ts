import { adopt, countVote } from "./steps.js";
import { action, Candidate, type RaftModel, received } from "./variables.js";

/** HandleRequestVoteResponse(m): a candidate counts a vote of its term, and leads once it has a quorum. */
export const handleRequestVoteResponse = (model: RaftModel) =>
  action({
    name: "HandleRequestVoteResponse",
    citation: "§5.2",
    parameters: [received("RequestVoteResponse")],
    changes: ["role", "currentTerm", "votedFor", "preVotesGranted", "votesGranted", "matchIndex", "messages"],
    of: "m.mdest",
    guard: () => true,
    effect: (state, m) => {
      const { mdest: i, msource: j } = m;
      state.messages.discard(m);
      adopt(model, state, i, m.mterm);
      const counts = model.rules.countsAsVote(m.mterm, state.currentTerm[i]);
      if (state.role[i] === Candidate && m.mvoteGranted && counts) countVote(model, state, i, j);
    },
  });
