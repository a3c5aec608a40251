import type { RequestPreVote } from "../../traces/format/index.js";
import { post } from "./effects.js";
import type { ServerState } from "./state.js";

/**
 * Says whether a vote would be granted. Nothing changes: the asker has not raised its term either (D §9.6).
 */
export function onRequestPreVote(state: ServerState, request: RequestPreVote): void {
  const granted = state.rules.mayGrantPreVote(state, request);
  post(state, {
    kind: "requestPreVoteResponse",
    from: state.self,
    to: request.from,
    term: granted ? request.term : state.currentTerm,
    granted,
  });
}
