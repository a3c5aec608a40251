import { eventualCommit } from "../../spec/index.js";
import type { Side } from "../../traces/format/index.js";
import type { Mutant } from "../mutants/index.js";
import type { RunPlan } from "./job.js";

/** Is this mutant to be caught by what a healed cluster fails to do? */
export function breaksLiveness(mutant: Mutant): boolean {
  return mutant.expected === eventualCommit.name;
}

/**
 * Where to look for a mutant. On side `both` the two readings agree: the implementation runs alone, watched
 * for the named property; a property of liveness needs clocks, and a cluster that heals. Batches are small, so
 * that the time to find something is not rounded up to a batch.
 */
export function huntPlan(mutant: Mutant, side: Side, seed: string): RunPlan {
  const byProperty = side === "both";
  const timed = byProperty && breaksLiveness(mutant);
  return {
    engine: timed ? "simulation" : "soak",
    seed,
    batchSize: timed ? 1 : 40,
    histories: Number.POSITIVE_INFINITY,
    maxCommands: 60,
    needs: mutant.needs,
    mutant: { id: mutant.id, side },
    lockstep: !byProperty,
    watch: byProperty ? [mutant.expected] : null,
  };
}
