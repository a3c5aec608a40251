import type { ServerId } from "../../traces/format/index.js";
import { post } from "./effects.js";
import { probeFollowers } from "./replication.js";
import { becomeCandidate, becomeLeader, becomePreCandidate } from "./role-changes.js";
import type { ServerState } from "./state.js";

/** Asks whether an election would be won, before the term is raised for one (D §9.6). */
export function startPreVote(state: ServerState): void {
  becomePreCandidate(state);
  const term = state.rules.nextTerm(state);
  const { index, term: lastLogTerm } = state.rules.logEnd(state);
  for (const to of state.servers) {
    if (to !== state.self) {
      post(state, { kind: "requestPreVote", from: state.self, to, term, lastLogIndex: index, lastLogTerm });
    }
  }
  candidateIfPreElected(state);
}

/**
 * Stands for election in the next term (§5.2). The own vote is counted once it is durable (`on-storage.ts`).
 */
export function startCandidacy(state: ServerState): void {
  becomeCandidate(state);
  const { index, term: lastLogTerm } = state.rules.logEnd(state);
  for (const to of state.servers) {
    if (to !== state.self) {
      post(state, {
        kind: "requestVote",
        from: state.self,
        to,
        term: state.currentTerm,
        lastLogIndex: index,
        lastLogTerm,
        leadershipTransfer: false,
      });
    }
  }
}

/** Counts a pre-vote; with a majority of them the election begins (D §9.6). */
export function countPreVote(state: ServerState, voter: ServerId): void {
  state.preVotesGranted = state.rules.withVote(state.preVotesGranted, voter);
  candidateIfPreElected(state);
}

function candidateIfPreElected(state: ServerState): void {
  if (state.rules.isQuorum(state.preVotesGranted.length, state.servers.length)) {
    startCandidacy(state);
  }
}

/** Counts a vote; with a majority of them the candidate leads (§5.2). */
export function countVote(state: ServerState, voter: ServerId): void {
  state.votesGranted = state.rules.withVote(state.votesGranted, voter);
  if (state.rules.isQuorum(state.votesGranted.length, state.servers.length)) {
    becomeLeader(state);
    probeFollowers(state);
  }
}
