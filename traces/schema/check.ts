import type { OperationLine, RunDocument, TraceLine } from "../format/index.js";
import { type Problem, problemOf } from "./problem.js";
import { history, run, trace, type ValidationError, type Validator } from "./validate.generated.js";

/** A value that has the form it should have, or the one thing that is wrong with it. */
export type Checked<T> = { readonly value: T; readonly problem: null } | { readonly problem: Problem };

/** Is this a line of a trace, by form alone? The value is not copied. */
export function checkTraceLine(value: unknown): Checked<TraceLine> {
  return check<TraceLine>(trace, value);
}

/** Is this a line of a client history, by form alone? */
export function checkOperationLine(value: unknown): Checked<OperationLine> {
  return check<OperationLine>(history, value);
}

/** Is this the `run.json` of a run folder? */
export function checkRunDocument(value: unknown): Checked<RunDocument> {
  return check<RunDocument>(run, value);
}

function check<T>(validator: Validator, value: unknown): Checked<T> {
  if (validator(value)) return { value: value as T, problem: null };
  const [error] = validator.errors as readonly [ValidationError];
  return { problem: problemOf(error, value) };
}
