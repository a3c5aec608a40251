import type { CoreMessage, StopReason } from "../../traces/format/index.js";
import { setCommitIndex } from "./commit.js";
import { dropWrites } from "./durability.js";
import { abandonPendingClients, announceRole, setTimer } from "./effects.js";
import { appendToLog, cutLogAfter, lastIndex } from "./log.js";
import { resetProgress } from "./progress.js";
import { noVotes, type ServerState } from "./state.js";

/*
 * Figure 4, and the only place that sets a role.
 */

/** Enters the term of a message as a follower without vote or leader, if that term is newer (§5.1). */
export function adoptNewerTerm(state: ServerState, message: CoreMessage): boolean {
  const { rules } = state;
  if (!rules.isNewerTerm(state, message)) {
    return false;
  }
  state.currentTerm = rules.adoptedTerm(state, message);
  state.votedFor = rules.voteAfter(state, "newTerm");
  state.leader = null;
  state.leaderContact = false;
  becomeFollower(state);
  return true;
}

/**
 * Any role → follower. A leader that is deposed leaves its clients in doubt: their entries may yet commit.
 */
export function becomeFollower(state: ServerState): void {
  const before = state.role;
  if (before === "follower") {
    return;
  }
  state.role = "follower";
  state.votesGranted = noVotes;
  state.preVotesGranted = noVotes;
  resetProgress(state, 1);
  announceRole(state);
  if (before === "leader") {
    cutLogAfter(state, state.rules.lastIndexAfter(state, "leaderDeposed"));
    setTimer(state, "election", "steppedDown");
    abandonPendingClients(state, "leadershipLost");
  }
}

/** A leader without a quorum steps down, so that its clients may look for another (D §6.2). */
export function stepDownWithoutQuorum(state: ServerState): void {
  state.currentTerm = state.rules.termAfterQuorumLoss(state);
  state.votedFor = state.rules.voteAfter(state, "quorumLost");
  state.leader = null;
  becomeFollower(state);
}

/** Follower, preCandidate or candidate → preCandidate: term and vote stay as they are (D §9.6). */
export function becomePreCandidate(state: ServerState): void {
  const before = state.role;
  state.role = "preCandidate";
  state.votedFor = state.rules.voteAfter(state, "preVoteStarted");
  state.votesGranted = noVotes;
  state.preVotesGranted = [state.self];
  if (before !== "preCandidate") {
    announceRole(state);
  }
  setTimer(state, "election", "electionStarted");
}

/** Follower, preCandidate or candidate → candidate of the next term, with its vote given to itself (§5.2). */
export function becomeCandidate(state: ServerState): void {
  const { rules } = state;
  const term = rules.nextTerm(state);
  const vote = rules.ownVote(state);
  const votes = rules.votesAtCandidacy(state);
  state.role = "candidate";
  state.currentTerm = term;
  state.votedFor = vote;
  state.votesGranted = votes;
  state.preVotesGranted = noVotes;
  state.leader = null;
  announceRole(state);
  setTimer(state, "election", "electionStarted");
}

/** Candidate → leader (§5.2): Figure 2's volatile state of leaders, and the entry that opens the term. */
export function becomeLeader(state: ServerState): void {
  const { rules } = state;
  state.role = "leader";
  state.leader = state.self;
  state.leaderContact = false;
  state.preVotesGranted = noVotes;
  resetProgress(state, lastIndex(state.log) + 1);
  state.matchIndex[state.selfOffset] = rules.ownMatchIndex(state);
  announceRole(state);
  setTimer(state, "heartbeat", "becameLeader");
  if (state.options.checkQuorum) {
    setTimer(state, "quorumCheck", "becameLeader");
  }
  setCommitIndex(state, rules.commitAtElection(state));
  if (rules.appendsNoop(state)) {
    appendToLog(state, { kind: "noop", term: state.currentTerm });
  }
}

/** Any role → stopped, for good: what was not written or said is dropped. */
export function stop(state: ServerState, reason: StopReason): void {
  state.role = "stopped";
  dropWrites(state);
  announceRole(state);
  abandonPendingClients(state, "stopped");
  state.effects.push({ kind: "stopped", reason });
}
