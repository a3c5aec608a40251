import type {
  ClusterObserver,
  Effect,
  ServerId,
  StepEvent,
  SubjectFactory,
  Timer,
} from "../../traces/format/index.js";
import { unreachable } from "./assert.js";
import { Clocks } from "./clocks.js";
import { DiskFaults } from "./disk-faults.js";
import { electionTimeout, type FaultPlan } from "./fault-plan.js";
import { NetworkFaults } from "./network-faults.js";
import type { Partition } from "./partitions.js";
import type { Random } from "./random.js";
import type { Scheduler } from "./scheduler.js";
import type { SimulatedDisk } from "./simulated-disk.js";
import type { Envelope } from "./simulated-network.js";
import type { Witnesses, WitnessName } from "./witnesses.js";
import { World } from "./world.js";

/** What comes, in time, of something that a server asked for or that befell it. */
export type Consequence =
  | { readonly kind: "arrival"; readonly envelope: Envelope }
  | { readonly kind: "loss"; readonly envelope: Envelope }
  | { readonly kind: "duplication"; readonly envelope: Envelope }
  | { readonly kind: "timeout"; readonly server: number; readonly timer: Timer; readonly setting: number }
  | {
      readonly kind: "repeatedTimeout";
      readonly server: number;
      readonly timer: Timer;
      readonly life: number;
    }
  | { readonly kind: "sync"; readonly server: number; readonly write: number; readonly fails: boolean }
  | { readonly kind: "crashInWrite"; readonly server: number; readonly write: number }
  | { readonly kind: "restart"; readonly server: number; readonly life: number };

/** Where consequences are entered. */
type Agenda = Pick<Scheduler<Consequence>, "now" | "at" | "after">;

/** Servers of a cluster of this size: s1, s2 … */
export function serverNames(size: number): readonly ServerId[] {
  return Array.from({ length: size }, (_, server) => `s${server + 1}`);
}

/**
 * A `World` with time: it watches what the servers ask for (messages, writes, timers) and schedules
 * what comes of it, by the plan's faults, until it is healed.
 */
export class TimedWorld implements ClusterObserver {
  readonly world: World;
  readonly #plan: FaultPlan;
  readonly #scheduler: Agenda;
  readonly #witnesses: Witnesses;
  readonly #network: NetworkFaults;
  readonly #disks: DiskFaults;
  readonly #clocks: Clocks;
  readonly #repeats: Random;
  readonly #downtimes: Random;
  /** Lives that each server has lost. */
  readonly #lives: number[];
  #partition: Partition | null = null;
  #healed = false;

  /** Each source of chance gets a stream of its own, forked from `random`. */
  constructor(
    plan: FaultPlan,
    random: Random,
    scheduler: Agenda,
    witnesses: Witnesses,
    factory: SubjectFactory,
    observers: readonly ClusterObserver[],
  ) {
    const { servers: size, options } = plan;
    this.#plan = plan;
    this.#scheduler = scheduler;
    this.#witnesses = witnesses;
    this.#network = new NetworkFaults(plan.network, size, random);
    this.#disks = new DiskFaults(plan.disks, plan.crashes, size, random.fork("disks"));
    this.#clocks = new Clocks(plan.clocks, random.fork("timers"));
    this.#repeats = random.fork("repeated timeouts");
    this.#downtimes = random.fork("downtimes");
    this.#lives = new Array<number>(size).fill(0);
    const configuration = { servers: serverNames(size), options, maxInFlight: Number.POSITIVE_INFINITY };
    this.world = new World(configuration, factory, [this, ...observers]);
  }

  onStep(event: StepEvent): void {
    const { server, effects, ids } = event;
    const { inFlight } = this.world.network;
    // The envelopes of this step are the last that went in flight, in the order of the effects.
    let position = inFlight.length;
    for (const effect of effects) if (effect.kind === "send") position -= 1;
    for (let offset = 0; offset < effects.length; offset++) {
      const effect = effects[offset] as Effect;
      if (effect.kind === "send") this.#onSend(inFlight[position++] as Envelope);
      else if (effect.kind === "setTimer") this.#onSetTimer(server, effect.timer);
      else if (effect.kind === "persist")
        this.#onPersist(server, ids[offset] as number, effect.records.length);
      else if (effect.kind === "stopped") this.#onStopped(server);
      else if (effect.kind === "becameRole" && effect.role === "leader") this.#count("leadersElected");
    }
  }

