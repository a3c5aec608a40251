import type {
  Cause,
  CheckpointLine,
  CrashLine,
  Effect,
  Entry,
  Finding,
  FooterLine,
  HeaderLine,
  Input,
  LinkLine,
  Log,
  Message,
  NetworkLine,
  ProtocolOptions,
  StepLine,
  StorageRecord,
  Trace,
  TraceLine,
  TraceOrigin,
  ViewLine,
} from "../format/index.js";
import { type Arrange, list, object, orNull, scalar, tagged } from "./canonical.js";

// The order of the fields below is the order in the file: that of the types in traces/format.

const entry: Arrange<Entry> = tagged<Entry>({
  noop: object({ kind: scalar, term: scalar }),
  command: object({ kind: scalar, term: scalar, client: scalar, serial: scalar, command: scalar }),
  config: object({ kind: scalar, term: scalar, voters: scalar, outgoing: scalar, learners: scalar }),
});
const entries = list(entry);
const log: Arrange<Log> = object({ baseIndex: scalar, baseTerm: scalar, entries });

const envelope = { kind: scalar, from: scalar, to: scalar, term: scalar };
const logEnd = { lastLogIndex: scalar, lastLogTerm: scalar };
const client = { client: scalar, serial: scalar };

const message: Arrange<Message> = tagged<Message>({
  requestVote: object({ ...envelope, ...logEnd, leadershipTransfer: scalar }),
  requestVoteResponse: object({ ...envelope, granted: scalar }),
  requestPreVote: object({ ...envelope, ...logEnd }),
  requestPreVoteResponse: object({ ...envelope, granted: scalar }),
  appendEntries: object({
    ...envelope,
    prevLogIndex: scalar,
    prevLogTerm: scalar,
    entries,
    leaderCommit: scalar,
  }),
  appendEntriesResponse: object({
    ...envelope,
    success: scalar,
    prevLogIndex: scalar,
    matchIndex: scalar,
    conflictIndex: scalar,
    conflictTerm: scalar,
  }),
  installSnapshot: object({
    ...envelope,
    lastIncludedIndex: scalar,
    lastIncludedTerm: scalar,
    offset: scalar,
    data: scalar,
    done: scalar,
  }),
  installSnapshotResponse: object({ ...envelope, offset: scalar, matchIndex: scalar }),
  timeoutNow: object({ ...envelope }),
  readIndex: object({ ...envelope, ...client }),
  readIndexResponse: object({ ...envelope, ...client, readIndex: scalar }),
});

const input: Arrange<Input> = tagged<Input>({
  start: object({ kind: scalar, incarnation: scalar, currentTerm: scalar, votedFor: scalar, log }),
  message: object({ kind: scalar, id: scalar, message }),
  timeout: object({ kind: scalar, timer: scalar }),
  propose: object({ kind: scalar, ...client, command: scalar }),
  read: object({ kind: scalar, ...client, query: scalar }),
  transfer: object({ kind: scalar, target: scalar }),
  storageDone: object({ kind: scalar, id: scalar }),
  storageFailed: object({ kind: scalar, id: scalar }),
  snapshotTaken: object({ kind: scalar, index: scalar, data: scalar }),
});

const record: Arrange<StorageRecord> = tagged<StorageRecord>({
  hardState: object({ kind: scalar, currentTerm: scalar, votedFor: scalar }),
  truncate: object({ kind: scalar, from: scalar }),
  append: object({ kind: scalar, index: scalar, entry }),
});

const effect: Arrange<Effect> = tagged<Effect>({
  send: object({ kind: scalar, message }),
  persist: object({ kind: scalar, records: list(record) }),
  setTimer: object({ kind: scalar, timer: scalar, cause: scalar }),
  apply: object({ kind: scalar, index: scalar, entries }),
  respond: object({
    kind: scalar,
    ...client,
    outcome: scalar,
    reason: scalar,
    index: scalar,
    leader: scalar,
  }),
  becameRole: object({ kind: scalar, role: scalar, term: scalar }),
  stopped: object({ kind: scalar, reason: scalar }),
});

const cause: Arrange<Cause> = tagged<Cause>({
  message: object({ kind: scalar, id: scalar }),
  timer: object({ kind: scalar, timer: scalar, setAt: scalar }),
  storage: object({ kind: scalar, id: scalar }),
  operation: object({ kind: scalar, ...client }),
  life: object({ kind: scalar, incarnation: scalar }),
});

const view: Arrange<ViewLine> = object({
  role: scalar,
  currentTerm: scalar,
  votedFor: scalar,
  leader: scalar,
  lastIndex: scalar,
  commitIndex: scalar,
  durable: object({ currentTerm: scalar, votedFor: scalar, lastIndex: scalar }),
  leaderContact: scalar,
  votesGranted: scalar,
  preVotesGranted: scalar,
  heardFrom: scalar,
  nextIndex: scalar,
  matchIndex: scalar,
});

const options: Arrange<ProtocolOptions> = object({
  preVote: scalar,
  checkQuorum: scalar,
  noOp: scalar,
  maxEntriesPerMessage: scalar,
  maxInFlightEntries: scalar,
  maxInFlightBytes: scalar,
  maxUncommittedBytes: scalar,
});

const origin: Arrange<TraceOrigin> = object({
  engine: scalar,
  seed: scalar,
  history: scalar,
  path: scalar,
  replayPath: scalar,
});

const finding: Arrange<Finding> = object({
  kind: scalar,
  property: scalar,
  step: scalar,
  server: scalar,
  message: scalar,
});

const header: Arrange<HeaderLine> = object({
  kind: scalar,
  format: scalar,
  version: scalar,
  protocol: scalar,
  clusterId: scalar,
  servers: scalar,
  options,
  subject: scalar,
  mutant: orNull(object({ id: scalar, side: scalar })),
  origin,
});

const step: Arrange<StepLine> = object({
  kind: scalar,
  step: scalar,
  command: scalar,
  server: scalar,
  cause,
  input,
  effects: list(object({ id: scalar, effect })),
  log: object({ truncatedFrom: scalar, appended: entries }),
  view,
});

const happening = { kind: scalar, after: scalar, command: scalar };

const checkpoint: Arrange<CheckpointLine> = object({ kind: scalar, step: scalar, server: scalar, log });
const network: Arrange<NetworkLine> = object({ ...happening, event: scalar, id: scalar, copy: scalar });
const link: Arrange<LinkLine> = object({ ...happening, event: scalar, from: scalar, to: scalar });
const crash: Arrange<CrashLine> = object({
  ...happening,
  server: scalar,
  recordsKept: scalar,
  recordsLost: scalar,
});
const footer: Arrange<FooterLine> = object({
  kind: scalar,
  steps: scalar,
  verdict: scalar,
  finding: orNull(finding),
});

const traceLine: Arrange<TraceLine> = tagged<TraceLine>({
  header,
  step,
  checkpoint,
  network,
  link,
  crash,
  footer,
});

/**
 * A line of a trace as canonical JSON, without the newline: fields in the order of the types, no spaces.
 * Equal lines give equal bytes, in whatever order their makers wrote the fields.
 */
export function printLine(line: TraceLine): string {
  return JSON.stringify(traceLine(line));
}

/** The lines of a trace, header first. */
export function* linesOfTrace(trace: Trace): Generator<TraceLine> {
  yield trace.header;
  yield* trace.events;
  yield trace.footer;
}

/** A whole trace as NDJSON, each line ended by a newline. */
export function printTrace(trace: Trace): string {
  let printed = "";
  for (const line of linesOfTrace(trace)) printed += `${printLine(line)}\n`;
  return printed;
}
