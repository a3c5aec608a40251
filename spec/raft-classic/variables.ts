import {
  actionOf,
  bag,
  type ConstantValues,
  element,
  enumeration,
  flag,
  limited,
  type Message,
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
  servers: { default: 3, low: 1, high: 7, meaning: "how many servers" },
  values: { default: 1, low: 1, high: 7, meaning: "how many values clients propose" },
  maxTerm: { default: 2, low: 1, high: 15, meaning: "the highest term explored" },
  maxLog: { default: 1, low: 0, high: 15, meaning: "the longest log explored" },
  maxInFlight: { default: 1, low: 0, high: 15, meaning: "the most messages in flight explored" },
  maxCopies: { default: 1, low: 1, high: 15, meaning: "the most copies of one message explored" },
} as const;

export const Follower = 0;
export const Candidate = 1;
export const Leader = 2;

/** Servers and values are sorts: interchangeable, without order. */
export function sorts({ servers, values }: ConstantValues<typeof constants>) {
  return { servers: sort("servers", servers, "s"), values: sort("values", values, "v") };
}

/** The ten variables of raft.tla that are not history. */
export function variables(
  { maxTerm, maxLog, maxInFlight, maxCopies }: ConstantValues<typeof constants>,
  { servers, values }: { readonly servers: Sort; readonly values: Sort },
) {
  const term = range(1, maxTerm);
  const lastTerm = range(0, maxTerm);
  const index = range(0, maxLog);
  const entry = { term, value: element(values) };
  const ends = { msource: element(servers), mdest: element(servers) };
  return {
    currentTerm: per(servers, limited(term)),
    state: per(servers, enumeration("Follower", "Candidate", "Leader")),
    votedFor: per(servers, optional(servers)),
    log: per(servers, limited(sequence(entry, maxLog))),
    commitIndex: per(servers, index),
    /** The servers that have answered this candidate's request in its term, and those that granted it. */
    votesResponded: per(servers, subset(servers)),
    votesGranted: per(servers, subset(servers)),
    nextIndex: per(servers, per(servers, range(1, maxLog + 1))),
    matchIndex: per(servers, per(servers, index)),
    messages: limited(
      bag(
        {
          RequestVoteRequest: { mterm: term, mlastLogTerm: lastTerm, mlastLogIndex: index, ...ends },
          RequestVoteResponse: { mterm: term, mvoteGranted: flag, ...ends },
          AppendEntriesRequest: {
            mterm: term,
            mprevLogIndex: index,
            mprevLogTerm: lastTerm,
            mentries: sequence(entry, 1),
            mcommitIndex: index,
            ...ends,
          },
          AppendEntriesResponse: { mterm: term, msuccess: flag, mmatchIndex: index, ...ends },
        },
        { most: maxInFlight, copies: maxCopies },
      ),
    ),
  };
}

type Declared = ReturnType<typeof variables>;
type Kinds = Declared["messages"]["kinds"];
export type State = StateOf<Declared>;
export type RaftModel = Model<typeof constants, ReturnType<typeof sorts>, typeof rules>;
export type Log = State["log"][0];

/** A message of one kind. */
export type Received<K extends keyof Kinds> = Message<Kinds, K>;

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

/** LastTerm(xlog): the term of the last entry, 0 for an empty log. */
export function lastTerm(log: Log): number {
  return log.length === 0 ? 0 : log.at(log.length).term;
}
