import type { Element, Sort } from "../machine/index.js";
import { lastTerm, placeOf, type RaftAbstractState, type Votes } from "./variables.js";

/** Notes that a server accepts, in the ballot of `term`, all entries that it holds up to `length`. */
function note(
  votes: Votes,
  slots: Sort,
  state: RaftAbstractState,
  i: Element,
  length: number,
  term: number,
): void {
  for (let index = 1; index <= length; index += 1) {
    votes[slots.elements[index - 1] as Element][i][placeOf(term)] = state.log[i].at(index).term;
  }
}

/**
 * Keeps the history of votes after server i took an entry in behalf of the leader of `term` (itself,
 * perhaps). Entries of old terms are no votes in `term` until one of `term` follows them (§5.4.2).
 */
export function recordVotes(state: RaftAbstractState, slots: Sort, i: Element, term: number): void {
  const log = state.log[i];
  if (lastTerm(log) === term) note(state.votes, slots, state, i, log.length, term);
  note(state.votesHeld, slots, state, i, log.length, lastTerm(log));
  note(state.votesMatched, slots, state, i, log.length, term);
}

/** Notes, for the wrong count `votesMatched`, that a new leader matches itself. */
export function recordElection(state: RaftAbstractState, slots: Sort, i: Element): void {
  note(state.votesMatched, slots, state, i, state.log[i].length, state.currentTerm[i]);
}
