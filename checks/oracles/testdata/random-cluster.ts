import type {
  ClusterObserver,
  Effect,
  Entry,
  Input,
  Message,
  ProtocolOptions,
  ServerId,
  StepEvent,
  StorageRecord,
  Timer,
} from "../../../traces/format/index.js";
import type { FaultName } from "./faults.js";
import { NaiveServer } from "./naive-server.js";

/** A stream of choices, the same for the same seed. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  }

  /** An integer from 0 to `bound` − 1. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }
}

export interface RandomClusterOptions {
  readonly seed: number;
  readonly servers: readonly ServerId[];
  /** How many inputs and crashes to draw. */
  readonly events: number;
  readonly faults: readonly FaultName[];
  /** A fault bites one in so many times. */
  readonly biteOneIn: number;
  /** One in so many draws is a crash; 0 for none. */
  readonly crashOneIn: number;
}

interface Disk {
  currentTerm: number;
  votedFor: ServerId | null;
  readonly entries: Entry[];
  readonly writes: { readonly id: number; readonly records: readonly StorageRecord[] }[];
}

type MutableEvent = { -readonly [key in keyof StepEvent]: StepEvent[key] };

const MAX_IN_FLIGHT = 40;

/** A cluster of naive servers under random inputs, shown to an observer as any driver would. */
export class RandomCluster {
  readonly servers: readonly ServerId[];
  /** Running servers; null for a crashed one. */
  readonly states: (NaiveServer | null)[];
  readonly #chance: Chance;
  readonly #setup: RandomClusterOptions;
  readonly #options: ProtocolOptions;
  readonly #observer: ClusterObserver;
  readonly #disks: readonly Disk[];
  readonly #lives: number[];
  readonly #network: { readonly id: number; readonly message: Message }[] = [];
  readonly #ids: number[] = [];
  #nextId = 1;
  #step = 0;
  #serial = 0;
  #event: MutableEvent | null = null;

