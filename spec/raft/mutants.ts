import type { Mutant } from "../machine/index.js";
import type { rules } from "./rules.js";

/** Wrong rules, each with the property that it breaks. */
export const mutants: readonly Mutant<typeof rules>[] = [
];
