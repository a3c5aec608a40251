import type {
  Cause,
  ClusterObserver,
  Effect,
  Input,
  ProtocolOptions,
  Server,
  ServerConfiguration,
  ServerId,
  Subject,
  SubjectFactory,
  Timer,
} from "../../traces/format/index.js";
import { assert } from "./assert.js";
import { SimulatedDisk } from "./simulated-disk.js";
import { type Envelope, SimulatedNetwork } from "./simulated-network.js";

/** Timers in the order of the `armed` table. */
export const timers: readonly Timer[] = ["election", "leaderContact", "heartbeat", "quorumCheck"];

export interface WorldConfiguration {
  readonly servers: readonly ServerId[];
  readonly options: ProtocolOptions;
  /** Messages in flight at most; beyond that the oldest is lost. */
  readonly maxInFlight: number;
}

const noEffects: readonly Effect[] = [];

/**
 * A cluster without time: servers, one network, a disk each. Each method is one choice of a driver
 * (a random history, a scheduler with clocks, a saved trace) and does exactly that; what happened is
 * shown to the observers. Runs with the same choices are equal, down to every id.
 */
export class World {
  readonly configuration: WorldConfiguration;
  readonly network: SimulatedNetwork;
  readonly disks: readonly SimulatedDisk[];
  /** Servers that run, null while crashed. */
  readonly subjects: (Subject | null)[];
  /** Steps done so far. */
  steps = 0;
  /** The history's command that is being carried out, for the record. */
  command = 0;
  /** Commands proposed so far: serial numbers of the single client. */
  proposals = 0;

