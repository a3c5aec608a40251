import type { ServerId, StepEvent, Term } from "../../traces/format/index.js";
import type { Evidence, Oracle } from "./oracle.js";

/** The votes of one server: those that others may rest on, and those its present life has in memory. */
class Votes {
  readonly lasting = new Map<Term, ServerId>();
  readonly inMemory = new Map<Term, ServerId>();
  /** Term and vote as last seen in this life, and the last term in which it counted itself. */
  term: Term = -1;
  votedFor: ServerId | null = null;
  countedSelfIn: Term = -1;

  endLife(): void {
    this.inMemory.clear();
    this.term = -1;
    this.votedFor = null;
    this.countedSelfIn = -1;
  }

  /** Who has the vote of `term`. */
  of(term: Term): ServerId | undefined {
    return this.lasting.get(term) ?? this.inMemory.get(term);
  }
}

/**
 * One vote a term (paper §5.2): a ledger of the votes of each server, entered when they are held in
 * memory, sent, asked for, counted or on disk. A crash strikes out those that were in memory only.
 */
export class OneVotePerTermOracle implements Oracle {
  readonly property = "oneVotePerTerm";
  readonly #votes: readonly Votes[];

  constructor(servers: readonly ServerId[]) {
    this.#votes = servers.map(() => new Votes());
  }

  onStep({ server, state, input }: StepEvent, { servers, disks, effects }: Evidence): string | null {
    const votes = this.#votes[server] as Votes;
    const self = servers[server] as ServerId;
    const { currentTerm, votedFor, role } = state;
    if (input.kind === "start") votes.endLife();
    let clash: string | null = null;
    let isChanged = votes.term !== currentTerm || votes.votedFor !== votedFor;
    for (const message of effects.messages) {
      if (message.kind === "requestVote") clash ??= vouch(votes, self, message.term, self);
      else if (message.kind !== "requestVoteResponse" || !message.granted) continue;
      else clash ??= vouch(votes, self, message.term, message.to);
      isChanged = true;
    }
    if ((role === "candidate" || role === "leader") && votes.countedSelfIn !== currentTerm) {
      if (state.votesGranted.includes(self)) {
        votes.countedSelfIn = currentTerm;
        clash ??= vouch(votes, self, currentTerm, self);
        isChanged = true;
      }
    }
    if (disks.hardStateWritten) {
      clash ??= vouch(votes, self, disks.currentTerm(server), disks.votedFor(server));
      isChanged = true;
    }
    if (clash !== null || !isChanged) return clash;
    votes.term = currentTerm;
    votes.votedFor = votedFor;
    return keep(votes, self, currentTerm, votedFor);
  }

  onCrash(server: number, { servers, disks }: Evidence): string | null {
    const votes = this.#votes[server] as Votes;
    votes.endLife();
    return vouch(votes, servers[server] as ServerId, disks.currentTerm(server), disks.votedFor(server));
  }

  reset(): void {
    for (const votes of this.#votes) {
      votes.endLife();
      votes.lasting.clear();
    }
  }
}

/** Enters a vote that outlives crashes. */
function vouch(votes: Votes, self: ServerId, term: Term, candidate: ServerId | null): string | null {
  if (candidate === null) return null;
  const known = votes.of(term);
  if (known !== undefined && known !== candidate) return twice(self, term, known, candidate);
  votes.lasting.set(term, candidate);
  return null;
}

/** Enters the vote in memory, which must be the one already given in this term if there is one. */
function keep(votes: Votes, self: ServerId, term: Term, votedFor: ServerId | null): string | null {
  const known = votes.of(term);
  if (votedFor === null) {
    return known === undefined ? null : `${self} gave its vote in term ${term} to ${known}, then forgot it`;
  }
  if (known !== undefined && known !== votedFor) return twice(self, term, known, votedFor);
  votes.inMemory.set(term, votedFor);
  return null;
}

function twice(self: ServerId, term: Term, first: ServerId, second: ServerId): string {
  return `${self} gave its vote in term ${term} to ${first}, then to ${second}`;
}
