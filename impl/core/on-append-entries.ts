import type { AppendEntries, Index, Term } from "../../traces/format/index.js";
import { setCommitIndex } from "./commit.js";
import { post, setTimer } from "./effects.js";
import { appendToLog, cutLogAfter, lastIndexUpToTerm, termAt } from "./log.js";
import { adoptNewerTerm, becomeFollower, stop } from "./role-changes.js";
import type { ServerState } from "./state.js";

/** A leader replicates, or keeps its followers quiet (§5.2, §5.3, Figure 2). */
export function onAppendEntries(state: ServerState, request: AppendEntries): void {
  const { rules } = state;
  if (rules.isStaleTerm(state, request)) {
    if (rules.resetsElectionTimer(state, "staleAppend")) {
      setTimer(state, "election", "heardFromLeader");
    }
    answer(state, request, false, 0, 0, 0);
    return;
  }
  adoptNewerTerm(state, request);
  if (state.role === "leader") {
    return;
  }
  followLeader(state, request);
  if (rules.matchesPrevious(state, request)) {
    takeEntries(state, request);
  } else {
    const hint = lastIndexUpToTerm(state.log, request.prevLogIndex, request.prevLogTerm);
    answer(state, request, false, 0, hint, termAt(state.log, hint));
  }
}

/** Accepts the sender as the leader of the term (§5.2, D §4.2.3). */
function followLeader(state: ServerState, request: AppendEntries): void {
  const { rules, options } = state;
  if (state.role !== "follower" && rules.candidateYields(state, request)) {
    becomeFollower(state);
  }
  state.votedFor = rules.voteAfter(state, "leaderAccepted");
  state.leader = request.from;
  if (options.preVote || options.checkQuorum) {
    state.leaderContact = true;
    setTimer(state, "leaderContact", "heardFromLeader");
  }
  if (rules.resetsElectionTimer(state, "leaderAccepted")) {
    setTimer(state, "election", "heardFromLeader");
  }
}

/** Makes the log agree with the request as far as it goes (Figure 2, steps 3 to 5). */
function takeEntries(state: ServerState, request: AppendEntries): void {
  const { rules } = state;
  const conflict = rules.conflictStart(state, request);
  if (conflict > 0 && !rules.mayTruncate(state, conflict)) {
    stop(state, "committedConflict");
    return;
  }
  const entries = rules.entriesToAppend(state, request, conflict);
  if (conflict > 0) {
    cutLogAfter(state, conflict - 1);
  }
  for (const entry of entries) {
    appendToLog(state, entry);
  }
  setCommitIndex(state, rules.commitAfterAppend(state, request));
  answer(state, request, true, rules.acknowledgedIndex(state, request), 0, 0);
}

function answer(
  state: ServerState,
  request: AppendEntries,
  success: boolean,
  matchIndex: Index,
  conflictIndex: Index,
  conflictTerm: Term,
): void {
  post(state, {
    kind: "appendEntriesResponse",
    from: state.self,
    to: request.from,
    term: state.currentTerm,
    success,
    prevLogIndex: request.prevLogIndex,
    matchIndex,
    conflictIndex,
    conflictTerm,
  });
}
