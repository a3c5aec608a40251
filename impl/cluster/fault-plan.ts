import type { ProtocolOptions } from "../../traces/format/index.js";
import type { Random } from "./random.js";
import { drawOptions } from "./swarm-options.js";

/** The minimum election timeout T in microseconds of virtual time (paper §5.2: drawn from [T, 2T)). */
export const electionTimeout = 1_000_000;

/** Times in plans are drawn in thousandths of T, so that all arithmetic is of integers. */
const thousandth = electionTimeout / 1000;

/** Real rate of a clock that is neither fast nor slow, per mille. */
export const trueRate = 1000;

/** Which messages a partition takes: both ways, one way, or one kind of message only. */
export type PartitionKind = "twoWay" | "oneWay" | "byMessage";

/** How many of the unsynced records a crash leaves: none, any prefix, all. */
export type CrashKeeps = "nothing" | "prefix" | "everything";

export interface ClientPlan {
  /** Longest time between proposals; the mean is half of it. */
  readonly intervalMost: number;
  /** Length of the longest command. */
  readonly bytesMost: number;
  /** Proposals in 1000 that go to any server rather than one that believes itself leader. */
  readonly strayPerMille: number;
}

export interface NetworkPlan {
  readonly latencyLeast: number;
  readonly latencyMost: number;
  /** False: messages of one link arrive in the order of sending. */
  readonly reorders: boolean;
  /** Messages in 1000 that take up to `spikeMost` instead. */
  readonly spikePerMille: number;
  readonly spikeMost: number;
  readonly lossPerMille: number;
  readonly duplicationPerMille: number;
}

export interface PartitionPlan {
  /** Empty: there are none. */
  readonly kinds: readonly PartitionKind[];
  /** Longest time from the end of one to the start of the next. */
  readonly intervalMost: number;
  readonly durationMost: number;
}

export interface CrashPlan {
  /** Longest time between crashes, 0 if there are none. */
  readonly intervalMost: number;
  readonly downtimeMost: number;
  readonly keeps: readonly CrashKeeps[];
  /** Writes of one record in 1000 before whose sync the server crashes; ten times as often of several. */
  readonly inWritePerMille: number;
  /** Crashes in 1000 that take all servers at once. */
  readonly powerFailurePerMille: number;
}

export interface DiskPlan {
  readonly syncMost: number;
  /** Writes in 1000 that take up to `slowMost` instead. */
  readonly slowPerMille: number;
  readonly slowMost: number;
  /** Writes in 10000 that fail. */
  readonly failurePerTenThousand: number;
}

export interface ClockPlan {
  /** How fast each server's clock runs, per mille. */
  readonly rates: readonly number[];
  /** Timeouts in 1000 that happen a second time. */
  readonly duplicatePerMille: number;
  /** Election timeouts are drawn from [T, T + spread): a narrow range splits votes (paper §9.3). */
  readonly electionSpread: number;
  readonly heartbeat: number;
}

/**
 * Everything that was drawn before a history starts. All times are microseconds of virtual time. A
 * rate or interval of 0 switches a fault off.
 */
export interface FaultPlan {
  readonly servers: number;
  readonly options: ProtocolOptions;
  /** Length of the safety phase. */
  readonly duration: number;
  /** Partitions and crashes in 1000 that are aimed at a leader. */
  readonly aimAtLeaderPerMille: number;
  readonly client: ClientPlan;
  readonly network: NetworkPlan;
  readonly partitions: PartitionPlan;
  readonly crashes: CrashPlan;
  readonly disks: DiskPlan;
  readonly clocks: ClockPlan;
}

/**
 * Draws the plan of one history. "Swarm": each fault and each option is switched on or off anew, for
 * faults hide one another (a cluster that crashes all the time never gets to truncate a log).
 */
export function drawFaultPlan(random: Random): FaultPlan {
  const servers = random.between(1, 7);
  return {
    servers,
    options: drawOptions(random.fork("options")),
    duration: random.between(8, 40) * electionTimeout,
    aimAtLeaderPerMille: switched(random, [300, 700]),
    client: {
      intervalMost: random.pick([50, 200, 1000]) * thousandth,
      bytesMost: random.pick([0, 8, 40]),
      strayPerMille: switched(random, [50, 500]),
    },
    network: drawNetworkPlan(random.fork("network")),
    partitions: drawPartitionPlan(random.fork("partitions"), servers),
    crashes: drawCrashPlan(random.fork("crashes")),
    disks: {
      syncMost: random.pick([2, 10, 50]) * thousandth,
      slowPerMille: switched(random, [10, 100]),
      slowMost: 2 * electionTimeout,
      failurePerTenThousand: switched(random, [5, 20, 100]),
    },
    clocks: drawClockPlan(random.fork("clocks"), servers),
  };
}