  // The rest are its own doings: it needs no telling.
  onCrash(): void {}
  onNetwork(): void {}
  onLink(): void {}

  happen(consequence: Consequence): void {
    switch (consequence.kind) {
      case "arrival":
        this.#arrive(consequence.envelope);
        return;
      case "loss":
        this.#lose(consequence.envelope);
        return;
      case "duplication":
        this.#duplicate(consequence.envelope);
        return;
      case "timeout":
        this.#timeout(consequence.server, consequence.timer, consequence.setting);
        return;
      case "repeatedTimeout":
        this.#repeatTimeout(consequence.server, consequence.timer, consequence.life);
        return;
      case "sync":
        this.#sync(consequence.server, consequence.write, consequence.fails);
        return;
      case "crashInWrite":
        this.#crashInWrite(consequence.server, consequence.write);
        return;
      case "restart":
        this.#restart(consequence.server, consequence.life);
        return;
    }
    unreachable(consequence);
  }

  /** Puts a partition into effect, in place of none. */
  cutOff(partition: Partition): void {
    this.#partition = partition;
    if (partition.messageKind !== null) return;
    for (const { from, to } of partition.links) this.world.setLink(from, to, true);
  }

  /** Ends the partition that is in effect, if there is one. */
  mend(): void {
    if (this.#partition === null) return;
    for (const { from, to } of this.#partition.links) this.world.setLink(from, to, false);
    this.#partition = null;
    this.#count("partitionsHealed");
  }

  /** A server that is up loses its memory, and perhaps some of what it wrote. It restarts after a while. */
  crash(server: number): void {
    const disk = this.#disk(server);
    const unsynced = disk.unsyncedRecords();
    const { kept, torn } = this.#disks.drawTail(server, disk);
    this.#count("crashes");
    if (kept < unsynced) this.#count("lostTails");
    if (torn) this.#count("tornWrites");
    this.world.crash(server, kept);
    this.#clocks.switchOff(server);
    this.#lives[server] = (this.#lives[server] as number) + 1;
    this.#scheduleRestart(server);
  }

  /** The last fault loses what is under way. Ends all faults, and starts whatever is down. */
  heal(): void {
    for (const envelope of this.world.network.inFlight.slice()) this.#lose(envelope);
    this.#healed = true;
    this.#network.heal();
    this.#disks.heal();
    this.#clocks.heal();
    this.mend();
    for (let server = 0; server < this.world.size; server++) {
      this.#restart(server, this.#lives[server] as number);
    }
  }

  /** The server that leads in the highest term, null if none believes that it leads. */
  findLeader(): number | null {
    let leader: number | null = null;
    let term = -1;
    for (let server = 0; server < this.world.size; server++) {
      if (!this.world.isUp(server)) continue;
      const { role, currentTerm } = this.world.state(server);
      if (role !== "leader" || currentTerm <= term) continue;
      leader = server;
      term = currentTerm;
    }
    return leader;
  }

  // Messages

  #onSend(envelope: Envelope): void {
    const { from, to } = envelope;
    const { now } = this.#scheduler;
    const arrival = this.#network.drawArrival(from, to, now);
    this.#scheduler.at(arrival, { kind: this.#network.drawLoss() ? "loss" : "arrival", envelope });
    if (!this.#network.drawDuplication()) return;
    this.#scheduler.at(this.#network.drawArrival(from, to, now), { kind: "duplication", envelope });
  }

  #arrive(envelope: Envelope): void {
    const { world } = this;
    const { from, to } = envelope;
    // It was lost when the cluster was healed.
    if (this.#healed && !world.network.inFlight.includes(envelope)) return;
    if (this.#isCut(envelope)) {
      this.#count("messagesCut");
      world.drop(envelope);
      return;
    }
    const last = world.network.lastDelivered(from, to);
    if (last !== null && last.id > envelope.id) this.#count("reorderings");
    this.#count(world.isUp(to) ? "messagesDelivered" : "messagesToCrashed");
    world.deliver(envelope);
  }

  #isCut({ from, to, message }: Envelope): boolean {
    const partition = this.#partition;
    if (partition === null) return false;
    if (partition.messageKind === null) return this.world.network.isCut(from, to);
    if (partition.messageKind !== message.kind) return false;
    return partition.links.some((link) => link.from === from && link.to === to);
  }

  #duplicate(envelope: Envelope): void {
    if (this.#healed) return;
    this.#count("duplicates");
    this.#arrive(this.world.duplicate(envelope));
  }

  #lose(envelope: Envelope): void {
    if (this.#healed) return;
    this.#count("messagesLost");
    this.world.drop(envelope);
  }

  // Timers

  #onSetTimer(server: number, timer: Timer): void {
    const setting = this.#clocks.set(server, timer);
    const length = this.#clocks.drawLength(server, timer);
    this.#scheduler.after(length, { kind: "timeout", server, timer, setting });
  }

