import type { Side } from "../../traces/format/index.js";
import type { Mutant } from "../mutants/index.js";
import { choicesOf, runChoices, settingsOf } from "../shrink/index.js";
import type { Failure } from "./batch.js";
import { type RunPlan, readingsOf } from "./job.js";
import type { Pool } from "./worker-pool.js";

/** How a mutant was caught on one side: medians over the seeds, the shortest counterexample. */
export interface Catch {
  readonly engine: "check";
  readonly side: Side;
  /** Property broken, or field in which the readings differ; for several seeds the most frequent. */
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
  /** A shrunk history that shows it. */
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

/** Batches are small, so that the time to find something is not rounded up to a batch. */
const batchSize = 40;

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
    const hunts: Hunt[] = [];
    for (let seed = 1; seed <= run.seeds && !run.signal.aborted; seed += 1) {
      const find = await hunt(mutant, side, String(seed), run.signal, pool);
      if (find !== null) hunts.push(find);
    }
    if (hunts.length < run.seeds) missedOn.push(side);
    if (hunts.length > 0) caughtBy.push(summary(side, hunts, run.seeds));
  }
  return { mutant, caughtBy, missedOn };
}

/** One find. */
interface Hunt {
  readonly failure: Failure;
  readonly seconds: number;
  readonly steps: number;
}

/**
 * Random histories until the mutant shows. On side `both` the implementation runs alone, watched for the
 * named property; the counterexample is then run with the charts, which must agree all the way.
 */
async function hunt(
  mutant: Mutant,
  side: Side,
  seed: string,
  signal: AbortSignal,
  pool: Pool,
): Promise<Hunt | null> {
  const plan: RunPlan = {
    engine: "soak",
    seed,
    batchSize,
    maxCommands: 60,
    needs: mutant.needs,
    mutant: { id: mutant.id, side },
    lockstep: side !== "both",
    watch: side === "both" ? [mutant.expected] : null,
  };
  const begin = performance.now();
  const elapsed = (): number => (performance.now() - begin) / 1000;
  let steps = 0;
  let found: Hunt | null = null;
  await pool.run(plan, (report) => {
    steps += report.steps;
    const failure = report.failures[0];
    if (failure !== undefined && found === null) {
      found = { failure, seconds: elapsed() - failure.shrinkSeconds, steps };
    }
    return found === null && elapsed() < patience[mutant.class] && !signal.aborted;
  });
  const result = found as Hunt | null;
  return result !== null && side === "both" && !agrees(plan, result.failure) ? null : result;
}

/** True if the mutated charts agree with the mutated implementation up to the failing step. */
function agrees(plan: RunPlan, { trace, finding }: Failure): boolean {
  const readings = readingsOf({ ...plan, lockstep: true });
  const run = runChoices({ settings: settingsOf(trace), choices: choicesOf(trace) }, readings);
  return run.finding?.kind === "violation" && run.finding.property === finding.property;
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((left, right) => left - right)[Math.floor((numbers.length - 1) / 2)] ?? 0;

function summary(side: Side, hunts: readonly Hunt[], seeds: number): Catch {
  const lengths = hunts.map(({ failure }) => failure.protocolSteps);
  const shortest = Math.min(...lengths);
  const example = (hunts.find(({ failure }) => failure.protocolSteps === shortest) as Hunt).failure;
  return {
    engine: "check",
    side,
    kind: example.finding.kind,
    property: example.finding.property,
    seconds: median(hunts.map((hunt) => hunt.seconds)),
    steps: median(hunts.map((hunt) => hunt.steps)),
    protocolSteps: median(lengths),
    shortest,
    caught: hunts.length,
    seeds,
    failure: example,
  };
}
