import type {
  CoreMessage,
  Effect,
  Entry,
  Input,
  ProtocolOptions,
  ProtocolRules,
  ServerId,
  StorageRecord,
  Term,
} from "../../traces/format/index.js";
import { assert } from "./assert.js";
import { type CoreServer, createServer, defaultRules } from "./index.js";
import { lastIndex } from "./log.js";

/** What a disk of the test world holds, and the writes it has not confirmed. */
interface TestDisk {
  currentTerm: Term;
  votedFor: ServerId | null;
  readonly entries: Entry[];
  readonly unsynced: (readonly StorageRecord[])[];
}

/** Sees every step, after it. */
export type StepWatcher = (server: CoreServer, input: Input, effects: readonly Effect[]) => void;

export interface TestClusterSetup {
  readonly ids: readonly ServerId[];
  readonly options: ProtocolOptions;
  readonly rules?: ProtocolRules;
  readonly watch?: StepWatcher;
}

/**
 * A small world in which nothing happens unless a test says so: a bag of messages in flight, and disks that
 * confirm their writes when told. `act` turns two numbers into one event, so that random lists of numbers are
 * histories.
 */
export class TestCluster {
  readonly servers: CoreServer[] = [];
  readonly inFlight: CoreMessage[] = [];
  private readonly disks: TestDisk[];
  private readonly setup: TestClusterSetup;
  private serial = 0;
  private envelope = 0;

  constructor(setup: TestClusterSetup) {
    this.setup = setup;
    this.disks = setup.ids.map(() => ({ currentTerm: 0, votedFor: null, entries: [], unsynced: [] }));
    for (let offset = 0; offset < setup.ids.length; offset += 1) {
      this.start(offset);
    }
  }

  /** Begins a life with what the disk holds. */
  start(offset: number): void {
    const { ids, options, rules = defaultRules } = this.setup;
    const { currentTerm, votedFor, entries } = this.disks[offset] as TestDisk;
    const self = ids[offset] as ServerId;
    this.servers[offset] = createServer({ self, servers: ids, options }, rules);
    const log = { baseIndex: 0, baseTerm: 0, entries: [...entries] };
    this.give(offset, { kind: "start", incarnation: 1, currentTerm, votedFor, log });
  }

  /** Puts a log and a term on a disk, and begins a life with them. */
  startWith(offset: number, currentTerm: Term, entries: readonly Entry[]): void {
    const disk = this.disks[offset] as TestDisk;
    disk.currentTerm = currentTerm;
    disk.entries.splice(0, disk.entries.length, ...entries);
    this.start(offset);
  }

  give(offset: number, input: Input): void {
    const server = this.servers[offset] as CoreServer;
    const effects = server.step(input);
    for (const effect of effects) {
      if (effect.kind === "send") {
        this.inFlight.push(effect.message as CoreMessage);
      } else if (effect.kind === "persist") {
        (this.disks[offset] as TestDisk).unsynced.push(effect.records);
      }
    }
    this.setup.watch?.(server, input, effects);
  }

  /** A new command of a few bytes, unless told otherwise. */
  propose(offset: number, command = "x".repeat((this.serial + 1) % 5)): void {
    this.serial += 1;
    this.give(offset, { kind: "propose", client: "c", serial: this.serial, command });
  }

  expire(offset: number, timer: "election" | "heartbeat" | "quorumCheck" | "leaderContact"): void {
    this.give(offset, { kind: "timeout", timer });
  }

  /** The oldest write of a server becomes durable, if there is one. */
  finishWrite(offset: number): boolean {
    const disk = this.disks[offset] as TestDisk;
    const stopped = (this.servers[offset] as CoreServer).state.role === "stopped";
    const records = stopped ? undefined : disk.unsynced.shift();
    if (records === undefined) {
      return false;
    }
    records.forEach((record) => {
      writeTo(disk, record);
    });
    this.give(offset, { kind: "storageDone", id: 1 });
    return true;
  }

  deliver(message: CoreMessage): void {
    this.envelope += 1;
    this.give(this.setup.ids.indexOf(message.to), { kind: "message", id: this.envelope, message });
  }

