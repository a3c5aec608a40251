import { setImmediate as nextTurn } from "node:timers/promises";
import type { Needs } from "../mutants/index.js";
import { type RunPlan, runJob } from "../runs/index.js";

/** One part: histories of some kind, for some time, on this thread. */
interface Part {
  readonly name: string;
  readonly lockstep: boolean;
  readonly needs: Needs;
  readonly maxCommands: number;
}

interface PartResult {
  readonly name: string;
  readonly steps: number;
  readonly histories: number;
  readonly stepsPerCpuSecond: number;
  readonly stepsPerSecond: number;
  /** Heap in use after each tenth of the time, in MiB: it must not grow. */
  readonly heapMiB: readonly number[];
}

/** Lengths in commands at which the cost of a step is compared: it must not grow with the history. */
const lengths = [50, 200, 800];

const parts: readonly Part[] = [
  { name: "implementation", lockstep: false, needs: {}, maxCommands: 120 },
  { name: "lockstep", lockstep: true, needs: {}, maxCommands: 120 },
  ...[1, 3, 5, 7].map((size) => ({
    name: `lockstep, ${size} servers`,
    lockstep: true,
    needs: { servers: [size] },
    maxCommands: 120,
  })),
  ...lengths.map((length) => ({
    name: `lockstep, up to ${length} commands`,
    lockstep: true,
    needs: { servers: [3] },
    maxCommands: length,
  })),
];

/** The JSON document of `lockstep bench check`. */
export interface CheckBenchmarkDocument {
  readonly name: "check";
  readonly unit: string;
  readonly ours: { readonly [part: string]: PartResult };
  /** Nothing on this machine does the same job. */
  readonly peer: null;
  readonly ratio: null;
  /** What `stepsPerCpuSecond` of the first two parts must reach. */
  readonly bars: { readonly implementation: number; readonly lockstep: number };
}

/** Steps per second with every oracle on: the implementation alone, and in lockstep; how cost grows. */
export async function runCheckBenchmark(
  seconds: number,
  signal: AbortSignal,
  onPart: (name: string) => void,
): Promise<CheckBenchmarkDocument> {
  const ours: { [part: string]: PartResult } = {};
  for (const part of parts) {
    if (signal.aborted) break;
    onPart(part.name);
    ours[part.name] = await runPart(part, seconds, signal);
  }
  return {
    name: "check",
    unit: "server steps per CPU second, one thread, all oracles on",
    ours,
    peer: null,
    ratio: null,
    bars: { implementation: 300_000, lockstep: 40_000 },
  };
}

async function runPart(part: Part, seconds: number, signal: AbortSignal): Promise<PartResult> {
  const plan: RunPlan = {
    engine: "soak",
    seed: "bench",
    batchSize: 10,
    histories: Number.POSITIVE_INFINITY,
    maxCommands: part.maxCommands,
    needs: part.needs,
    mutant: null,
    lockstep: part.lockstep,
    watch: null,
  };
  // What the engine has to compile is compiled before the clock starts.
  const warmUp = performance.now() + Math.min(1500, seconds * 500);
  let batch = 0;
  while (performance.now() < warmUp) runJob({ plan, batch: batch++ });
  const begin = performance.now();
  const cpu = process.cpuUsage();
  const heapMiB: number[] = [];
  let steps = 0;
  let histories = 0;
  while (performance.now() - begin < seconds * 1000 && !signal.aborted) {
    const report = runJob({ plan, batch: batch++ });
    steps += report.steps;
    histories += report.histories;
    if ((performance.now() - begin) / (seconds * 100) >= heapMiB.length) {
      heapMiB.push(Math.round(process.memoryUsage().heapUsed / 2 ** 20));
      await nextTurn();
    }
  }
  const { user, system } = process.cpuUsage(cpu);
  const elapsed = (performance.now() - begin) / 1000;
  return {
    name: part.name,
    steps,
    histories,
    stepsPerCpuSecond: Math.round(steps / ((user + system) / 1e6)),
    stepsPerSecond: Math.round(steps / elapsed),
    heapMiB,
  };
}
