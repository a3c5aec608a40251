import type { MutantReference, Side } from "../../traces/format/index.js";
import { catalogue, findMutant } from "../mutants/index.js";
import { breaksLiveness } from "../runs/index.js";
import type { ValueParser } from "./command.js";
import { choice, didYouMean } from "./option-values.js";
import { UsageError } from "./usage-error.js";

/**
 * A mutant of the catalogue and the side it is put on: `V1:impl`. Without a side: `both`, where a
 * property can see it; `impl`, where in random histories only the comparison with the chart can.
 */
export const mutantReference: ValueParser<MutantReference> = (text, cwd) => {
  const [id = "", side, ...more] = text.split(":");
  const mutant = findMutant(id);
  if (mutant === undefined) throw new UsageError(`${noSuchMutant(id)}; lockstep mutants lists them`);
  if (side !== undefined || more.length > 0) {
    return { id, side: choice<Side>(mutant.sides)([side, ...more].join(":"), cwd) };
  }
  const byDeviation = mutant.expected === "deviation" || breaksLiveness(mutant);
  return { id, side: byDeviation ? "impl" : "both" };
};

/** What to say of a name that no mutant has. */
export function noSuchMutant(id: string): string {
  const near = didYouMean(
    id,
    catalogue.map((row) => row.id),
  );
  return `there is no mutant ${JSON.stringify(id)}${near}`;
}
