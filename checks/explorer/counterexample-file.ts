import type { StateJson, Step } from "../../spec/index.js";
import { writeAtomically } from "../../traces/record/files/index.js";
import { type BrokenProperty, changesBetween, sequenceDiagram } from "./counterexample.js";
import type { MachineRequest } from "./specification-sources.js";

/** Version of the file's lines: see docs/specifications.md. */
const version = 1;

/**
 * Writes a counterexample as NDJSON: a header, the initial state, a line for each step with the states
 * before and after, and what broke.
 */
export function writeCounterexample(
  file: string,
  request: MachineRequest,
  constants: { readonly [constant: string]: number },
  initial: StateJson,
  path: readonly Step[],
  broken: BrokenProperty,
): void {
  const { spec, symmetry, mutant } = request;
  const lines = [
    { kind: "header", format: "lockstep-specification-trace", version, spec, constants, symmetry, mutant },
    { kind: "initial", state: initial },
    ...path.map(({ action, parameters, before, after, changed }, offset) => ({
      kind: "step",
      step: offset + 1,
      action,
      parameters,
      before,
      after,
      changed,
      changes: changesBetween(before, after),
    })),
    { kind: "verdict", verdict: "violated", ...broken, length: path.length },
    { kind: "diagram", mermaid: sequenceDiagram(initial, path) },
  ];
  writeAtomically(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}
