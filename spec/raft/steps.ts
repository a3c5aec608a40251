import { type Element, emptySet, including, Nil, type Subset } from "../machine/index.js";
import {
  type Body,
  Candidate,
  Follower,
  isSynced,
  type Kinds,
  Leader,
  lastTerm,
  PreCandidate,
  type RaftModel,
  type State,
} from "./variables.js";

/*
 * What several actions do. Snapshots, membership and reads would use the same.
 */

/** An answer leaves once the disk holds all that its sender believes. */
export function answer<K extends keyof Kinds & string>(
  { rules }: RaftModel,
  state: State,
  kind: K,
  body: Body<K> & { readonly msource: Element },
): void {
  const waits = rules.answersAwaitDisk() && !isSynced(state, body.msource);
  (waits ? state.held : state.messages).send(kind, body);
}

/** Follower, without votes or followers. */
export function becomeFollower({ sorts }: RaftModel, state: State, i: Element): void {
  state.role[i] = Follower;
  state.preVotesGranted[i] = emptySet;
  state.votesGranted[i] = emptySet;
  for (const j of sorts.servers.elements) state.matchIndex[i][j] = 0;
}

/** A newer term makes a follower that has not voted (§5.1). */
export function adopt(model: RaftModel, state: State, i: Element, term: number): void {
  if (term <= state.currentTerm[i]) return;
  state.currentTerm[i] = term;
  state.votedFor[i] = Nil;
  becomeFollower(model, state, i);
}

/** Stands for election in the next term; the own vote counts once it is synced (§5.2). */
export function standForElection(state: State, i: Element): void {
  state.role[i] = Candidate;
  state.currentTerm[i] += 1;
  state.votedFor[i] = i;
  state.preVotesGranted[i] = emptySet;
  state.votesGranted[i] = emptySet;
}

/** Counts a pre-vote; with a quorum the election begins (D §9.6). */
export function countPreVote({ rules, sorts }: RaftModel, state: State, i: Element, voter: Element): void {
  state.role[i] = PreCandidate;
  state.preVotesGranted[i] = including(state.preVotesGranted[i], voter);
  if (rules.isQuorum(state.preVotesGranted[i], sorts.servers.size)) standForElection(state, i);
}

/** Counts a vote; with a quorum the candidate leads (§5.2). */
export function countVote(model: RaftModel, state: State, i: Element, voter: Element): void {
  const { rules, sorts } = model;
  state.votesGranted[i] = including(state.votesGranted[i], voter);
  if (!rules.isQuorum(state.votesGranted[i], sorts.servers.size)) return;
  state.role[i] = Leader;
  for (const j of sorts.servers.elements) state.matchIndex[i][j] = 0;
  countOwnLog(model, state, i);
}

/** A leader counts its own entries like those of its followers: once they are on disk. */
export function countOwnLog({ rules }: RaftModel, state: State, i: Element): void {
  state.matchIndex[i][i] = rules.ownMatch(state.durableLog[i].length, state.log[i].length);
}

/** A leader commits what a quorum holds (§5.3, §5.4.2). */
export function advanceCommitIndex(model: RaftModel, state: State, i: Element): void {
  const { rules, sorts } = model;
  for (let index = state.log[i].length; index > state.commitIndex[i]; index -= 1) {
    let holders: Subset = emptySet;
    for (const j of sorts.servers.elements) {
      if (state.matchIndex[i][j] >= index) holders = including(holders, j);
    }
    const isOwn = rules.mayCommit(state.log[i].at(index).term, state.currentTerm[i]);
    if (isOwn && rules.isQuorum(holders, sorts.servers.size)) {
      commit(state, i, index);
      return;
    }
  }
}

/** Raises commitIndex, and notes what nobody had committed before. */
export function commit(state: State, i: Element, commitIndex: number): void {
  if (commitIndex <= state.commitIndex[i]) return;
  state.commitIndex[i] = commitIndex;
  for (let index = state.committed.length + 1; index <= commitIndex; index += 1) {
    const { term, value } = state.log[i].at(index);
    state.committed.append({ term, value, when: state.currentTerm[i] });
  }
}

/**
 * Notes, as history, that server i accepts its log in its term: once it ends in an entry of that term. Until then
 * the entries of older terms might yet be replaced (§5.4.2, Figure 8).
 */
export function noteAccepted({ sorts }: RaftModel, state: State, i: Element): void {
  const log = state.log[i];
  const term = state.currentTerm[i];
  if (lastTerm(log) !== term) return;
  for (const slot of sorts.slots.elements.slice(0, log.length)) {
    state.accepted[i][slot][(term - 1) as Element] = log.at(slot + 1).term;
  }
}

/** What was accepted is on disk now, and so a vote; or it was lost. */
export function settleAccepted({ sorts }: RaftModel, state: State, i: Element, isDurable: boolean): void {
  for (const slot of sorts.slots.elements) {
    for (const ballot of sorts.ballots.elements) {
      const term = state.accepted[i][slot][ballot];
      if (isDurable && term > 0) state.votes[i][slot][ballot] = term;
      state.accepted[i][slot][ballot] = 0;
    }
  }
}
