import type {
  AppendEntries,
  DurableView,
  Effect,
  Entry,
  Input,
  Message,
  RequestVote,
  Role,
  Server,
  ServerConfiguration,
  StartInput,
  StorageRecord,
  Subject,
  Timer,
} from "../../format/index.js";

/** The state of a fake server: a `Server` that can be written to. */
interface State extends ServerConfiguration {
  role: Role;
  currentTerm: number;
  votedFor: string | null;
  leader: string | null;
  log: { baseIndex: number; baseTerm: number; entries: Entry[] };
  commitIndex: number;
  durable: DurableView;
  leaderContact: boolean;
  votesGranted: string[];
  preVotesGranted: string[];
  heardFrom: string[];
  nextIndex: number[];
  matchIndex: number[];
}

/**
 * A server for the tests of recording and replay: deterministic, talkative and no Raft. It votes for
 * anyone, takes what it is sent and commits at once, so that logs are often cut and grown. Its arrays
 * are changed in place, as `Subject` allows.
 */
export class FakeServer implements Subject {
  readonly #state: State;
  readonly #effects: Effect[] = [];
  readonly #writes: (readonly StorageRecord[])[] = [];

  constructor(configuration: ServerConfiguration) {
    const size = configuration.servers.length;
    this.#state = {
      ...configuration,
      role: "follower",
      currentTerm: 0,
      votedFor: null,
      leader: null,
      log: { baseIndex: 0, baseTerm: 0, entries: [] },
      commitIndex: 0,
      durable: { currentTerm: 0, votedFor: null, lastIndex: 0 },
      leaderContact: false,
      votesGranted: [],
      preVotesGranted: [],
      heardFrom: [],
      nextIndex: new Array<number>(size).fill(1),
      matchIndex: new Array<number>(size).fill(0),
    };
  }

  get state(): Server {
    return this.#state;
  }

  step(input: Input): readonly Effect[] {
    this.#effects.length = 0;
    if (this.#state.role !== "stopped") this.#handle(input);
    return this.#effects;
  }

  #handle(input: Input): void {
    if (input.kind === "start") this.#start(input);
    if (input.kind === "timeout" && input.timer === "election") this.#campaign();
    if (input.kind === "timeout" && input.timer === "heartbeat") this.#replicate(0);
    if (input.kind === "message") this.#receive(input.message);
    if (input.kind === "propose") this.#propose(input.client, input.serial, input.command);
    if (input.kind === "storageDone") this.#written();
    if (input.kind === "storageFailed") {
      this.#state.role = "stopped";
      this.#effects.push({ kind: "stopped", reason: "storageFailed" });
    }
  }

  #start({ currentTerm, votedFor, log }: StartInput): void {
    const state = this.#state;
    state.currentTerm = currentTerm;
    state.votedFor = votedFor;
    state.log = { ...log, entries: [...log.entries] };
    state.commitIndex = log.baseIndex;
    state.durable = { currentTerm, votedFor, lastIndex: this.#lastIndex };
    this.#setTimer("election", "started");
  }

  get #lastIndex(): number {
    return this.#state.log.baseIndex + this.#state.log.entries.length;
  }

  get #lastTerm(): number {
    return this.#state.log.entries.at(-1)?.term ?? this.#state.log.baseTerm;
  }

  #campaign(): void {
    const state = this.#state;
    state.currentTerm += 1;
    state.votedFor = state.self;
    state.votesGranted.length = 0;
    state.votesGranted.push(state.self);
    this.#become("candidate");
    this.#setTimer("election", "electionStarted");
    this.#persist([{ kind: "hardState", currentTerm: state.currentTerm, votedFor: state.self }]);
    const lastLogIndex = this.#lastIndex;
    const lastLogTerm = this.#lastTerm;
    const { self: from, currentTerm: term } = state;
    this.#sendToOthers((to) => {
      return { kind: "requestVote", from, to, term, lastLogIndex, lastLogTerm, leadershipTransfer: false };
    });
  }

  #receive(message: Message): void {
    if (message.kind === "requestVote") this.#vote(message);
    if (message.kind === "requestVoteResponse" && this.#state.role === "candidate") {
      this.#state.votesGranted.push(message.from);
      this.#state.leader = this.#state.self;
      this.#become("leader");
      this.#setTimer("heartbeat", "becameLeader");
      this.#append([{ kind: "noop", term: this.#state.currentTerm }], this.#lastIndex);
      this.#replicate(1);
    }
    if (message.kind === "appendEntries") this.#follow(message);
    if (message.kind === "appendEntriesResponse") {
      this.#state.matchIndex[this.#state.servers.indexOf(message.from)] = message.matchIndex;
    }
  }

  #vote({ from: to, term }: RequestVote): void {
    const { self: from } = this.#state;
    this.#state.currentTerm = Math.max(term, this.#state.currentTerm);
    this.#state.votedFor = to;
    this.#persist([{ kind: "hardState", currentTerm: this.#state.currentTerm, votedFor: to }]);
    this.#setTimer("election", "voteGranted");
    const message = {
      kind: "requestVoteResponse",
      from,
      to,
      term: this.#state.currentTerm,
      granted: true,
    } as const;
    this.#effects.push({ kind: "send", message });
  }

  #follow({ from, term, prevLogIndex, entries, leaderCommit }: AppendEntries): void {
    const state = this.#state;
    if (state.role !== "follower") this.#become("follower");
    state.leader = from;
    state.leaderContact = true;
    this.#setTimer("leaderContact", "heardFromLeader");
    const previous = Math.min(prevLogIndex, this.#lastIndex);
    if (entries.length > 0) this.#append(entries, previous);
    const matchIndex = previous + entries.length;
    const commitIndex = Math.max(state.commitIndex, Math.min(leaderCommit, matchIndex));
    if (commitIndex > state.commitIndex) this.#commit(commitIndex);
    const hints = { conflictIndex: 0, conflictTerm: 0 };
    const answer = { from: state.self, to: from, term, success: true, prevLogIndex, matchIndex, ...hints };
    this.#effects.push({ kind: "send", message: { kind: "appendEntriesResponse", ...answer } });
  }

  #propose(client: string, serial: number, command: string): void {
    const { role, currentTerm, leader } = this.#state;
    if (role !== "leader") {
      const answer = { client, serial, outcome: "fail", reason: "notLeader", index: 0, leader } as const;
      this.#effects.push({ kind: "respond", ...answer });
      return;
    }
    this.#append([{ kind: "command", term: currentTerm, client, serial, command }], this.#lastIndex);
    this.#commit(this.#lastIndex);
    this.#replicate(2);
  }

  /** Sends the last `count` entries to all others. */
  #replicate(count: number): void {
    const { entries, baseIndex, baseTerm } = this.#state.log;
    const sent = entries.slice(Math.max(entries.length - count, 0));
    const kept = entries.length - sent.length;
    const prevLogIndex = baseIndex + kept;
    const prevLogTerm = entries[kept - 1]?.term ?? baseTerm;
    const { self: from, currentTerm: term, commitIndex: leaderCommit } = this.#state;
    this.#sendToOthers((to) => {
      return {
        kind: "appendEntries",
        from,
        to,
        term,
        prevLogIndex,
        prevLogTerm,
        entries: sent,
        leaderCommit,
      };
    });
  }

  #append(entries: readonly Entry[], after: number): void {
    const records: StorageRecord[] = [];
    if (after < this.#lastIndex) records.push({ kind: "truncate", from: after + 1 });
    this.#state.log.entries.length = after - this.#state.log.baseIndex;
    for (const entry of entries) {
      this.#state.log.entries.push(entry);
      records.push({ kind: "append", index: this.#lastIndex, entry });
    }
    this.#persist(records);
  }

  #commit(commitIndex: number): void {
    const { log, commitIndex: before } = this.#state;
    this.#state.commitIndex = commitIndex;
    const entries = log.entries.slice(before - log.baseIndex, commitIndex - log.baseIndex);
    this.#effects.push({ kind: "apply", index: before + 1, entries });
  }

  #written(): void {
    const { durable } = this.#state;
    for (const record of this.#writes.shift() ?? []) {
      if (record.kind === "append") this.#state.durable = { ...durable, lastIndex: record.index };
    }
  }

  #become(role: Role): void {
    this.#state.role = role;
    this.#effects.push({ kind: "becameRole", role, term: this.#state.currentTerm });
  }

  #setTimer(
    timer: Timer,
    cause: "started" | "electionStarted" | "voteGranted" | "heardFromLeader" | "becameLeader",
  ): void {
    this.#effects.push({ kind: "setTimer", timer, cause });
  }

  #persist(records: readonly StorageRecord[]): void {
    this.#writes.push(records);
    this.#effects.push({ kind: "persist", records });
  }

  #sendToOthers(message: (to: string) => Message): void {
    for (const to of this.#state.servers) {
      if (to !== this.#state.self) this.#effects.push({ kind: "send", message: message(to) });
    }
  }
}
