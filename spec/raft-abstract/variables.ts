import {
  actionOf,
  type ConstantValues,
  type Element,
  enumeration,
  ghost,
  limited,
  type Model,
  optional,
  per,
  range,
  type Sort,
  type StateOf,
  type Subset,
  sequence,
  sort,
} from "../machine/index.js";
import { quorumsOf } from "../voting/index.js";
import type { rules } from "./rules.js";

export const constants = {
  servers: { default: 3, low: 1, high: 7, meaning: "how many servers" },
  maxTerm: { default: 3, low: 1, high: 15, meaning: "the highest term explored" },
  maxLog: { default: 2, low: 1, high: 15, meaning: "the longest log explored" },
} as const;

export const Follower = 0;
export const Leader = 1;

/** Slots are the positions of a log, ballots the terms: sorts to index ghosts by. They are ordered. */
export function sorts({ servers, maxTerm, maxLog }: ConstantValues<typeof constants>) {
  return {
    servers: sort("servers", servers, "s"),
    slots: sort("slots", maxLog, "index"),
    ballots: sort("ballots", maxTerm, "term"),
  };
}

export type RaftSorts = ReturnType<typeof sorts>;

/** Logs hold terms only: an entry is known by its index and term (dissertation §3.6.3). */
export function variables(
  { maxTerm, maxLog }: ConstantValues<typeof constants>,
  { servers, slots, ballots }: { readonly servers: Sort; readonly slots: Sort; readonly ballots: Sort },
) {
  /** votes[slot][server][ballot]: the term of the entry voted for, or 0. */
  const votes = per(slots, per(servers, per(ballots, range(0, maxTerm))));
  return {
    currentTerm: per(servers, range(0, maxTerm)),
    state: per(servers, enumeration("Follower", "Leader")),
    votedFor: per(servers, optional(servers)),
    log: per(servers, limited(sequence({ term: range(1, maxTerm) }, maxLog))),
    /** What a server knows from its own leadership to be committed. */
    commitIndex: per(servers, range(0, maxLog)),
    /** committed[slot][ballot]: the first term in which the entry of that term was committed there, or 0. */
    committed: ghost(per(slots, per(ballots, range(0, maxTerm)))),
    /** Votes as the refinement counts them: a server's log ends in an entry of its leader's term. */
    votes: ghost(votes),
    /** Votes counted wrongly: whoever holds an entry votes for it in the last term of its log. */
    votesHeld: ghost(votes),
    /** Votes counted wrongly: whoever matches the leader up to an entry votes for it in the leader's term. */
    votesMatched: ghost(votes),
  };
}

export type RaftAbstractState = StateOf<ReturnType<typeof variables>>;
export type RaftAbstractModel = Model<typeof constants, RaftSorts, typeof rules>;
export type Log = RaftAbstractState["log"][0];
export type Votes = RaftAbstractState["votes"];

/** Builds the actions of this specification. */
export const action = actionOf<RaftAbstractState>();

/** The term of the last entry, 0 for an empty log. */
export function lastTerm(log: Log): number {
  return log.length === 0 ? 0 : log.at(log.length).term;
}

/** The sets of servers that can elect and commit. */
export function quorums({ constants: { servers }, sorts, rules }: RaftAbstractModel): readonly Subset[] {
  return quorumsOf(sorts.servers, rules.quorumSize(servers));
}

/** The ballot that stands for a term, or the slot for an index: both count from 1 in the paper. */
export function placeOf(number: number): Element {
  return (number - 1) as Element;
}
