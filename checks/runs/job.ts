import type { MutantReference } from "../../traces/format/index.js";
import { mutantOf, type Needs } from "../mutants/index.js";
import type { BatchReport } from "./batch.js";
import { checkBatch } from "./check-batch.js";
import { adjustTo } from "./needs.js";
import { type PreparedReadings, prepareReadings } from "./readings.js";
import { simulationBatch } from "./simulation-batch.js";
import { soakBatch } from "./soak-batch.js";

export type Engine = "check" | "soak" | "simulation";

/** What a run of an engine consists of, batch after batch; plain data, so that threads can be told. */
export interface RunPlan {
  readonly engine: Engine;
  readonly seed: string;
  /** Histories a batch. */
  readonly batchSize: number;
  /** Histories in all, at most; infinite where something else ends the run. */
  readonly histories: number;
  /** Commands a history, at most. */
  readonly maxCommands: number;
  /** What the settings are bent to; timed histories draw their own. */
  readonly needs: Needs;
  readonly mutant: MutantReference | null;
  /** False: the implementation alone, under the oracles. */
  readonly lockstep: boolean;
  /** Properties to watch, all if null. */
  readonly watch: readonly string[] | null;
}

/** One batch of a run. What it does depends on the plan and the batch's number alone. */
export interface Job {
  readonly plan: RunPlan;
  readonly batch: number;
}

let prepared: { key: string; readings: PreparedReadings } | null = null;

/** Readings of a plan; charts and rules are made once for all its batches. */
export function readingsOf(plan: RunPlan): PreparedReadings {
  const key = JSON.stringify([plan.mutant, plan.lockstep, plan.watch]);
  if (prepared?.key !== key) {
    const readings = prepareReadings({
      mutant: plan.mutant === null ? null : mutantOf(plan.mutant.id),
      side: plan.mutant?.side ?? "both",
      lockstep: plan.lockstep,
      watch: plan.watch,
    });
    prepared = { key, readings };
  }
  return prepared.readings;
}

/** Does one batch: histories `batch * batchSize` and up. */
export function runJob({ plan, batch }: Job): BatchReport {
  const readings = readingsOf(plan);
  const report = runEngine(plan, batch, readings);
  report.transitions = readings.takeTransitions();
  return report;
}

function runEngine(plan: RunPlan, batch: number, readings: PreparedReadings): BatchReport {
  const { seed, maxCommands, mutant } = plan;
  const first = batch * plan.batchSize;
  const count = Math.min(plan.batchSize, Math.max(0, plan.histories - first));
  const adjust = adjustTo(plan.needs);
  switch (plan.engine) {
    case "check":
      return checkBatch(
        { seed, batch, runs: count, maxCommands, adjust, mutant, path: "", replayPath: "" },
        readings,
      );
    case "soak":
      return soakBatch({ seed, first, count, maxCommands, adjust, mutant }, readings);
    case "simulation":
      return simulationBatch({ seed, first, count, mutant }, readings);
  }
}