  constructor(setup: RandomClusterOptions, observer: ClusterObserver) {
    this.#setup = setup;
    this.#observer = observer;
    this.servers = setup.servers;
    this.states = setup.servers.map(() => null);
    this.#lives = setup.servers.map(() => 0);
    this.#disks = setup.servers.map(() => ({ currentTerm: 0, votedFor: null, entries: [], writes: [] }));
    this.#chance = new Chance(setup.seed);
    this.#options = {
      preVote: this.#chance.below(3) === 0,
      checkQuorum: this.#chance.below(3) === 0,
      noOp: this.#chance.below(2) === 0,
      maxEntriesPerMessage: 1 + this.#chance.below(4),
      maxInFlightEntries: 64,
      maxInFlightBytes: 65536,
      maxUncommittedBytes: 65536,
    };
    for (const server of setup.servers.keys()) this.#start(server);
  }

  readonly #bites = (fault: FaultName): boolean =>
    this.#setup.faults.includes(fault) && this.#chance.below(this.#setup.biteOneIn) === 0;

  /** Draws all events; stops early when `until` says so. */
  run(until: () => boolean = () => false): void {
    for (let event = 0; event < this.#setup.events && !until(); event++) this.#draw();
  }

  #draw(): void {
    const server = this.#chance.below(this.servers.length);
    const { crashOneIn } = this.#setup;
    if (this.states[server] === null || this.states[server]?.role === "stopped") {
      if (this.#chance.below(4) > 0) return;
      if (this.states[server] !== null) this.#crash(server);
      this.#start(server);
      return;
    }
    if (crashOneIn > 0 && this.#chance.below(crashOneIn) === 0) {
      this.#crash(server);
      return;
    }
    const draw = this.#chance.below(100);
    if (draw < 50) this.#deliver();
    else if (draw < 76) this.#completeWrite(server);
    else if (draw < 86) this.#propose(server);
    else if (draw < 93) this.#timeout(server, "heartbeat");
    else if (draw < 95) this.#timeout(server, "election");
    else if (draw < 97) this.#timeout(server, "leaderContact");
    else if (draw < 98) this.#timeout(server, "quorumCheck");
    else if (draw < 99) this.#disturbNetwork();
    else this.#failWrite(server);
  }

  #start(server: number): void {
    const self = this.servers[server] as ServerId;
    const { currentTerm, votedFor, entries } = this.#disks[server] as Disk;
    this.states[server] = new NaiveServer(self, this.servers, this.#options, this.#bites);
    this.#lives[server] = (this.#lives[server] ?? 0) + 1;
    const log = { baseIndex: 0, baseTerm: 0, entries: [...entries] };
    this.#input(server, { kind: "start", incarnation: this.#lives[server] ?? 1, currentTerm, votedFor, log });
  }

  #crash(server: number): void {
    const disk = this.#disks[server] as Disk;
    const records = disk.writes.flatMap((write) => write.records);
    const kept = this.#chance.below(records.length + 1);
    this.#observer.onCrash(server, kept, records.length - kept, 0);
    for (const record of records.slice(0, kept)) put(disk, record);
    disk.writes.length = 0;
    this.states[server] = null;
  }

  #deliver(): void {
    if (this.#network.length === 0) return;
    const offset = this.#chance.below(this.#network.length);
    const [envelope] = this.#network.splice(offset, 1);
    if (envelope === undefined) return;
    const server = this.servers.indexOf(envelope.message.to);
    if (this.states[server]) this.#input(server, { kind: "message", ...envelope });
  }

  #completeWrite(server: number): void {
    const disk = this.#disks[server] as Disk;
    const write = disk.writes.shift();
    if (write === undefined) return;
    for (const record of write.records) put(disk, record);
    this.#input(server, { kind: "storageDone", id: write.id });
  }

  #failWrite(server: number): void {
    const disk = this.#disks[server] as Disk;
    const write = disk.writes[0];
    if (write === undefined || this.#chance.below(4) > 0) return;
    disk.writes.length = 0;
    this.#input(server, { kind: "storageFailed", id: write.id });
  }

  #propose(server: number): void {
    const leader = this.states.findIndex((state) => state?.role === "leader");
    this.#serial += 1;
    const command = `x${this.#chance.below(9)}`;
    const target = leader === -1 ? server : leader;
    this.#input(target, { kind: "propose", client: "c1", serial: this.#serial, command });
  }

  #timeout(server: number, timer: Timer): void {
    this.#input(server, { kind: "timeout", timer });
  }

  /** A message is lost, or comes twice. */
  #disturbNetwork(): void {
    if (this.#network.length === 0) return;
    const offset = this.#chance.below(this.#network.length);
    const [envelope] = this.#network.splice(offset, 1);
    if (envelope === undefined) return;
    const { id, message } = envelope;
    if (this.#chance.below(3) === 0) {
      this.#observer.onNetwork("dropped", id, 0, 0);
      return;
    }
    const copy = this.#nextId++;
    this.#network.push(envelope, { id: copy, message });
    this.#observer.onNetwork("duplicated", id, copy, 0);
  }

  #input(server: number, input: Input): void {
    const subject = this.states[server];
    if (!subject) return;
    const effects = subject.step(input);
    this.#step += 1;
    this.#ids.length = 0;
    for (const effect of effects) this.#ids.push(this.#carryOut(server, effect));
    const event: MutableEvent = this.#event ?? {
      step: 0,
      command: 0,
      server,
      cause: { kind: "life", incarnation: 1 },
      input,
      effects,
      ids: this.#ids,
      state: subject,
    };
    this.#event = event;
    event.step = this.#step;
    event.server = server;
    event.input = input;
    event.effects = effects;
    event.state = subject;
    this.#observer.onStep(event);
    while (this.#network.length > MAX_IN_FLIGHT) {
      this.#network.splice(this.#chance.below(this.#network.length), 1);
    }
  }

  #carryOut(server: number, effect: Effect): number {
    if (effect.kind === "send") {
      this.#network.push({ id: this.#nextId, message: effect.message });
      return this.#nextId++;
    }
    if (effect.kind === "persist") {
      this.#disks[server]?.writes.push({ id: this.#nextId, records: effect.records });
      return this.#nextId++;
    }
    return 0;
  }
}

function put(disk: Disk, record: StorageRecord): void {
  if (record.kind === "hardState") {
    disk.currentTerm = record.currentTerm;
    disk.votedFor = record.votedFor;
    return;
  }
  const end = (record.kind === "truncate" ? record.from : record.index) - 1;
  disk.entries.length = Math.min(disk.entries.length, Math.max(0, end));
  if (record.kind === "append") disk.entries.push(record.entry);
}
