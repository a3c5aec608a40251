import { adopt, advanceCommitIndex } from "./steps.js";
import { action, Leader, type RaftModel, received } from "./variables.js";

/** HandleAppendEntriesResponse(m): a leader learns what a follower holds on disk, and commits what a quorum does. */
export const handleAppendEntriesResponse = (model: RaftModel) =>
  action({
    name: "HandleAppendEntriesResponse",
    citation: "§5.3, §5.4.2",
    parameters: [received("AppendEntriesResponse")],
    guard: () => true,
    effect: (state, m) => {
      const { mdest: i, msource: j } = m;
      state.messages.discard(m);
      adopt(model, state, i, m.mterm);
      if (state.role[i] !== Leader || m.mterm !== state.currentTerm[i] || !m.msuccess) return;
      state.matchIndex[i][j] = Math.max(state.matchIndex[i][j], m.mmatchIndex);
      advanceCommitIndex(model, state, i);
    },
  });
