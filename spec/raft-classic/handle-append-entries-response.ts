import { action, received } from "./variables.js";

/** HandleAppendEntriesResponse: server i learns how far j's log matches, in any role; both indices may fall. */
export const handleAppendEntriesResponse = () =>
  action({
    name: "HandleAppendEntriesResponse",
    citation: "raft.tla HandleAppendEntriesResponse(i, j, m); §5.3",
    parameters: [received("AppendEntriesResponse")],
    changes: ["nextIndex", "matchIndex", "messages"],
    of: "m.mdest",
    guard: (state, m) => m.mterm === state.currentTerm[m.mdest],
    effect: (state, m) => {
      const { mdest: i, msource: j } = m;
      if (m.msuccess) {
        state.nextIndex[i][j] = m.mmatchIndex + 1;
        state.matchIndex[i][j] = m.mmatchIndex;
      } else {
        state.nextIndex[i][j] = Math.max(state.nextIndex[i][j] - 1, 1);
      }
      state.messages.discard(m);
    },
  });
