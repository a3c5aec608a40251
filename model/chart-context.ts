import type {
  CoreMessage,
  Effect,
  Index,
  Log,
  Server,
  ServerConfiguration,
  ServerId,
  StorageRecord,
  Term,
} from "../traces/format/index.js";

/** Term and vote, which the disk always takes together (paper Figure 2, "persistent state"). */
export interface HardState {
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
}

/** A write handed to the disk and not yet completed, with the messages that wait for it. */
export interface OutstandingWrite {
  readonly records: readonly StorageRecord[];
  readonly held: readonly CoreMessage[];
}

/** A client whose command this leader appended at `index` and has not answered yet. */
export interface PendingClient {
  readonly client: string;
  readonly serial: number;
  readonly index: Index;
}

/**
 * Everything the chart remembers: an immutable value, so that `xstate/graph` can explore from any of
 * them. `effects` is what the last transition with an action sent out.
 */
export interface ChartContext {
  readonly server: Server;
  /** The hard state last handed to the disk (docs/protocol.md §2). */
  readonly written: HardState;
  /** Oldest first; the driver completes them in this order. */
  readonly writes: readonly OutstandingWrite[];
  /** In the order of their indices. */
  readonly pending: readonly PendingClient[];
  readonly effects: readonly Effect[];
}

const emptyLog: Log = { baseIndex: 0, baseTerm: 0, entries: [] };

const noConfiguration: ServerConfiguration = {
  self: "",
  servers: [],
  options: {
    preVote: false,
    checkQuorum: false,
    noOp: false,
    maxEntriesPerMessage: 1,
    maxInFlightEntries: 1,
    maxInFlightBytes: 1,
    maxUncommittedBytes: 1,
  },
};

/**
 * A server before its `start`. XState's pure `transition()` makes an actor without input on every
 * call, hence the default.
 */
export function unbornContext(configuration: ServerConfiguration = noConfiguration): ChartContext {
  return {
    server: {
      self: configuration.self,
      servers: configuration.servers,
      options: configuration.options,
      role: "follower",
      currentTerm: 0,
      votedFor: null,
      leader: null,
      log: emptyLog,
      commitIndex: 0,
      durable: { currentTerm: 0, votedFor: null, lastIndex: 0 },
      leaderContact: false,
      votesGranted: [],
      preVotesGranted: [],
      heardFrom: [],
      nextIndex: configuration.servers.map(() => 1),
      matchIndex: configuration.servers.map(() => 0),
    },
    written: { currentTerm: 0, votedFor: null },
    writes: [],
    pending: [],
    effects: [],
  };
}
