import type {
  AppendEntries,
  AppendEntriesResponse,
  CoreMessage,
  Effect,
  EffectKind,
  Entry,
  Input,
  ProtocolOptions,
  ProtocolRules,
  RequestPreVote,
  RequestVote,
  ServerId,
  Term,
  Timer,
} from "../../traces/format/index.js";
import { type CoreServer, createServer } from "./index.js";

/*
 * What the tests of this room drive a single server with.
 */

/** Everything optional off, every limit out of the way. */
export const plainOptions: ProtocolOptions = {
  preVote: false,
  checkQuorum: false,
  noOp: false,
  maxEntriesPerMessage: 100,
  maxInFlightEntries: 100,
  maxInFlightBytes: 1000,
  maxUncommittedBytes: 1000,
};

export interface TestSetup {
  readonly self?: ServerId;
  readonly servers?: readonly ServerId[];
  readonly term?: Term;
  readonly vote?: ServerId | null;
  /** Terms of the log's entries. */
  readonly log?: readonly Term[];
  readonly baseIndex?: number;
  readonly baseTerm?: Term;
  readonly options?: Partial<ProtocolOptions>;
  readonly rules?: ProtocolRules;
}

export const threeServers: readonly ServerId[] = ["s1", "s2", "s3"];
export const fiveServers: readonly ServerId[] = ["s1", "s2", "s3", "s4", "s5"];

/** Commands of the given terms; the first stands at `firstIndex` and says so. */
export function entriesOf(terms: readonly Term[], firstIndex = 1): Entry[] {
  return terms.map((term, offset) => ({
    kind: "command",
    term,
    client: "c",
    serial: firstIndex + offset,
    command: `t${term}`,
  }));
}

export function termsOf(server: CoreServer): Term[] {
  return server.state.log.entries.map((entry) => entry.term);
}

/** A server that has been started: s1 of three unless told otherwise. */
export function startServer(setup: TestSetup = {}): CoreServer {
  const { self = "s1", servers = threeServers, options = {}, rules } = setup;
  const configuration = { self, servers, options: { ...plainOptions, ...options } };
  const server = rules === undefined ? createServer(configuration) : createServer(configuration, rules);
  const { term = 0, vote = null, log = [], baseIndex = 0, baseTerm = 0 } = setup;
  server.step({
    kind: "start",
    incarnation: 1,
    currentTerm: term,
    votedFor: vote,
    log: { baseIndex, baseTerm, entries: entriesOf(log, baseIndex + 1) },
  });
  return server;
}

/** A step whose effects may be kept. */
export function give(server: CoreServer, input: Input): Effect[] {
  return [...server.step(input)];
}

export function deliver(server: CoreServer, message: CoreMessage): Effect[] {
  return give(server, { kind: "message", id: 1, message });
}

export function expire(server: CoreServer, timer: Timer): Effect[] {
  return give(server, { kind: "timeout", timer });
}

export function propose(server: CoreServer, serial: number, command = "x"): Effect[] {
  return give(server, { kind: "propose", client: "c", serial, command });
}

export function writeDone(server: CoreServer): Effect[] {
  return give(server, { kind: "storageDone", id: 1 });
}

/** Completes all outstanding writes and returns all effects of that. */
export function finishWrites(server: CoreServer): Effect[] {
  const effects: Effect[] = [];
  while (server.state.writes.length > 0) {
    effects.push(...server.step({ kind: "storageDone", id: 1 }));
  }
  return effects;
}

/** Delivers, lets the disk finish, and returns the effects of both. */
export function deliverDurably(server: CoreServer, message: CoreMessage): Effect[] {
  return [...deliver(server, message), ...finishWrites(server)];
}

export type EffectOf<Kind extends EffectKind> = Extract<Effect, { readonly kind: Kind }>;

export function effectsOf<Kind extends EffectKind>(effects: readonly Effect[], kind: Kind): EffectOf<Kind>[] {
  return effects.filter((effect): effect is EffectOf<Kind> => effect.kind === kind);
}

export function sentBy(effects: readonly Effect[]): CoreMessage[] {
  return effectsOf(effects, "send").map((effect) => effect.message as CoreMessage);
}

export function appendsIn(effects: readonly Effect[]): AppendEntries[] {
  return sentBy(effects).filter((message) => message.kind === "appendEntries");
}

export function appendAnswersIn(effects: readonly Effect[]): AppendEntriesResponse[] {
  return sentBy(effects).filter((message) => message.kind === "appendEntriesResponse");
}

/** Timers set, as `timer/cause`. */
export function timersIn(effects: readonly Effect[]): string[] {
  return effectsOf(effects, "setTimer").map(({ timer, cause }) => `${timer}/${cause}`);
}

/** The fields of a request for a vote that a test cares about. */
export function voteRequest(fields: Partial<RequestVote>): RequestVote {
  return {
    kind: "requestVote",
    from: "s2",
    to: "s1",
    term: 1,
    lastLogIndex: 0,
    lastLogTerm: 0,
    leadershipTransfer: false,
    ...fields,
  };
}

export function preVoteRequest(fields: Partial<RequestPreVote>): RequestPreVote {
  return {
    kind: "requestPreVote",
    from: "s2",
    to: "s1",
    term: 1,
    lastLogIndex: 0,
    lastLogTerm: 0,
    ...fields,
  };
}

export function voteAnswer(from: ServerId, term: Term, granted: boolean, to: ServerId = "s1"): CoreMessage {
  return { kind: "requestVoteResponse", from, to, term, granted };
}

export function preVoteAnswer(from: ServerId, term: Term, granted: boolean): CoreMessage {
  return { kind: "requestPreVoteResponse", from, to: "s1", term, granted };
}

export function appendRequest(fields: Partial<AppendEntries>): AppendEntries {
  return {
    kind: "appendEntries",
    from: "s2",
    to: "s1",
    term: 1,
    prevLogIndex: 0,
    prevLogTerm: 0,
    entries: [],
    leaderCommit: 0,
    ...fields,
  };
}

export function appendAnswer(fields: Partial<AppendEntriesResponse>): AppendEntriesResponse {
  return {
    kind: "appendEntriesResponse",
    from: "s2",
    to: "s1",
    term: 1,
    success: true,
    prevLogIndex: 0,
    matchIndex: 0,
    conflictIndex: 0,
    conflictTerm: 0,
    ...fields,
  };
}

/** A server that has won the election of the term after `setup.term`; all its writes are done. */
export function startLeader(setup: TestSetup = {}): CoreServer {
  const server = startServer(setup);
  const { servers, self } = server.state;
  const term = server.state.currentTerm + 1;
  expire(server, "election");
  for (const from of servers) {
    if (from !== self && setup.options?.preVote === true) {
      deliver(server, { kind: "requestPreVoteResponse", from, to: self, term, granted: true });
    }
  }
  finishWrites(server);
  for (const from of servers) {
    if (from !== self) {
      deliver(server, voteAnswer(from, term, true, self));
    }
  }
  finishWrites(server);
  return server;
}
