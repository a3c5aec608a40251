import {
  actionOf,
  bag,
  type ConstantValues,
  type Element,
  element,
  enumeration,
  flag,
  ghost,
  limited,
  type Message,
  type MessageBody,
  type Model,
  message,
  optional,
  per,
  range,
  type Sort,
  type StateOf,
  sequence,
  sort,
  subset,
} from "../machine/index.js";
import type { rules } from "./rules.js";

export const constants = {
  servers: { default: 3, low: 1, high: 5, meaning: "how many servers" },
  values: { default: 1, low: 1, high: 5, meaning: "how many values clients propose" },
  maxTerm: { default: 2, low: 1, high: 8, meaning: "the highest term explored" },
  maxLog: { default: 1, low: 0, high: 8, meaning: "the longest log explored" },
  maxInFlight: { default: 1, low: 0, high: 8, meaning: "the most messages in flight explored" },
  maxCopies: { default: 1, low: 1, high: 4, meaning: "the most copies of one message explored" },
  maxEntries: { default: 1, low: 1, high: 4, meaning: "the most entries in one message" },
  maxCrashes: { default: 0, low: 0, high: 4, meaning: "how many servers may crash in all" },
  preVote: { default: 0, low: 0, high: 1, meaning: "1: ask before raising the term" },
} as const;

export const Follower = 0;
export const PreCandidate = 1;
export const Candidate = 2;
export const Leader = 3;

/** Servers and values are interchangeable; slots (of the log) and ballots (terms) are ordered, to index ghosts by. */
export function sorts({ servers, values, maxTerm, maxLog }: ConstantValues<typeof constants>) {
  return {
    servers: sort("servers", servers, "s"),
    values: sort("values", values, "v"),
    slots: sort("slots", Math.max(1, maxLog), "index"),
    ballots: sort("ballots", maxTerm, "term"),
  };
}

export type RaftSorts = ReturnType<typeof sorts>;

/**
 * Figure 2. Each server has its persistent state twice: as it believes it (`currentTerm`, `votedFor`, `log`:
 * a handler's write), and as its disk holds it (`durable…`: Sync). Answers that rest on what is not yet on
 * disk are `held`. Outstanding writes are not told apart: a Sync before the later write says the same.
 */
export function variables(
  { maxTerm, maxLog, maxInFlight, maxCopies, maxEntries, maxCrashes }: ConstantValues<typeof constants>,
  { servers, values, slots, ballots }: { readonly [N in keyof RaftSorts]: Sort },
) {
  const term = range(0, maxTerm);
  // A pre-vote asks for a term that its sender has not entered.
  const nextTerm = range(0, maxTerm + 1);
  const index = range(0, maxLog);
  const entry = { term, value: element(values) };
  const ends = { msource: element(servers), mdest: element(servers) };
  const kinds = {
    RequestPreVote: { mterm: nextTerm, mlastLogTerm: term, mlastLogIndex: index, ...ends },
    RequestPreVoteResponse: { mterm: nextTerm, mvoteGranted: flag, ...ends },
    RequestVote: { mterm: term, mlastLogTerm: term, mlastLogIndex: index, ...ends },
    RequestVoteResponse: { mterm: term, mvoteGranted: flag, ...ends },
    AppendEntries: {
      mterm: term,
      mprevLogIndex: index,
      mprevLogTerm: term,
      mentries: sequence(entry, maxEntries),
      mcommitIndex: index,
      ...ends,
    },
    AppendEntriesResponse: { mterm: term, msuccess: flag, mmatchIndex: index, ...ends },
  };
  return {
    role: per(servers, enumeration("Follower", "PreCandidate", "Candidate", "Leader")),
    currentTerm: per(servers, limited(term)),
    votedFor: per(servers, optional(servers)),
    log: per(servers, limited(sequence(entry, maxLog))),
    durableTerm: per(servers, term),
    durableVote: per(servers, optional(servers)),
    durableLog: per(servers, sequence(entry, maxLog)),
    commitIndex: per(servers, index),
    preVotesGranted: per(servers, subset(servers)),
    votesGranted: per(servers, subset(servers)),
    matchIndex: per(servers, per(servers, index)),
    messages: limited(bag(kinds, { most: maxInFlight, copies: maxCopies })),
    held: limited(bag(kinds, { most: maxInFlight, copies: maxCopies })),
    crashes: range(0, maxCrashes),
    /** What was ever committed, with the term of the server that did it first. */
    committed: ghost(sequence({ ...entry, when: term }, maxLog)),
    /**
     * accepted[i][slot][ballot]: the term of the entry that server i, led in that term, took in there, or 0. Once
     * that is on disk it is a vote (spec/refinements/raft-to-voting.ts).
     */
    accepted: ghost(per(servers, per(slots, per(ballots, term)))),
    votes: ghost(per(servers, per(slots, per(ballots, term)))),
  };
}

type Declared = ReturnType<typeof variables>;
export type Kinds = Declared["messages"]["kinds"];
export type State = StateOf<Declared>;
export type RaftModel = Model<typeof constants, RaftSorts, typeof rules>;
export type Log = State["log"][0];

/** A message of one kind. */
export type Received<K extends keyof Kinds> = Message<Kinds, K>;
export type Body<K extends keyof Kinds> = MessageBody<Kinds[K]>;

/** Builds the actions of this specification. */
export const action = actionOf<State>();

/** Each different message of one kind in flight. */
export function received<const K extends keyof Kinds & string>(kind: K) {
  return message<Received<K>>("m", "messages", kind);
}

/** Each different message in flight. */
export function inFlight() {
  return message<Message<Kinds>>("m", "messages", null);
}

/** The term of the last entry, 0 for an empty log. */
export function lastTerm(log: Log): number {
  return termAt(log, log.length);
}

/** The term at an index, 0 for index 0; -1 where the log ends before. */
export function termAt(log: Log, index: number): number {
  if (index === 0) return 0;
  return index <= log.length ? log.at(index).term : -1;
}

/** Whether two logs hold the same. */
export function isSameLog(one: Log, other: Log): boolean {
  if (one.length !== other.length) return false;
  for (let index = 1; index <= one.length; index += 1) {
    const mine = one.at(index);
    const theirs = other.at(index);
    if (mine.term !== theirs.term || mine.value !== theirs.value) return false;
  }
  return true;
}

/** Whether a server's disk holds all that the server believes. */
export function isSynced(state: State, i: Element): boolean {
  return (
    state.durableTerm[i] === state.currentTerm[i] &&
    state.durableVote[i] === state.votedFor[i] &&
    isSameLog(state.durableLog[i], state.log[i])
  );
}