  #timeout(server: number, timer: Timer, setting: number): void {
    if (!this.#clocks.isCurrent(server, timer, setting)) return;
    if (this.#repeats.chance(this.#plan.clocks.duplicatePerMille)) {
      const life = this.#lives[server] as number;
      const delay = this.#repeats.below(electionTimeout);
      this.#scheduler.after(delay, { kind: "repeatedTimeout", server, timer, life });
    }
    this.world.timeout(server, timer);
  }

  #repeatTimeout(server: number, timer: Timer, life: number): void {
    if (this.#healed || this.#lives[server] !== life) return;
    this.#count("duplicatedTimeouts");
    this.world.timeout(server, timer);
  }

  // Writes

  #onPersist(server: number, write: number, records: number): void {
    const { now } = this.#scheduler;
    const done = this.#disks.drawSync(server, now);
    if (done - now > this.#plan.disks.syncMost) this.#count("slowWrites");
    const crashTime = this.#disks.drawCrash(now, done, records);
    if (crashTime !== null) this.#scheduler.at(crashTime, { kind: "crashInWrite", server, write });
    this.#scheduler.at(done, { kind: "sync", server, write, fails: this.#disks.drawFailure() });
  }

  #sync(server: number, write: number, fails: boolean): void {
    // A crash, or the failure of a write before it, may have taken it away.
    if (this.#disk(server).outstanding[0]?.id !== write) return;
    if (fails && !this.#healed) {
      this.#count("failedWrites");
      this.world.failWrite(server);
    } else {
      this.world.completeWrite(server);
    }
  }

  #crashInWrite(server: number, write: number): void {
    if (this.#healed || !this.#disk(server).outstanding.some(({ id }) => id === write)) return;
    this.#count("crashesInWrites");
    this.crash(server);
  }

  // Lives

  #onStopped(server: number): void {
    this.#count("serversStopped");
    this.#scheduleRestart(server);
  }

  #scheduleRestart(server: number): void {
    const life = this.#lives[server] as number;
    const downtime = this.#downtimes.between(1, this.#plan.crashes.downtimeMost);
    this.#scheduler.after(downtime, { kind: "restart", server, life });
  }

  /** Starts a server that is down since this life; one that refuses to go on is taken down first. */
  #restart(server: number, life: number): void {
    const { world } = this;
    if (this.#lives[server] !== life) return;
    if (world.isUp(server)) {
      if (world.state(server).role !== "stopped") return;
      this.crash(server);
    }
    this.#count("restarts");
    world.start(server);
  }

  #disk(server: number): SimulatedDisk {
    return this.world.disks[server] as SimulatedDisk;
  }

  #count(name: WitnessName): void {
    this.#witnesses[name] += 1;
  }
}
