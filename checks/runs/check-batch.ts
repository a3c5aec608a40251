import fc from "fast-check";
import { Random } from "../../impl/cluster/index.js";
import type { ClusterObserver, MutantReference, TraceOrigin } from "../../traces/format/index.js";
import { createMemoryRecorder } from "../../traces/record/index.js";
import {
  CommandTally,
  createRig,
  drawSettings,
  FoundError,
  type HistorySettings,
  historyArbitrary,
  setUp,
} from "../commands/index.js";
import { addTally, type BatchReport, countHistory, emptyReport, type Failure } from "./batch.js";
import { failureFrom, headerFor } from "./failure.js";
import type { PreparedReadings } from "./readings.js";

/** A batch of fast-check runs under one draw of settings. It depends on (seed, batch) and these alone. */
export interface CheckPlan {
  readonly seed: string;
  readonly batch: number;
  readonly runs: number;
  readonly maxCommands: number;
  readonly adjust: (settings: HistorySettings, random: Random) => HistorySettings;
  readonly mutant: MutantReference | null;
  /** fast-check's path and command path of one run to do again; empty to run all. */
  readonly path: string;
  readonly replayPath: string;
}

/** What a batch draws before its first run. */
export interface BatchDraw {
  readonly settings: HistorySettings;
  readonly seed: number;
}

/** Draws settings and fast-check's seed. */
export function drawBatch(plan: CheckPlan): BatchDraw {
  const random = new Random(`${plan.seed}/check/${plan.batch}`);
  const drawn = drawSettings((bound) => random.below(bound));
  return { settings: plan.adjust(drawn, random), seed: random.word() | 0 };
}

/** Runs a batch; a failure is shrunk by fast-check, then on the level of single choices. */
export function checkBatch(plan: CheckPlan, readings: PreparedReadings): BatchReport {
  const report = emptyReport();
  const { settings, seed } = drawBatch(plan);
  /** Effective commands of the history that failed first, null until one did. */
  let shrunkFrom: number | null = null;
  const property = fc.property(historyArbitrary(settings, plan.maxCommands, plan.replayPath), (commands) => {
    const tally = new CommandTally();
    const rig = createRig(settings, readings);
    try {
      fc.modelRun(() => setUp(rig, tally), commands);
    } finally {
      // From the first failure on fast-check shrinks: those runs are not part of the sample.
      if (shrunkFrom === null) {
        countHistory(report, rig, rig.world.steps);
        addTally(report, tally);
        if (rig.finding() !== null) shrunkFrom = tally.effective;
      }
    }
  });
  const { counterexample, counterexamplePath, errorInstance } = fc.check(property, {
    seed,
    numRuns: plan.runs,
    path: plan.path,
  });
  if (counterexample !== null) {
    const replayed = { ...plan, path: counterexamplePath, replayPath: replayPathOf(counterexample[0]) };
    report.failures.push(recordedFailure(replayed, readings, errorInstance, shrunkFrom ?? 0));
  }
  return report;
}

/** The command path that fast-check prints behind the commands of a counterexample. */
function replayPathOf(commands: Iterable<unknown>): string {
  return /replayPath="([^"]*)"/.exec(String(commands))?.[1] ?? "";
}

/** Does fast-check's counterexample once more, recorded, and shrinks it further. */
function recordedFailure(
  plan: CheckPlan,
  readings: PreparedReadings,
  error: unknown,
  shrunkFrom: number,
): Failure {
  if (!(error instanceof FoundError)) throw error;
  const { settings, seed } = drawBatch(plan);
  const { path, replayPath } = plan;
  const origin: TraceOrigin = { engine: "check", seed: plan.seed, history: plan.batch, path, replayPath };
  const recorder = createMemoryRecorder(headerFor(settings, plan.mutant, origin));
  runOnce(settings, seed, plan, readings, [recorder.observer]);
  return failureFrom(recorder.finish("violated", error.finding), readings, error.finding, shrunkFrom);
}

/** Runs the one history that path and replay path name. */
function runOnce(
  settings: HistorySettings,
  seed: number,
  plan: CheckPlan,
  readings: PreparedReadings,
  recorders: readonly ClusterObserver[],
): void {
  const property = fc.property(historyArbitrary(settings, plan.maxCommands, plan.replayPath), (commands) => {
    fc.modelRun(() => setUp(createRig(settings, readings, recorders), new CommandTally()), commands);
  });
  fc.check(property, { seed, numRuns: 1, path: plan.path, endOnFailure: true });
}
