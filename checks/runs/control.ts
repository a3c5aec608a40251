import type { Counts } from "../../traces/format/index.js";
import { findMutant, type Mutant } from "../mutants/index.js";
import { addReport, type BatchReport, emptyReport } from "./batch.js";
import type { RunPlan } from "./job.js";
import type { Pool } from "./worker-pool.js";

/** One quickly found mutant for each property. */
const controlIds = ["V6", "V9", "V1", "R4", "M34", "R2", "V8", "V10", "R5", "R13", "X9", "D1", "V17", "X16"];

export const controlMutants: readonly Mutant[] = controlIds.flatMap((id) => findMutant(id) ?? []);

/** Seconds after which a control mutant counts as missed. */
const patience = 20;

/** Puts each control mutant on both sides and waits for its property. Counts are 1 for each that was caught. */
export async function runControl(
  pool: Pool,
  signal: AbortSignal,
  deadline: number,
  onDone: (done: number) => void,
): Promise<{ report: BatchReport; caught: Counts }> {
  const report = emptyReport();
  const caught: { [id: string]: number } = {};
  for (const [offset, mutant] of controlMutants.entries()) {
    onDone(offset);
    const plan: RunPlan = {
      engine: "soak",
      seed: "control",
      batchSize: 20,
      maxCommands: 60,
      needs: mutant.needs,
      mutant: { id: mutant.id, side: "both" },
      lockstep: false,
      watch: [mutant.expected],
    };
    const end = Math.min(deadline, performance.now() + patience * 1000);
    await pool.run(plan, (batch) => {
      const { failures, ...work } = batch;
      addReport(report, { ...work, failures: [] });
      if (failures.length > 0) caught[mutant.id] = 1;
      return failures.length === 0 && performance.now() < end && !signal.aborted;
    });
  }
  return { report, caught };
}
