import type {
  CoreMessage,
  DurableView,
  Effect,
  Entry,
  Index,
  Log,
  ProtocolRules,
  Role,
  Server,
  ServerConfiguration,
  ServerId,
  StorageRecord,
  Term,
} from "../../traces/format/index.js";
import { assert } from "./assert.js";

/** The log, changed in place. Entries are shared with messages and records and never changed. */
export interface MutableLog extends Log {
  baseIndex: Index;
  baseTerm: Term;
  readonly entries: Entry[];
}

/** What the disk holds for certain, changed in place. */
export interface MutableDurable extends DurableView {
  currentTerm: Term;
  votedFor: ServerId | null;
  lastIndex: Index;
}

/** A write that the disk has not yet confirmed, and the messages that must not leave before it is. */
export interface OutstandingWrite {
  readonly records: readonly StorageRecord[];
  readonly held: CoreMessage[];
}

/** A client that waits for the entry at `index`. */
export interface PendingClient {
  readonly index: Index;
  readonly client: string;
  readonly serial: number;
}

/**
 * What a leader knows of a follower beside `nextIndex` and `matchIndex`. While not `replicating` it probes:
 * one request at a time looks for the place where the logs agree.
 */
export interface Progress {
  replicating: boolean;
  /** Command lengths of the entries in (matchIndex, nextIndex) while replicating, else 0. */
  inFlightBytes: number;
}

/**
 * One server, changed in place by every step. The first part is the view that everyone sees (`Server`); the
 * second is what only the core needs to go on; the third is scratch space that means nothing between steps.
 */
export interface ServerState extends Server {
  role: Role;
  currentTerm: Term;
  votedFor: ServerId | null;
  leader: ServerId | null;
  readonly log: MutableLog;
  commitIndex: Index;
  readonly durable: MutableDurable;
  leaderContact: boolean;
  votesGranted: readonly ServerId[];
  preVotesGranted: readonly ServerId[];
  readonly heardFrom: ServerId[];
  readonly nextIndex: Index[];
  readonly matchIndex: Index[];

  readonly rules: ProtocolRules;
  /** Where `servers` names this server. */
  readonly selfOffset: number;
  started: boolean;
  /** The hard state last handed to the disk. */
  writtenTerm: Term;
  writtenVote: ServerId | null;
  /** Oldest first. */
  readonly writes: OutstandingWrite[];
  /** By rising index. */
  readonly pendingClients: PendingClient[];
  /** Parallel to `servers`. */
  readonly progress: Progress[];

  effects: Effect[];
  /** Messages of the step in hand, not yet sent or held. */
  readonly outbox: CoreMessage[];
  /** The last index when the step began. */
  lastIndexBefore: Index;
  /** The last index up to which the step left the log alone. */
  keptIndex: Index;
}

/** No votes. Shared, because vote lists are replaced and never changed. */
export const noVotes: readonly ServerId[] = [];

/** A server that has not been started. */
export function createState(configuration: ServerConfiguration, rules: ProtocolRules): ServerState {
  const { self, servers, options } = configuration;
  const selfOffset = servers.indexOf(self);
  assert(selfOffset >= 0, "a server is one of its configuration's servers");
  return {
    self,
    servers,
    options,
    role: "follower",
    currentTerm: 0,
    votedFor: null,
    leader: null,
    log: { baseIndex: 0, baseTerm: 0, entries: [] },
    commitIndex: 0,
    durable: { currentTerm: 0, votedFor: null, lastIndex: 0 },
    leaderContact: false,
    votesGranted: noVotes,
    preVotesGranted: noVotes,
    heardFrom: [],
    nextIndex: servers.map(() => 1),
    matchIndex: servers.map(() => 0),
    rules,
    selfOffset,
    started: false,
    writtenTerm: 0,
    writtenVote: null,
    writes: [],
    pendingClients: [],
    progress: servers.map(() => ({ replicating: false, inFlightBytes: 0 })),
    effects: [],
    outbox: [],
    lastIndexBefore: 0,
    keptIndex: 0,
  };
}
