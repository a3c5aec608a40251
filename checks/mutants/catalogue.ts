import { durabilityMutants } from "./durability-mutants.js";
import { leaderMutants } from "./leader-mutants.js";
import { logMutants } from "./log-mutants.js";
import type { Mutant } from "./mutant.js";
import { termAndTimerMutants } from "./term-and-timer-mutants.js";
import { voteMutants } from "./vote-mutants.js";

/** Every mutant, elections first. */
export const catalogue: readonly Mutant[] = [
  ...voteMutants,
  ...termAndTimerMutants,
  ...logMutants,
  ...leaderMutants,
  ...durabilityMutants,
];

/** The mutant with this id, or undefined. */
export function findMutant(id: string): Mutant | undefined {
  return catalogue.find((row) => row.id === id);
}
