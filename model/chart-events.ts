import type {
  AppendEntries,
  AppendEntriesResponse,
  CoreMessage,
  Input,
  Message,
  ProposeInput,
  RequestPreVote,
  RequestPreVoteResponse,
  RequestVote,
  RequestVoteResponse,
  ServerConfiguration,
  StartInput,
  Timer,
} from "../traces/format/index.js";
import { assert } from "./assert.js";

/** A life begins. */
export interface StartEvent {
  readonly type: "start";
  readonly input: StartInput;
}

interface MessageEvent<Kind extends string, Body extends CoreMessage> {
  readonly type: Kind;
  readonly message: Body;
}

export type RequestVoteEvent = MessageEvent<"requestVote", RequestVote>;
export type RequestVoteResponseEvent = MessageEvent<"requestVoteResponse", RequestVoteResponse>;
export type RequestPreVoteEvent = MessageEvent<"requestPreVote", RequestPreVote>;
export type RequestPreVoteResponseEvent = MessageEvent<"requestPreVoteResponse", RequestPreVoteResponse>;
export type AppendEntriesEvent = MessageEvent<"appendEntries", AppendEntries>;
export type AppendEntriesResponseEvent = MessageEvent<"appendEntriesResponse", AppendEntriesResponse>;

/** A message of a peer. */
export type PeerEvent =
  | RequestVoteEvent
  | RequestVoteResponseEvent
  | RequestPreVoteEvent
  | RequestPreVoteResponseEvent
  | AppendEntriesEvent
  | AppendEntriesResponseEvent;

export interface TimeoutEvent {
  readonly type: `timeout.${Timer}`;
}

/** A message from outside the configuration, or from the server itself. */
export interface StrangerEvent {
  readonly type: "stranger";
}

export interface ProposeEvent {
  readonly type: "propose";
  readonly input: ProposeInput;
}

/** The oldest outstanding write completed, or failed. */
export interface StorageEvent {
  readonly type: "storageDone" | "storageFailed";
}

/** The inputs of docs/protocol.md, split by name so that a table can be keyed by them. */
export type ChartEvent = StartEvent | PeerEvent | TimeoutEvent | StrangerEvent | ProposeEvent | StorageEvent;

/** The column headings of the table. */
export type ChartEventType = ChartEvent["type"];

const stranger: StrangerEvent = { type: "stranger" };

const timeouts: { readonly [timer in Timer]: TimeoutEvent } = {
  election: { type: "timeout.election" },
  leaderContact: { type: "timeout.leaderContact" },
  heartbeat: { type: "timeout.heartbeat" },
  quorumCheck: { type: "timeout.quorumCheck" },
};

function toPeerEvent(configuration: ServerConfiguration, message: Message): ChartEvent {
  if (message.from === configuration.self || !configuration.servers.includes(message.from)) return stranger;
  const event = { type: message.kind, message };
  assert(isPeerEvent(event), `the chart knows messages of elections and replication, not ${message.kind}`);
  return event;
}

function isPeerEvent(event: { type: string; message: Message }): event is PeerEvent {
  return peerKinds.has(event.type);
}

const peerKinds: ReadonlySet<string> = new Set<PeerEvent["type"]>([
  "requestVote",
  "requestVoteResponse",
  "requestPreVote",
  "requestPreVoteResponse",
  "appendEntries",
  "appendEntriesResponse",
]);

/**
 * The chart's name for an input.
 * @throws Error for an input of a later version of the protocol (reads, transfers, snapshots).
 */
export function toChartEvent(configuration: ServerConfiguration, input: Input): ChartEvent {
  switch (input.kind) {
    case "start":
      return { type: "start", input };
    case "message":
      return toPeerEvent(configuration, input.message);
    case "timeout":
      return timeouts[input.timer];
    case "propose":
      return { type: "propose", input };
    case "storageDone":
    case "storageFailed":
      return { type: input.kind };
    case "read":
    case "transfer":
    case "snapshotTaken":
      throw new Error(`the chart of this version does not know the input ${input.kind}`);
  }
}
