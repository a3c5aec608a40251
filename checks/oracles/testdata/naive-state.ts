import type {
  Effect,
  Entry,
  Input,
  Message,
  ProtocolOptions,
  Role,
  Server,
  ServerId,
  StartInput,
  StorageRecord,
  Subject,
} from "../../../traces/format/index.js";
import type { FaultName, Faults } from "./faults.js";

interface Write {
  readonly records: readonly StorageRecord[];
  readonly held: Message[];
}

/** The lower half of a naive server: its state, and how that reaches the disk before others hear of it. */
export abstract class NaiveState implements Server, Subject {
  readonly self: ServerId;
  readonly servers: readonly ServerId[];
  readonly options: ProtocolOptions;
  role: Role = "follower";
  currentTerm = 0;
  votedFor: ServerId | null = null;
  leader: ServerId | null = null;
  readonly log = { baseIndex: 0, baseTerm: 0, entries: [] as Entry[] };
  commitIndex = 0;
  durable = { currentTerm: 0, votedFor: null as ServerId | null, lastIndex: 0 };
  leaderContact = false;
  votesGranted: ServerId[] = [];
  preVotesGranted: ServerId[] = [];
  heardFrom: ServerId[] = [];
  nextIndex: number[] = [];
  matchIndex: number[] = [];

  readonly #faults: Faults;
  readonly #effects: Effect[] = [];
  /** What this step has to say; some of it waits for the disk. */
  protected readonly messages: Message[] = [];
  readonly #writes: Write[] = [];
  #writtenTerm = 0;
  #writtenVote: ServerId | null = null;
  /** Lowest last index of the log within the step: what is above it was appended in the step. */
  #kept = 0;

  constructor(self: ServerId, servers: readonly ServerId[], options: ProtocolOptions, faults: Faults) {
    this.self = self;
    this.servers = servers;
    this.options = options;
    this.#faults = faults;
  }

  get state(): Server {
    return this;
  }

  /** The array returned is used again by the next step, as the contract allows. */
  step(input: Input): readonly Effect[] {
    this.#effects.length = 0;
    this.messages.length = 0;
    if (this.#isStopped()) return this.#effects;
    const last = this.last();
    this.#kept = last;
    const commit = this.commitIndex;
    this.handle(input);
    if (input.kind === "start") return this.#effects;
    if (!this.#isStopped()) this.#persist(last);
    if (this.commitIndex > commit) {
      const entries = this.log.entries.slice(commit, this.commitIndex);
      if (this.has("appliesAnotherEntry")) entries[0] = { kind: "noop", term: this.currentTerm + 1 };
      this.#effects.push({ kind: "apply", index: commit + 1, entries });
    }
    return this.#effects;
  }

  #isStopped(): boolean {
    return this.role === "stopped";
  }

  protected abstract handle(input: Input): void;

  /** A write has completed: votes and entries may count that did not before. */
  protected abstract afterWrite(): void;

  protected has(fault: FaultName): boolean {
    return this.#faults(fault);
  }

  protected last(): number {
    return this.log.entries.length;
  }

  protected termAt(index: number): number {
    return this.log.entries[index - 1]?.term ?? 0;
  }

  protected start(start: StartInput): void {
    this.currentTerm = this.has("restartForgetsTerm") ? 0 : start.currentTerm;
    this.votedFor = this.has("restartForgetsVote") ? null : start.votedFor;
    this.log.entries.push(...start.log.entries);
    this.durable = {
      currentTerm: start.currentTerm,
      votedFor: start.votedFor,
      lastIndex: start.log.entries.length,
    };
    this.#writtenTerm = this.currentTerm;
    this.#writtenVote = this.votedFor;
    this.nextIndex = this.servers.map(() => 1);
    this.matchIndex = this.servers.map(() => 0);
  }

  protected storageDone(): void {
    const write = this.#writes.shift();
    if (write === undefined) return;
    for (const record of write.records) {
      if (record.kind === "hardState") {
        const { currentTerm, votedFor } = record;
        this.durable = { ...this.durable, currentTerm, votedFor };
      } else {
        const end =
          record.kind === "append" ? record.index : Math.min(this.durable.lastIndex, record.from - 1);
        this.durable = { ...this.durable, lastIndex: end };
      }
    }
    for (const message of write.held) this.#effects.push({ kind: "send", message });
    this.afterWrite();
  }

  protected stop(reason: "storageFailed" | "committedConflict"): void {
    this.role = "stopped";
    this.#writes.length = 0;
    this.messages.length = 0;
    this.#effects.push({ kind: "stopped", reason });
  }

  protected cut(from: number): void {
    this.log.entries.length = Math.max(0, from - 1);
    this.#kept = Math.min(this.#kept, this.last());
  }

  #persist(lastBefore: number): void {
    const records: StorageRecord[] = [];
    if (this.currentTerm !== this.#writtenTerm || this.votedFor !== this.#writtenVote) {
      records.push({ kind: "hardState", currentTerm: this.currentTerm, votedFor: this.votedFor });
      this.#writtenTerm = this.currentTerm;
      this.#writtenVote = this.votedFor;
    }
    if (this.#kept < lastBefore && !this.has("truncatesWithoutRecord")) {
      records.push({ kind: "truncate", from: this.#kept + 1 });
    }
    if (this.has("diskCutWithoutNeed") && this.last() > 2 && records.length > 0) {
      records.push({ kind: "truncate", from: this.last() - 1 });
    }
    for (const [offset, entry] of this.log.entries.slice(this.#kept).entries()) {
      records.push({ kind: "append", index: this.#kept + offset + 1, entry });
    }
    if (records.length > 0) {
      this.#writes.push({ records, held: [] });
      this.#effects.push({ kind: "persist", records });
    }
    for (const message of this.messages) {
      const newest = this.#writes.at(-1);
      if (newest === undefined || !this.#awaitsDisk(message)) this.#effects.push({ kind: "send", message });
      else newest.held.push(message);
    }
  }

  #awaitsDisk(message: Message): boolean {
    if (message.kind === "appendEntries" || this.has("speaksUnwritten")) return false;
    if (message.kind === "requestVoteResponse") return !this.has("votesUnwritten");
    return message.kind !== "appendEntriesResponse" || !this.has("acknowledgesUnwritten");
  }
}
