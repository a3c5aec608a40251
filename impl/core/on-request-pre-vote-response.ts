import type { RequestPreVoteResponse } from "../../traces/format/index.js";
import { countPreVote, countVote } from "./elections.js";
import { adoptNewerTerm } from "./role-changes.js";
import type { ServerState } from "./state.js";

/**
 * A server answers whether it would vote. A grant's term is the one asked about: no reason to enter it (D
 * §9.6).
 */
export function onRequestPreVoteResponse(state: ServerState, response: RequestPreVoteResponse): void {
  if (!response.granted && adoptNewerTerm(state, response)) {
    return;
  }
  if (state.role === "candidate" && state.rules.countsAsVote(state, response)) {
    countVote(state, response.from);
  } else if (state.role === "preCandidate" && state.rules.countsAsPreVote(state, response)) {
    countPreVote(state, response.from);
  }
}
