import type { Side } from "../../traces/format/index.js";
import type { Mutant } from "../mutants/index.js";
import { choicesOf, runChoices, settingsOf } from "../shrink/index.js";
import type { Failure } from "./batch.js";
import { huntPlan } from "./hunt-plan.js";
import { type RunPlan, readingsOf, runJob } from "./job.js";
import type { Pool } from "./worker-pool.js";

/** How a mutant was caught on one side: medians over the seeds, the shortest counterexample. */
export interface Catch {
  readonly engine: "check";
  readonly side: Side;
  /** Property broken, or field in which the readings differ, in `failure`. */
  readonly property: string;
  readonly kind: "violation" | "deviation";
  /** Median seconds until it was found, shrinking not counted. */
  readonly seconds: number;
  /** Median server steps until it was found. */
  readonly steps: number;
  /** Median length after shrinking. */
  readonly protocolSteps: number;
  /** Shortest over the seeds. */
  readonly shortest: number;
  /** Seeds with which it was caught, and seeds tried. */
  readonly caught: number;
  readonly seeds: number;
  /** The smallest of the shrunk histories that show it. */
  readonly failure: Failure;
}

/** One row of the report. */
export interface MutantResult {
  readonly mutant: Mutant;
  readonly caughtBy: readonly Catch[];
  /** Sides on which it was tried and not caught with every seed. */
  readonly missedOn: readonly Side[];
}

export interface MutantRun {
  readonly sides: readonly Side[];
  /** Number of seeds: 1 to this. */
  readonly seeds: number;
  readonly signal: AbortSignal;
}

/** Seconds after which the search for a mutant is given up, by class. */
const patience = { 0: 30, 1: 20, 2: 60, 3: 300 } as const;

/** Seconds after which a declared equivalent is believed: it has withstood some 100,000 steps then. */
const equivalentPatience = 3;

function patienceWith(mutant: Mutant): number {
  return mutant.equivalent === null ? patience[mutant.class] : equivalentPatience;
}

/** Sides on which this mutant is to be tried. */
function sidesOf(mutant: Mutant, wanted: readonly Side[]): Side[] {
  return mutant.sides.filter(
    (side) => wanted.includes(side) && (side !== "both" || mutant.expected !== "deviation"),
  );
}

/** Tries one mutant on each side, with each seed. */
export async function runMutant(mutant: Mutant, run: MutantRun, pool: Pool): Promise<MutantResult> {
  const caughtBy: Catch[] = [];
  const missedOn: Side[] = [];
  for (const side of sidesOf(mutant, run.sides)) {
    const finds: Find[] = [];
    for (let seed = 1; seed <= run.seeds && !run.signal.aborted; seed += 1) {
      const find = await hunt(mutant, side, String(seed), run.signal, pool);
      if (find !== null) finds.push(find);
    }
    if (finds.length < run.seeds) missedOn.push(side);
    if (finds.length > 0) caughtBy.push(summary(side, finds, run.seeds));
  }
  return { mutant, caughtBy, missedOn };
}

/** What one seed found. */
interface Find {
  readonly failure: Failure;
  readonly seconds: number;
  readonly steps: number;
}

/**
 * Random histories until the mutant shows; null if patience ends first. On side `both` the implementation
 * runs alone, watched for the named property; the counterexample is then run with the charts, which must
 * agree all the way, or the search goes on.
 */
async function hunt(
  mutant: Mutant,
  side: Side,
  seed: string,
  signal: AbortSignal,
  pool: Pool,
): Promise<Find | null> {
  const plan = huntPlan(mutant, side, seed);
  const begin = performance.now();
  const elapsed = (): number => (performance.now() - begin) / 1000;
  let steps = 0;
  const finds: Find[] = [];
  await pool.run(plan, (report) => {
    steps += report.steps;
    for (const failure of report.failures) {
      if (side === "both" && !agree(plan, failure)) continue;
      finds.push({ failure, seconds: elapsed() - failure.shrinkSeconds, steps });
    }
    return finds.length === 0 && elapsed() < patienceWith(mutant) && !signal.aborted;
  });
  return finds[0] ?? null;
}

/** Do the mutated charts agree with the mutated implementation up to the failing step? */
function agree(plan: RunPlan, { trace, finding }: Failure): boolean {
  if (plan.engine === "simulation") {
    const [failure] = runJob({
      plan: { ...plan, lockstep: true },
      batch: trace.header.origin.history,
    }).failures;
    return failure?.finding.kind === "violation" && failure.finding.property === finding.property;
  }
  const readings = readingsOf({ ...plan, lockstep: true });
  const run = runChoices({ settings: settingsOf(trace), choices: choicesOf(trace) }, readings);
  return run.finding?.kind === "violation" && run.finding.property === finding.property;
}

/** Median; of two in the middle, the lower one. */
const median = (numbers: readonly number[]): number =>
  [...numbers].sort((left, right) => left - right)[Math.floor((numbers.length - 1) / 2)] as number;

/** Protocol steps first, then the number of choices. */
const smaller = (left: Failure, right: Failure): Failure =>
  (right.protocolSteps - left.protocolSteps || right.commands.length - left.commands.length) < 0
    ? right
    : left;

function summary(side: Side, finds: readonly Find[], seeds: number): Catch {
  const failure = finds.map((find) => find.failure).reduce(smaller);
  return {
    engine: "check",
    side,
    kind: failure.finding.kind,
    property: failure.finding.property,
    seconds: median(finds.map(({ seconds }) => seconds)),
    steps: median(finds.map(({ steps }) => steps)),
    protocolSteps: median(finds.map((find) => find.failure.protocolSteps)),
    shortest: failure.protocolSteps,
    caught: finds.length,
    seeds,
    failure,
  };
}
