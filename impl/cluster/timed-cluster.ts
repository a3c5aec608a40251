import type { ClusterObserver, Finding, ServerId, SubjectFactory } from "../../traces/format/index.js";
import { unreachable } from "./assert.js";
import { drawFaultPlan, electionTimeout, type FaultPlan, trueRate } from "./fault-plan.js";
import { healedProposalInterval, recoveryBound } from "./liveness.js";
import { drawPartition } from "./partitions.js";
import { Random } from "./random.js";
import { everyCommitIndex, RecoveryWatch } from "./recovery-watch.js";
import { Scheduler } from "./scheduler.js";
import { type Consequence, TimedWorld } from "./timed-world.js";
import { noWitnesses, type Witnesses } from "./witnesses.js";

/** What a history is made from: it depends on these alone, never on time or on other histories. */
export interface TimedHistory {
  /** Decimal seed of the run. */
  readonly seed: string;
  /** Number of the history within the run, from 0. */
  readonly history: number;
  /** Drawn from seed and history if absent. */
  readonly plan?: FaultPlan;
  readonly factory: SubjectFactory;
  /** Called in this order. What one throws ends the history. */
  readonly observers: readonly ClusterObserver[];
}

/** How a history went. All times are microseconds of virtual time. */
export interface TimedResult {
  readonly plan: FaultPlan;
  readonly steps: number;
  readonly phases: { readonly safety: PhaseLength; readonly healed: PhaseLength };
  /** Did the healed cluster commit a new command on all servers (property `eventualCommit`)? */
  readonly liveness: "held" | "violated";
  /** Null if it did. */
  readonly finding: Finding | null;
  /** Time from the healing to the recovery, or until the watch was given up. */
  readonly recoveredAfter: number;
  /** Time from the healing in which it had to recover. */
  readonly bound: number;
  /** Highest commit index of any server. */
  readonly commits: number;
  readonly witnesses: Witnesses;
}

export interface PhaseLength {
  readonly time: number;
  readonly steps: number;
}

/** Runs one history: a safety phase under the plan's faults, then a healed phase that must recover. */
export function runTimedHistory(history: TimedHistory): TimedResult {
  return new TimedRun(history).run();
}

/** The safety phase ends early after so many steps: a storm of messages shows nothing new. */
const safetySteps = 20_000;

/** What the driver does of its own accord. */
type Occasion = { readonly kind: OccasionKind };

type OccasionKind = "crash" | "partition" | "mending" | "proposal" | "freshProposal";

/** Drives a timed world: the client, the plan's crashes and partitions, the two phases. */
class TimedRun {
  readonly #plan: FaultPlan;
  readonly #scheduler = new Scheduler<Consequence | Occasion>();
  readonly #watch = new RecoveryWatch();
  readonly #witnesses = noWitnesses();
  readonly #timed: TimedWorld;
  readonly #crashes: Random;
  readonly #partitions: Random;
  readonly #client: Random;

  constructor({ seed, history, plan, factory, observers }: TimedHistory) {
    const random = Random.ofHistory(seed, history);
    this.#plan = plan ?? drawFaultPlan(random.fork("plan"));
    this.#crashes = random.fork("crashes");
    this.#partitions = random.fork("partitions");
    this.#client = random.fork("client");
    const watchers = [this.#watch, ...observers];
    this.#timed = new TimedWorld(this.#plan, random, this.#scheduler, this.#witnesses, factory, watchers);
  }

  run(): TimedResult {
    const { world } = this.#timed;
    this.#begin();
    this.#runUntil(this.#plan.duration, safetySteps);
    const safety: PhaseLength = { time: this.#scheduler.now, steps: world.steps };
    const longestLog = Math.max(...world.disks.map((disk) => disk.entries.length + disk.unsyncedRecords()));
    const bound = recoveryBound(world.size, this.#plan.clocks.heartbeat, longestLog);
    const time = settlingTime(this.#plan) + bound.total;
    // What is still due from the safety phase takes a step each.
    const steps = bound.steps + this.#scheduler.pending;
    this.#heal();
    this.#runUntil(safety.time + time, safety.steps + steps);
    return this.#result(safety, time);
  }

  #begin(): void {
    const { servers, crashes, partitions, client, clocks } = this.#plan;
    for (let server = 0; server < servers; server++) this.#timed.world.start(server);
    if (crashes.intervalMost > 0) this.#schedule("crash", this.#crashes, crashes.intervalMost);
    if (partitions.kinds.length > 0) this.#schedule("partition", this.#partitions, partitions.intervalMost);
    this.#schedule("proposal", this.#client, client.intervalMost);
    this.#witnesses.clocksSkewed = clocks.rates.filter((rate) => rate !== trueRate).length;
  }

  /** Lets happen what is due until then, or until so many steps were done, or the cluster recovered. */
  #runUntil(time: number, steps: number): void {
    const scheduler = this.#scheduler;
    const { world } = this.#timed;
    while (scheduler.nextTime <= time && world.steps < steps && !this.#watch.recovered) {
      this.#happen(scheduler.next());
    }
    if (scheduler.nextTime > time) scheduler.now = time;
  }

  #happen(happening: Consequence | Occasion): void {
    switch (happening.kind) {
      case "crash":
        this.#crashSome();
        return;
      case "partition":
        this.#cutOff();
        return;
      case "mending":
        this.#mend();
        return;
      case "proposal":
        this.#propose();
        return;
      case "freshProposal":
        this.#proposeFresh();
        return;
      case "arrival":
      case "loss":
      case "duplication":
      case "timeout":
      case "repeatedTimeout":
      case "sync":
      case "crashInWrite":
      case "restart":
        this.#timed.happen(happening);
        return;
    }
    unreachable(happening);
  }

  #schedule(kind: OccasionKind, random: Random, most: number): void {
    this.#scheduler.after(random.between(1, most), { kind });
  }

