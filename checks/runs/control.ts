import { eventualCommit, type LivenessProperty, type PropertyName, propertyNames } from "../../spec/index.js";
import type { Counts } from "../../traces/format/index.js";
import { type Mutant, mutantOf } from "../mutants/index.js";
import { addReport, type BatchReport, emptyReport } from "./batch.js";
import { huntPlan } from "./hunt-plan.js";
import type { Pool } from "./worker-pool.js";

/** For each property a mutant that breaks it soon. */
const controls: { readonly [property in PropertyName | LivenessProperty["name"]]: string } = {
  electionSafety: "V6",
  leaderAppendOnly: "X16",
  logMatching: "M34",
  leaderCompleteness: "V1",
  stateMachineSafety: "R4",
  oneVotePerTerm: "V8",
  monotonicTerm: "V10",
  commitMonotonic: "R5",
  matchMonotonic: "R13",
  committedNeverTruncated: "X9",
  committedOnMajority: "R2",
  durableBeforeReply: "D1",
  quorumOfDistinctVoters: "V17",
  eventualCommit: "M27",
};

/** The control mutants, in the order of their properties. */
export const controlMutants: readonly Mutant[] = [...propertyNames, eventualCommit.name].map((name) =>
  mutantOf(controls[name]),
);

/** Seconds after which a control mutant counts as missed. */
const patience = 20;

/** What the control did, and which mutants were caught: 1 for each, by id. */
export interface ControlResult {
  readonly report: BatchReport;
  readonly caught: Counts;
}

/**
 * Puts each control mutant on both sides and waits for its property to break. Violations are what is
 * wanted here: they are counted, not reported as failures. `deadline` is a time of `performance.now()`.
 */
export async function runControl(
  pool: Pool,
  signal: AbortSignal,
  deadline: number,
  onMutant: (done: number) => void,
): Promise<ControlResult> {
  const report = emptyReport();
  const caught: { [id: string]: number } = {};
  for (const [done, mutant] of controlMutants.entries()) {
    onMutant(done);
    const plan = huntPlan(mutant, "both", "control");
    const end = Math.min(deadline, performance.now() + patience * 1000);
    await pool.run(plan, (batch) => {
      addReport(report, { ...batch, failures: [] });
      if (batch.failures.length > 0) caught[mutant.id] = 1;
      return batch.failures.length === 0 && performance.now() < end && !signal.aborted;
    });
  }
  return { report, caught };
}