function drawNetworkPlan(random: Random): NetworkPlan {
  const latencyMost = random.pick([5, 20, 100, 400]) * thousandth;
  return {
    latencyLeast: Math.floor((latencyMost * random.pick([10, 50, 90])) / 100),
    latencyMost,
    reorders: random.chance(500),
    spikePerMille: switched(random, [5, 50]),
    spikeMost: 4 * electionTimeout,
    lossPerMille: switched(random, [5, 50, 250]),
    duplicationPerMille: switched(random, [10, 100]),
  };
}

function drawPartitionPlan(random: Random, servers: number): PartitionPlan {
  const all: readonly PartitionKind[] = ["twoWay", "oneWay", "byMessage"];
  const kinds = all.filter(() => random.chance(400));
  return {
    kinds: servers > 1 ? kinds : [],
    intervalMost: random.pick([1, 4, 10]) * electionTimeout,
    durationMost: random.pick([1, 4, 10]) * electionTimeout,
  };
}

function drawCrashPlan(random: Random): CrashPlan {
  const all: readonly CrashKeeps[] = ["nothing", "prefix"];
  const keeps = all.filter(() => random.chance(600));
  return {
    intervalMost: switched(random, [1, 3, 10]) * electionTimeout,
    downtimeMost: random.pick([10, 1000, 5000]) * thousandth,
    keeps: keeps.length > 0 ? keeps : ["everything"],
    inWritePerMille: switched(random, [5, 20]),
    powerFailurePerMille: switched(random, [50, 300]),
  };
}

function drawClockPlan(random: Random, servers: number): ClockPlan {
  const skewed = random.chance(500);
  const rates = Array.from({ length: servers }, () => (skewed ? random.between(500, 2000) : trueRate));
  return {
    rates,
    duplicatePerMille: switched(random, [10, 100]),
    electionSpread: random.pick([20, 1000, 1000]) * thousandth,
    heartbeat: random.pick([100, 250, 500]) * thousandth,
  };
}

/** 0 in half of the cases, otherwise one of the levels. */
function switched(random: Random, levels: readonly number[]): number {
  return random.chance(500) ? random.pick(levels) : 0;
}

/** The plan as one block of text, a line a subject. Times are given in election timeouts T. */
export function describeFaultPlan(plan: FaultPlan): string {
  const { options, client, network, partitions, crashes, disks, clocks } = plan;
  const lines = [
    `cluster     ${plan.servers} servers, safety phase ${inTimeouts(plan.duration)}`,
    `options     ${settings(options)}`,
    `client      every ≤ ${inTimeouts(client.intervalMost)}, ≤ ${client.bytesMost} bytes, ` +
      `to any server ${client.strayPerMille}‰`,
    `network     latency ${inTimeouts(network.latencyLeast)}–${inTimeouts(network.latencyMost)}, ` +
      `${network.reorders ? "reorders" : "keeps order"}, spikes ${network.spikePerMille}‰, ` +
      `loss ${network.lossPerMille}‰, duplication ${network.duplicationPerMille}‰`,
    partitions.kinds.length === 0
      ? "partitions  none"
      : `partitions  ${partitions.kinds.join(" ")}, every ≤ ${inTimeouts(partitions.intervalMost)} ` +
        `for ≤ ${inTimeouts(partitions.durationMost)}`,
    `crashes     ${crashes.intervalMost === 0 ? "" : `every ≤ ${inTimeouts(crashes.intervalMost)}, `}` +
      `in writes ${crashes.inWritePerMille}‰, of all servers ${crashes.powerFailurePerMille}‰, ` +
      `down ≤ ${inTimeouts(crashes.downtimeMost)}, unsynced tail keeps ${crashes.keeps.join(" or ")}`,
    `aim         at a leader ${plan.aimAtLeaderPerMille}‰`,
    `disks       sync ≤ ${inTimeouts(disks.syncMost)}, slow ${disks.slowPerMille}‰, ` +
      `failing ${disks.failurePerTenThousand}‱`,
    `clocks      rates ${clocks.rates.join(" ")} ‰, duplicated timeouts ${clocks.duplicatePerMille}‰, ` +
      `election spread ${inTimeouts(clocks.electionSpread)}, heartbeat ${inTimeouts(clocks.heartbeat)}`,
  ];
  return lines.join("\n");
}

function settings(options: ProtocolOptions): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

/** A time as a multiple of T, cut to four places. */
function inTimeouts(time: number): string {
  return `${Math.floor((time * 10_000) / electionTimeout) / 10_000} T`;
}