  // Safety phase

  #crashSome(): void {
    if (this.#watch.hasBegun) return;
    const random = this.#crashes;
    const { powerFailurePerMille, intervalMost } = this.#plan.crashes;
    const target = this.#drawTarget(random);
    const takesAll = random.chance(powerFailurePerMille);
    if (takesAll) this.#witnesses.powerFailures += 1;
    for (let server = 0; server < this.#plan.servers; server++) {
      if ((takesAll || server === target) && this.#timed.world.isUp(server)) this.#timed.crash(server);
    }
    this.#schedule("crash", random, intervalMost);
  }

  #cutOff(): void {
    if (this.#watch.hasBegun) return;
    const random = this.#partitions;
    const { kinds, durationMost } = this.#plan.partitions;
    const partition = drawPartition(random, this.#plan.servers, kinds, this.#drawTarget(random));
    this.#timed.cutOff(partition);
    this.#witnesses[partitionWitnesses[partition.kind]] += 1;
    this.#schedule("mending", random, durationMost);
  }

  #mend(): void {
    if (this.#watch.hasBegun) return;
    this.#timed.mend();
    this.#schedule("partition", this.#partitions, this.#plan.partitions.intervalMost);
  }

  #propose(): void {
    if (this.#watch.hasBegun) return;
    const random = this.#client;
    const { world } = this.#timed;
    const { intervalMost, bytesMost, strayPerMille } = this.#plan.client;
    const anyone = random.below(world.size);
    const server = random.chance(strayPerMille) ? anyone : (this.#timed.findLeader() ?? anyone);
    const length = random.between(0, bytesMost);
    const command = String(world.proposals + 1)
      .padEnd(length, ".")
      .slice(0, length);
    if (world.isUp(server)) world.propose(server, command);
    this.#schedule("proposal", random, intervalMost);
  }

  /** Whom the next fault hits: any server, or a leader if the faults are aimed and there is one. */
  #drawTarget(random: Random): number {
    const anyone = random.below(this.#plan.servers);
    const isAimed = random.chance(this.#plan.aimAtLeaderPerMille);
    return isAimed ? (this.#timed.findLeader() ?? anyone) : anyone;
  }

  // Healed phase

  #heal(): void {
    this.#timed.heal();
    this.#watch.begin(this.#timed.world);
    this.#proposeFresh();
  }

  /**
   * The command is empty: without noop a leader whose log ends in a full tail of older terms can commit
   * only behind an entry of its own, and an empty one is all that it accepts.
   */
  #proposeFresh(): void {
    const leader = this.#timed.findLeader();
    if (leader !== null) this.#timed.world.propose(leader, "");
    this.#scheduler.after(healedProposalInterval, { kind: "freshProposal" });
  }

  #result(safety: PhaseLength, bound: number): TimedResult {
    const { world } = this.#timed;
    const recoveredAfter = this.#scheduler.now - safety.time;
    const commits = Math.max(...everyCommitIndex(world));
    this.#witnesses.proposals = world.proposals;
    this.#witnesses.entriesCommitted = commits;
    const { recovered } = this.#watch;
    return {
      plan: this.#plan,
      steps: world.steps,
      phases: { safety, healed: { time: recoveredAfter, steps: world.steps - safety.steps } },
      liveness: recovered ? "held" : "violated",
      finding: recovered ? null : this.#describeFailure(recoveredAfter),
      recoveredAfter,
      bound,
      commits,
      witnesses: this.#witnesses,
    };
  }

  #describeFailure(after: number): Finding {
    const { world } = this.#timed;
    return {
      kind: "violation",
      property: "eventualCommit",
      step: world.steps,
      server: world.configuration.servers[this.#timed.findLeader() ?? 0] as ServerId,
      message: `${after} µs after the healing ${this.#watch.explain(world)}`,
    };
  }
}

const partitionWitnesses = {
  twoWay: "twoWayPartitions",
  oneWay: "oneWayPartitions",
  byMessage: "messagePartitions",
} as const;

/** How long, at most, what was drawn in the safety phase reaches into the healed one. */
function settlingTime({ disks, clocks }: FaultPlan): number {
  const slowestTimer = Math.ceil((2 * electionTimeout * trueRate) / Math.min(...clocks.rates));
  return Math.max(disks.syncMost, disks.slowMost, slowestTimer);
}
