import type { RequestVoteResponse } from "../../traces/format/index.js";
import { countVote } from "./elections.js";
import { adoptNewerTerm } from "./role-changes.js";
import type { ServerState } from "./state.js";

/** A voter answers (§5.2). */
export function onRequestVoteResponse(state: ServerState, response: RequestVoteResponse): void {
  if (adoptNewerTerm(state, response)) {
    return;
  }
  if (state.role === "candidate" && state.rules.countsAsVote(state, response)) {
    countVote(state, response.from);
  }
}