  readonly #factory: SubjectFactory;
  readonly #observers: readonly ClusterObserver[];
  readonly #configurations: readonly ServerConfiguration[];
  readonly #offsets: Map<ServerId, number>;
  readonly #incarnations: number[];
  /** Step at which each timer was last set, 0 if not armed; `server * timers.length + timer`. */
  readonly #armed: number[];
  readonly #event: {
    step: number;
    command: number;
    server: number;
    cause: Cause;
    input: Input;
    effects: readonly Effect[];
    ids: readonly number[];
    state: Server;
  };
  #nextEnvelope = 1;
  #nextWrite = 1;

  constructor(
    configuration: WorldConfiguration,
    factory: SubjectFactory,
    observers: readonly ClusterObserver[],
  ) {
    const { servers, options } = configuration;
    this.configuration = configuration;
    this.network = new SimulatedNetwork(servers.length);
    this.disks = servers.map(() => new SimulatedDisk());
    this.subjects = servers.map(() => null);
    this.#factory = factory;
    this.#observers = observers;
    this.#configurations = servers.map((self) => ({ self, servers, options }));
    this.#offsets = new Map(servers.map((server, offset) => [server, offset]));
    this.#incarnations = servers.map(() => 0);
    this.#armed = new Array<number>(servers.length * timers.length).fill(0);
    this.#event = {
      step: 0,
      command: 0,
      server: 0,
      cause: { kind: "life", incarnation: 1 },
      input: { kind: "timeout", timer: "election" },
      effects: noEffects,
      ids: [],
      state: undefined as unknown as Server,
    };
  }

  get size(): number {
    return this.subjects.length;
  }

  isUp(server: number): boolean {
    return this.subjects[server] !== null;
  }

  /** State of a running server. */
  state(server: number): Server {
    return (this.subjects[server] as Subject).state;
  }

  isArmed(server: number, timer: Timer): boolean {
    return (this.#armed[this.#timerSlot(server, timer)] as number) > 0;
  }

  /** Starts a server that is down, from its disk. */
  start(server: number): void {
    const disk = this.disks[server] as SimulatedDisk;
    const incarnation = (this.#incarnations[server] as number) + 1;
    this.#incarnations[server] = incarnation;
    this.subjects[server] = this.#factory(this.#configurations[server] as ServerConfiguration);
    this.#step(
      server,
      {
        kind: "start",
        incarnation,
        currentTerm: disk.currentTerm,
        votedFor: disk.votedFor,
        log: disk.log(),
      },
      { kind: "life", incarnation },
    );
  }

  /** The server loses its memory; of its unsynced records the first `recordsKept` survive. */
  crash(server: number, recordsKept: number): void {
    const disk = this.disks[server] as SimulatedDisk;
    const unsynced = disk.unsyncedRecords();
    const kept = Math.min(recordsKept, unsynced);
    for (const observer of this.#observers) observer.onCrash(server, kept, unsynced - kept, this.command);
    disk.crash(kept);
    this.subjects[server] = null;
    const first = server * timers.length;
    this.#armed.fill(0, first, first + timers.length);
  }

  /** Delivers a message in flight. One to a crashed server is lost. */
  deliver(envelope: Envelope): void {
    if (!this.isUp(envelope.to)) {
      this.drop(envelope);
      return;
    }
    this.network.deliver(envelope);
    this.#step(
      envelope.to,
      { kind: "message", id: envelope.id, message: envelope.message },
      { kind: "message", id: envelope.id },
    );
  }

  /** Puts another copy of a message in flight (also of one that was delivered before). */
  duplicate(envelope: Envelope): Envelope {
    const copy: Envelope = {
      id: this.#nextEnvelope++,
      message: envelope.message,
      from: envelope.from,
      to: envelope.to,
    };
    for (const observer of this.#observers)
      observer.onNetwork("duplicated", envelope.id, copy.id, this.command);
    this.network.send(copy);
    return copy;
  }

  drop(envelope: Envelope): void {
    this.network.remove(envelope);
    for (const observer of this.#observers) observer.onNetwork("dropped", envelope.id, 0, this.command);
  }

  setLink(from: number, to: number, cut: boolean): void {
    if (this.network.isCut(from, to) === cut) return;
    this.network.setCut(from, to, cut);
    for (const observer of this.#observers) observer.onLink(cut ? "cut" : "mended", from, to, this.command);
  }

  /** A timer fires, armed or not (a clock may fire twice). */
  timeout(server: number, timer: Timer): void {
    const slot = this.#timerSlot(server, timer);
    const setAt = this.#armed[slot] as number;
    this.#armed[slot] = 0;
    this.#step(server, { kind: "timeout", timer }, { kind: "timer", timer, setAt });
  }

  /** The single client proposes its next command at this server. */
  propose(server: number, command: string): void {
    this.proposals += 1;
    this.#step(
      server,
      { kind: "propose", client: "c1", serial: this.proposals, command },
      { kind: "operation", client: "c1", serial: this.proposals },
    );
  }

  hasOutstandingWrite(server: number): boolean {
    return this.isUp(server) && (this.disks[server] as SimulatedDisk).outstanding.length > 0;
  }

  /** The oldest outstanding write of a server is synced. */
  completeWrite(server: number): void {
    const { id } = (this.disks[server] as SimulatedDisk).complete();
    this.#step(server, { kind: "storageDone", id }, { kind: "storage", id });
  }

  /** The oldest outstanding write fails; those behind it never happen. */
  failWrite(server: number): void {
    const { outstanding } = this.disks[server] as SimulatedDisk;
    const id = (outstanding[0] as { id: number }).id;
    outstanding.length = 0;
    this.#step(server, { kind: "storageFailed", id }, { kind: "storage", id });
  }

  #timerSlot(server: number, timer: Timer): number {
    return server * timers.length + timers.indexOf(timer);
  }

  #step(server: number, input: Input, cause: Cause): void {
    const subject = this.subjects[server] as Subject;
    this.steps += 1;
    const effects = subject.step(input);
    // A fresh array is cheaper than emptying one: V8 would give its store away and allocate it again.
    const ids: number[] = [];
    for (const effect of effects) ids.push(this.#carryOut(server, effect));
    const event = this.#event;
    event.step = this.steps;
    event.command = this.command;
    event.server = server;
    event.cause = cause;
    event.input = input;
    event.effects = effects;
    event.ids = ids;
    event.state = subject.state;
    for (const observer of this.#observers) observer.onStep(event);
    const { inFlight } = this.network;
    while (inFlight.length > this.configuration.maxInFlight) this.drop(inFlight[0] as Envelope);
  }

  /** Does what an effect asks of the driver; returns the id given to it. */
  #carryOut(server: number, effect: Effect): number {
    if (effect.kind === "send") {
      const { message } = effect;
      const to = this.#offsets.get(message.to);
      assert(to !== undefined, "a message goes to a server of the cluster");
      const id = this.#nextEnvelope++;
      this.network.send({ id, message, from: server, to });
      return id;
    }
    if (effect.kind === "persist") {
      const id = this.#nextWrite++;
      (this.disks[server] as SimulatedDisk).write(id, effect.records);
      return id;
    }
    if (effect.kind === "setTimer") this.#armed[this.#timerSlot(server, effect.timer)] = this.steps;
    return 0;
  }
}
