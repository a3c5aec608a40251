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

/** The mutant with this id, or undefined: for ids that a person or a file gave. */
export function findMutant(id: string): Mutant | undefined {
  return catalogue.find((row) => row.id === id);
}

/** The mutant with this id. Throws if there is none: for ids from the program itself. */
export function mutantOf(id: string): Mutant {
  const row = findMutant(id);
  if (row === undefined) throw new Error(`there is no mutant ${id}`);
  return row;
}
