import { declaredTransitions } from "../../model/index.js";
import type { Counts, VerdictWord } from "../../traces/format/index.js";
import { addReport, type BatchReport, emptyReport } from "./batch.js";
import { controlMutants, runControl } from "./control.js";
import { type Expanse, expanses, runExhaustive } from "./exhaustive.js";
import { type Floors, floors, missedFloors, workFloors } from "./floors.js";
import type { Engine, RunPlan } from "./job.js";
import { runPaths } from "./paths-run.js";
import { everythingRight, prepareReadings } from "./readings.js";
import type { Pool } from "./worker-pool.js";

/** What a stage has done. */
export interface StageOutcome {
  readonly name: string;
  readonly purpose: string;
  readonly verdict: VerdictWord;
  readonly seconds: number;
  readonly report: BatchReport;
  /** Further counts of its own. */
  readonly counts: Counts;
}

export interface VerificationOutcome {
  readonly verdict: VerdictWord;
  readonly stages: readonly StageOutcome[];
  /** All stages on the right readings added up (the control stage, whose readings are wrong on purpose, is not). */
  readonly total: BatchReport;
  /** Why a run without findings is not green: what it did not see. */
  readonly missed: readonly string[];
}

/** Where a verification is, for a progress line. */
export interface VerificationProgress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
}

