import { action, inFlight } from "./variables.js";

/** DropStaleResponse: an answer to a question of an earlier term. */
export const dropStaleResponse = () =>
  action({
    name: "DropStaleResponse",
    citation: "raft.tla DropStaleResponse(i, j, m); §5.1",
    parameters: [inFlight()],
    changes: ["messages"],
    guard: (state, m) =>
      (m.kind === "RequestVoteResponse" || m.kind === "AppendEntriesResponse") &&
      m.mterm < state.currentTerm[m.mdest],
    effect: (state, m) => {
      state.messages.discard(m);
    },
  });
