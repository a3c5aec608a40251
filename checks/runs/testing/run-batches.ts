import type { Side } from "../../../traces/format/index.js";
import type { Mutant } from "../../mutants/index.js";
import type { BatchReport, Failure } from "../batch.js";
import { type RunPlan, runJob } from "../job.js";

/** A run of soak histories on the right readings; what is given changes it. */
export function soakPlan(given: Partial<RunPlan> = {}): RunPlan {
  return {
    engine: "soak",
    seed: "1",
    batchSize: 20,
    histories: Number.POSITIVE_INFINITY,
    maxCommands: 60,
    needs: {},
    mutant: null,
    lockstep: true,
    watch: null,
    ...given,
  };
}

/** The plan with a mutant, with what it needs, put on a side. */
export function withMutant(plan: RunPlan, { id, needs }: Mutant, side: Side): RunPlan {
  return { ...plan, needs, mutant: { id, side } };
}

/** The first failure of a run, within so many batches; null if there is none. */
export function firstFailure(plan: RunPlan, batches: number): Failure | null {
  for (let batch = 0; batch < batches; batch += 1) {
    const [failure] = runJob({ plan, batch }).failures;
    if (failure !== undefined) return failure;
  }
  return null;
}

/** A report without what a clock measured. */
export function timeless(report: BatchReport): object {
  return { ...report, failures: report.failures.map((failure) => ({ ...failure, shrinkSeconds: 0 })) };
}
