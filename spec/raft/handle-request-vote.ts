import { adopt, answer, becomeFollower } from "./steps.js";
import { action, Leader, lastTerm, PreCandidate, type RaftModel, received } from "./variables.js";

/** HandleRequestVote(m): the receiver grants its vote or not; the answer waits for the disk. */
export const handleRequestVote = (model: RaftModel) =>
  action({
    name: "HandleRequestVote",
    citation: "§5.1, §5.2, §5.4.1",
    parameters: [received("RequestVote")],
    changes: [
      ...(["role", "currentTerm", "votedFor", "preVotesGranted", "votesGranted", "matchIndex"] as const),
      ...(["messages", "held"] as const),
    ],
    of: "m.mdest",
    guard: () => true,
    effect: (state, m) => {
      const { mdest: i, msource: j } = m;
      const { rules } = model;
      adopt(model, state, i, m.mterm);
      const log = state.log[i];
      const grant =
        m.mterm === state.currentTerm[i] &&
        state.role[i] !== Leader &&
        rules.mayVoteFor(state.votedFor[i], j) &&
        rules.isUpToDate(m.mlastLogTerm, m.mlastLogIndex, lastTerm(log), log.length);
      if (grant) {
        state.votedFor[i] = j;
        if (state.role[i] === PreCandidate) becomeFollower(model, state, i);
      }
      state.messages.discard(m);
      answer(model, state, "RequestVoteResponse", {
        mterm: state.currentTerm[i],
        mvoteGranted: grant ? 1 : 0,
        msource: i,
        mdest: j,
      });
    },
  });
