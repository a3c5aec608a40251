import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import type { TraceFile } from "../../traces/record/files/index.js";
import { CommandTally, createRig, FoundError, historyArbitrary, setUp } from "../commands/index.js";
import { addTally, type BatchReport, countHistory, emptyReport } from "./batch.js";
import { type CheckPlan, checkBatch, drawBatch } from "./check-batch.js";
import { headerFor } from "./failure.js";
import type { RunPlan } from "./job.js";
import { adjustTo } from "./needs.js";
import type { PreparedReadings } from "./readings.js";

/** When a recorded run ends: at whichever comes first. */
export interface RunLimits {
  readonly runs: number;
  readonly steps: number;
  readonly milliseconds: number;
}

/**
 * The batches of a run one after another in this thread, each history written to a trace file as it goes.
 * With equal plans and limits of runs or steps two files are equal to the byte.
 */
export async function recordHistories(
  plan: RunPlan,
  readings: PreparedReadings,
  target: TraceFile,
  limits: RunLimits,
  signal: AbortSignal,
  onProgress: (report: BatchReport) => void,
): Promise<BatchReport> {
  const begin = performance.now();
  const report = emptyReport();
  const goesOn = (): boolean =>
    report.failures.length === 0 &&
    report.histories < limits.runs &&
    report.steps < limits.steps &&
    performance.now() - begin < limits.milliseconds &&
    !signal.aborted;
  for (let batch = 0; goesOn(); batch += 1) {
    const { seed, batchSize, maxCommands, mutant } = plan;
    const adjust = adjustTo(plan.needs);
    recordBatch(
      { seed, batch, runs: batchSize, maxCommands, adjust, mutant, path: "", replayPath: "" },
      readings,
      target,
      report,
      goesOn,
    );
    onProgress(report);
    await nextTurn();
  }
  report.transitions = readings.takeTransitions();
  return report;
}

/** One batch, recorded. A failure is left to `checkBatch`, which finds it again by the same draws, and shrinks it. */
function recordBatch(
  plan: CheckPlan,
  readings: PreparedReadings,
  target: TraceFile,
  report: BatchReport,
  goesOn: () => boolean,
): void {
  const { settings, seed } = drawBatch(plan);
  const origin = { engine: "check", seed: plan.seed, history: plan.batch, path: "", replayPath: "" };
  const property = fc.property(historyArbitrary(settings, plan.maxCommands), (commands) => {
    if (!goesOn()) return;
    const tally = new CommandTally();
    const recorder = target.begin(headerFor(settings, plan.mutant, origin));
    const rig = createRig(settings, readings, [recorder]);
    try {
      fc.modelRun(() => setUp(rig, tally), commands);
    } finally {
      countHistory(report, rig, rig.world.steps);
      addTally(report, tally);
    }
    recorder.finish("held", null);
  });
  const details = fc.check(property, { seed, numRuns: plan.runs, endOnFailure: true });
  if (!details.failed) return;
  if (!(details.errorInstance instanceof FoundError)) throw details.errorInstance;
  report.failures.push(...checkBatch(plan, readings).failures);
}
