import type {
  AppendEntries,
  AppendEntriesResponse,
  CoreMessage,
  Effect,
  Entry,
  Input,
  ProtocolOptions,
  ProtocolRules,
  RequestPreVote,
  RequestVote,
  ServerConfiguration,
  StorageRecord,
  Term,
  Timer,
} from "../traces/format/index.js";
import { chartRules } from "./chart-rules.js";
import { type ChartSubject, createChart } from "./chart-runner.js";
import { TransitionCoverage } from "./transition-coverage.js";

const plainOptions: ProtocolOptions = {
  preVote: false,
  checkQuorum: false,
  noOp: false,
  maxEntriesPerMessage: 2,
  maxInFlightEntries: 8,
  maxInFlightBytes: 1024,
  maxUncommittedBytes: 8,
};

/** A server "s1" among `size`. */
export function configurationFor(size: number, options: Partial<ProtocolOptions> = {}): ServerConfiguration {
  const servers = Array.from({ length: size }, (_, offset) => `s${offset + 1}`);
  return { self: "s1", servers, options: { ...plainOptions, ...options } };
}

/** Empty entries of these terms. */
export function entriesOf(...terms: readonly Term[]): readonly Entry[] {
  return terms.map((term) => ({ kind: "noop", term }));
}

/** The chart sends no appendEntries. */
type Spoken = Exclude<CoreMessage, AppendEntries>;

function showMessage(message: Spoken): string {
  const to = `${message.kind} to ${message.to} term ${message.term}`;
  switch (message.kind) {
    case "requestVote":
    case "requestPreVote":
      return `${to} end ${message.lastLogIndex}/${message.lastLogTerm}`;
    case "requestVoteResponse":
    case "requestPreVoteResponse":
      return `${to} ${message.granted ? "granted" : "refused"}`;
    case "appendEntriesResponse":
      return `${to} ${message.success ? `match ${message.matchIndex}` : "failed"}`;
  }
}

function showRecord(record: StorageRecord): string {
  switch (record.kind) {
    case "hardState":
      return `term ${record.currentTerm} vote ${record.votedFor}`;
    case "truncate":
      return `cut ${record.from}`;
    case "append":
      return `${record.index}:${record.entry.term}`;
  }
}

/** An effect in a few words, for tables of what is expected. */
export function show(effect: Effect): string {
  switch (effect.kind) {
    case "send":
      return showMessage(effect.message as Spoken);
    case "persist":
      return `persist ${effect.records.map(showRecord).join(", ")}`;
    case "setTimer":
      return `timer ${effect.timer} (${effect.cause})`;
    case "apply":
      return `apply ${effect.index}..${effect.index + effect.entries.length - 1}`;
    case "respond":
      return `respond ${effect.client}#${effect.serial} ${effect.outcome} ${effect.reason} at ${effect.index} leader ${effect.leader}`;
    case "becameRole":
      return `became ${effect.role} of ${effect.term}`;
    case "stopped":
      return `stopped ${effect.reason}`;
  }
}

type Loose<Body> = Partial<Body> & { readonly term: Term };

/** One life of "s1", told input by input; every call gives the effects as words. */
export class Life {
  readonly coverage = new TransitionCoverage();
  readonly chart: ChartSubject;

  constructor(size = 3, options: Partial<ProtocolOptions> = {}, rules: Partial<ProtocolRules> = {}) {
    this.chart = createChart(configurationFor(size, options), {
      coverage: this.coverage,
      rules: { ...chartRules, ...rules },
    });
  }

  get state() {
    return this.chart.state;
  }

  step(input: Input): readonly string[] {
    return this.chart.step(input).map(show);
  }

  /** Starts in term 1, unless told otherwise, with a log of these terms. */
  start(terms: readonly Term[] = [], currentTerm: Term = 1, votedFor: string | null = null): this {
    const log = { baseIndex: 0, baseTerm: 0, entries: entriesOf(...terms) };
    this.chart.step({ kind: "start", incarnation: 1, currentTerm, votedFor, log });
    return this;
  }

  timeout(timer: Timer): readonly string[] {
    return this.step({ kind: "timeout", timer });
  }

  done(): readonly string[] {
    return this.step({ kind: "storageDone", id: 1 });
  }

  failed(): readonly string[] {
    return this.step({ kind: "storageFailed", id: 1 });
  }

  propose(serial: number, command = "x"): readonly string[] {
    return this.step({ kind: "propose", client: "c", serial, command });
  }

  receive(message: CoreMessage): readonly string[] {
    return this.step({ kind: "message", id: 1, message });
  }

  requestVote(request: Loose<RequestVote>): readonly string[] {
    return this.receive({
      kind: "requestVote",
      from: "s2",
      to: "s1",
      lastLogIndex: 9,
      lastLogTerm: 9,
      leadershipTransfer: false,
      ...request,
    });
  }

  requestPreVote(request: Loose<RequestPreVote>): readonly string[] {
    return this.receive({
      kind: "requestPreVote",
      from: "s2",
      to: "s1",
      lastLogIndex: 9,
      lastLogTerm: 9,
      ...request,
    });
  }

  vote(term: Term, granted = true, from = "s2"): readonly string[] {
    return this.receive({ kind: "requestVoteResponse", from, to: "s1", term, granted });
  }

  preVote(term: Term, granted = true, from = "s2"): readonly string[] {
    return this.receive({ kind: "requestPreVoteResponse", from, to: "s1", term, granted });
  }

  append(request: Loose<AppendEntries>): readonly string[] {
    return this.receive({
      kind: "appendEntries",
      from: "s2",
      to: "s1",
      prevLogIndex: 0,
      prevLogTerm: 0,
      entries: [],
      leaderCommit: 0,
      ...request,
    });
  }

  appended(response: Loose<AppendEntriesResponse>): readonly string[] {
    return this.receive({
      kind: "appendEntriesResponse",
      from: "s2",
      to: "s1",
      success: true,
      prevLogIndex: 0,
      matchIndex: 0,
      conflictIndex: 0,
      conflictTerm: 0,
      ...response,
    });
  }

  /** Wins an election of the next term, without pre-vote, among three. */
  lead(): this {
    this.timeout("election");
    this.done();
    this.vote(this.state.currentTerm);
    return this;
  }
}
