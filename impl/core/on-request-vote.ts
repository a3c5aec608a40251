import type { RequestVote } from "../../traces/format/index.js";
import { post, setTimer } from "./effects.js";
import { cutLogAfter } from "./log.js";
import { adoptNewerTerm, becomeFollower } from "./role-changes.js";
import type { ServerState } from "./state.js";

/** A candidate asks for a vote (§5.2, §5.4.1, Figure 2). */
export function onRequestVote(state: ServerState, request: RequestVote): void {
  const granted = considerRequest(state, request);
  if (granted) {
    grant(state, request);
  }
  if (state.rules.resetsElectionTimer(state, granted ? "voteGranted" : "voteRefused")) {
    setTimer(state, "election", "voteGranted");
  }
  post(state, {
    kind: "requestVoteResponse",
    from: state.self,
    to: request.from,
    term: state.currentTerm,
    granted,
  });
}

/** Looks at the request, adopting its term unless a live leader must be protected from it (D §4.2.3). */
function considerRequest(state: ServerState, request: RequestVote): boolean {
  const { rules } = state;
  if (rules.isStaleTerm(state, request) || rules.mustProtectLeader(state)) {
    return false;
  }
  adoptNewerTerm(state, request);
  return state.role !== "leader" && rules.hasVoteFor(state, request) && rules.isUpToDate(state, request);
}

function grant(state: ServerState, request: RequestVote): void {
  if (state.role === "preCandidate") {
    becomeFollower(state);
  }
  cutLogAfter(state, state.rules.lastIndexAfter(state, "voteGranted"));
  state.votedFor = request.from;
}