export interface Verification {
  readonly seed: string;
  readonly pool: Pool;
  /** Time of `performance.now()` at which it ends. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  onProgress(progress: VerificationProgress): void;
}

/** How much a stage on random histories does at least, and in what portions. */
export interface Share {
  readonly histories: number;
  readonly steps: number;
  readonly batchSize: number;
  readonly maxCommands: number;
}

/** How large a verification is, and what it must have seen. */
export interface Extent {
  readonly shares: { readonly [engine in Engine]: Share };
  readonly floors: Floors;
  /** What the exhaustive stage visits; nothing if left out. */
  readonly expanses?: readonly Expanse[];
  /** Searches at a time; 0 does them in this thread. */
  readonly threads?: number;
}

const fullExtent: Extent = {
  shares: {
    check: { histories: 6_000, steps: 0, batchSize: 25, maxCommands: 80 },
    soak: { histories: 4_500, steps: 700_000, batchSize: 50, maxCommands: 120 },
    simulation: { histories: 100, steps: 0, batchSize: 2, maxCommands: 0 },
  },
  floors: { ...workFloors, witnesses: floors },
  expanses,
  threads: 2,
};

const purposes: { readonly [engine in Engine]: string } = {
  check: "fast-check histories of commands named by content, chart and implementation in lockstep",
  soak: "the same commands without fast-check's overhead, longer histories, in lockstep",
  simulation: "clusters with clocks, latency and a drawn fault plan, then healed: they must commit again",
};

/** The engines in the order they run; the last one goes on until nothing is missing any more. */
const engines = ["simulation", "check", "soak"] as const;

/**
 * The main job: every engine on the built-in Raft. Stops at the first finding, when all floors are met,
 * or when time is up (each engine does one batch at least); a run that saw less than its floors is not green.
 */
export async function runVerification(
  verification: Verification,
  extent: Extent = fullExtent,
): Promise<VerificationOutcome> {
  const stages: StageOutcome[] = [];
  const total = emptyReport();
  const run = async (stage: () => Promise<StageOutcome> | StageOutcome): Promise<void> => {
    if (verification.signal.aborted || total.failures.length > 0) return;
    const outcome = await stage();
    stages.push(outcome);
    if (outcome.name !== "control") addReport(total, outcome.report);
  };
  const unvisited: string[] = [];
  if (extent.expanses !== undefined) await run(() => exhaustiveStage(verification, extent, unvisited));
  await run(() => pathsStage(verification));
  await run(() => controlStage(verification));
  for (const engine of engines) await run(() => engineStage(verification, engine, extent, total));
  const missed = [
    ...unvisited,
    ...missedFloors(total, declaredTransitions(), extent.floors),
    ...missedMutants(stages),
  ];
  return { verdict: verdictOf(stages, missed, verification), stages, total, missed };
}

function verdictOf(
  stages: readonly StageOutcome[],
  missed: readonly string[],
  { signal }: Verification,
): VerdictWord {
  if (stages.some(({ verdict }) => verdict === "violated")) return "violated";
  return missed.length > 0 || signal.aborted ? "unknown" : "held";
}

function missedMutants(stages: readonly StageOutcome[]): string[] {
  const control = stages.find(({ name }) => name === "control");
  if (control === undefined) return ["the control stage did not run"];
  const missed = controlMutants.filter(({ id }) => (control.counts[id] ?? 0) === 0);
  return missed.map(({ id, expected }) => `control: mutant ${id} was not caught by ${expected}`);
}

/** Everything within small bounds: specifications, charts and implementation, each to its last state. */
async function exhaustiveStage(
  { signal, deadline, onProgress }: Verification,
  { expanses: list = [], threads = 0 }: Extent,
  unvisited: string[],
): Promise<StageOutcome> {
  const begin = performance.now();
  const stop = (): boolean => signal.aborted || performance.now() > deadline;
  const { counts, broken, missed } = await runExhaustive(list, threads, stop, (done) =>
    onProgress({ stage: "exhaustive", done, total: list.length, unit: "specifications" }),
  );
  unvisited.push(...broken.map((line) => `exhaustive: broken ${line}`), ...missed);
  return {
    name: "exhaustive",
    purpose: "every reachable state within small bounds: specifications, charts and implementation",
    verdict: broken.length > 0 ? "violated" : missed.length > 0 ? "unknown" : "held",
    seconds: (performance.now() - begin) / 1000,
    report: emptyReport(),
    counts,
  };
}

function pathsStage({ onProgress }: Verification): StageOutcome {
  const begin = performance.now();
  onProgress({ stage: "paths", done: 0, total: 1, unit: "runs" });
  const report = runPaths(prepareReadings(everythingRight));
  return {
    name: "paths",
    purpose: "the chart's shortest paths to every transition, fed to the implementation in lockstep",
    verdict: report.failures.length > 0 ? "violated" : "held",
    seconds: (performance.now() - begin) / 1000,
    report,
    counts: { paths: report.histories },
  };
}

/** The negative control: one known bug for each property, which the oracle of that property must catch. */
async function controlStage({ onProgress, pool, signal, deadline }: Verification): Promise<StageOutcome> {
  const begin = performance.now();
  const { report, caught } = await runControl(pool, signal, deadline, (done) =>
    onProgress({ stage: "control", done, total: controlMutants.length, unit: "mutants" }),
  );
  return {
    name: "control",
    purpose: "known bugs put in on purpose, one for each property: an oracle that sleeps would miss its own",
    verdict: Object.keys(caught).length === controlMutants.length ? "held" : "unknown",
    seconds: (performance.now() - begin) / 1000,
    report,
    counts: caught,
  };
}

/** Random histories of one engine, on top of what the stages before it have seen. */
async function engineStage(
  { seed, pool, deadline, signal, onProgress }: Verification,
  engine: Engine,
  { shares, floors: least }: Extent,
  before: BatchReport,
): Promise<StageOutcome> {
  const begin = performance.now();
  const { histories, steps, batchSize, maxCommands } = shares[engine];
  const plan: RunPlan = {
    engine,
    seed,
    batchSize,
    histories: Number.POSITIVE_INFINITY,
    maxCommands,
    needs: {},
    mutant: null,
    lockstep: true,
    watch: null,
  };
  const report = emptyReport();
  const hasDoneItsShare = (): boolean => report.histories >= histories && report.steps >= steps;
  const isNothingMissing = (): boolean => {
    const sum = emptyReport();
    addReport(sum, before);
    addReport(sum, report);
    return missedFloors(sum, declaredTransitions(), least).length === 0;
  };
  await pool.run(plan, (batch) => {
    addReport(report, batch);
    onProgress({ stage: engine, done: report.histories, total: histories, unit: "histories" });
    if (report.failures.length > 0 || signal.aborted || performance.now() > deadline) return false;
    return !hasDoneItsShare() || (engine === engines.at(-1) && !isNothingMissing());
  });
  return {
    name: engine,
    purpose: purposes[engine],
    verdict: report.failures.length > 0 ? "violated" : hasDoneItsShare() ? "held" : "unknown",
    seconds: (performance.now() - begin) / 1000,
    report,
    counts: { histories: report.histories, steps: report.steps },
  };
}