  /** The server loses its memory; the first records of what was not yet durable may have reached the disk. */
  crash(offset: number, pick: number): void {
    const disk = this.disks[offset] as TestDisk;
    const records = disk.unsynced.flat();
    records.slice(0, pick % (records.length + 1)).forEach((record) => {
      writeTo(disk, record);
    });
    disk.unsynced.length = 0;
    this.start(offset);
  }

  /** One event of a random history. Deliveries and writes are likeliest, crashes rare. */
  act(choice: number, pick: number): void {
    const offset = pick % this.servers.length;
    const at = pick % Math.max(1, this.inFlight.length);
    const message = this.inFlight[at];
    if (choice < 40 && message !== undefined) {
      this.inFlight.splice(at, 1);
      this.deliver(message);
    } else if (choice < 46 && message !== undefined) {
      this.deliver(message);
    } else if (choice < 54) {
      this.inFlight.splice(at, 1);
    } else if (choice < 74) {
      this.finishWrite(offset);
    } else if (choice < 84) {
      this.propose(this.leaderOr(offset));
    } else if (choice < 90) {
      this.expire(this.leaderOr(offset), "heartbeat");
    } else if (choice < 94) {
      this.expire(offset, "election");
    } else if (choice < 96) {
      this.expire(offset, "leaderContact");
    } else if (choice < 97) {
      this.expire(offset, "quorumCheck");
    } else {
      this.crash(offset, pick);
    }
  }

  /** The leader of the highest term, or else the server named. */
  leaderOr(offset: number): number {
    let leader = offset;
    let term = -1;
    this.servers.forEach(({ state }, at) => {
      if (state.role === "leader" && state.currentTerm > term) {
        leader = at;
        term = state.currentTerm;
      }
    });
    return leader;
  }

  /** Delivers in order and finishes writes until all is quiet. */
  settle(): void {
    for (let steps = 0; steps < 100_000; steps += 1) {
      const wrote = this.servers.map((_, offset) => this.finishWrite(offset)).includes(true);
      const message = this.inFlight.shift();
      if (message !== undefined) {
        this.deliver(message);
      } else if (!wrote) {
        return;
      }
    }
    assert(false, "the world comes to rest");
  }

  /** Elects somebody, with nothing lost any more; returns the leader's offset. */
  elect(): number {
    for (let attempt = 0; attempt < this.servers.length * 4; attempt += 1) {
      this.heartbeats();
      const leader = this.leaderOr(-1);
      if (leader >= 0) {
        return leader;
      }
      this.servers.forEach((_, offset) => {
        this.expire(offset, "leaderContact");
      });
      this.expire(attempt % this.servers.length, "election");
      this.settle();
    }
    assert(false, "somebody can be elected");
  }

  /** One heartbeat of whoever leads, and all that follows. */
  heartbeats(): void {
    this.servers.forEach((_, offset) => {
      this.expire(offset, "heartbeat");
    });
    this.settle();
  }
}

function writeTo(disk: TestDisk, record: StorageRecord): void {
  if (record.kind === "hardState") {
    disk.currentTerm = record.currentTerm;
    disk.votedFor = record.votedFor;
  } else if (record.kind === "truncate") {
    disk.entries.length = Math.min(disk.entries.length, Math.max(0, record.from - 1));
  } else {
    disk.entries.push(record.entry);
  }
}

/** The terms of each server's log. */
export function logsOf(cluster: TestCluster): Term[][] {
  return cluster.servers.map(({ state }) => state.log.entries.map(({ term }) => term));
}

/** Whether all hold, and have committed, the same log. */
export function isConverged(cluster: TestCluster): boolean {
  const [first, ...others] = cluster.servers;
  assert(first !== undefined, "a cluster has servers");
  const { entries } = first.state.log;
  return (
    first.state.commitIndex === entries.length &&
    others.every(
      ({ state }) =>
        state.commitIndex === lastIndex(state.log) &&
        state.log.entries.length === entries.length &&
        state.log.entries.every((entry, offset) => isSameEntry(entry, entries[offset] as Entry)),
    )
  );
}

function isSameEntry(one: Entry, other: Entry): boolean {
  return one.term === other.term && JSON.stringify(one) === JSON.stringify(other);
}
