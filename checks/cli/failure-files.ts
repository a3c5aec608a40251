import path from "node:path";
import type { MutantReference } from "../../traces/format/index.js";
import { createRunFolder, type RunFolder, writeTraceFile } from "../../traces/record/files/index.js";
import { findMutant } from "../mutants/index.js";
import type { Failure } from "../runs/index.js";

/** A failure as it stands in reports: where its trace is, and how to see it again. */
export interface ViolationDocument {
  readonly kind: "violation" | "deviation";
  readonly property: string;
  readonly step: number;
  readonly message: string;
  readonly protocolSteps: number;
  readonly shortestKnown: number | null;
  readonly commands: readonly string[];
  readonly shrunkFrom: number;
  /** Trace file, relative to the working folder. */
  readonly trace: string;
  /** Command lines that run it again: the trace, and the run that found it. */
  readonly replay: readonly string[];
}

/** Opens the folder of a run that starts now. */
export function openRunFolder(cwd: string, seed: string): RunFolder {
  return createRunFolder(path.join(cwd, "runs"), seed, new Date());
}

/** Writes a failure's trace and describes it. `options` are those of the run that its replay line must repeat. */
export function saveFailure(
  failure: Failure,
  file: string,
  cwd: string,
  mutant: MutantReference | null,
  options = "",
): ViolationDocument {
  writeTraceFile(file, failure.trace);
  const { finding, protocolSteps, commands, shrunkFrom, trace } = failure;
  const shown = path.relative(cwd, file);
  const row = mutant === null ? undefined : findMutant(mutant.id);
  return {
    kind: finding.kind,
    property: finding.property,
    step: finding.step,
    message: finding.message,
    protocolSteps,
    shortestKnown: row?.expected === finding.property ? row.shortestKnown : null,
    commands,
    shrunkFrom,
    trace: shown,
    replay: [`lockstep replay ${shown}`, ...runAgain(trace.header.origin, mutant, options)],
  };
}

/** The line that lets fast-check run its counterexample once more: seed, path and replay path. */
function runAgain(
  origin: { engine: string; seed: string; history: number; path: string; replayPath: string },
  mutant: MutantReference | null,
  options: string,
): string[] {
  if (origin.engine !== "check") return [];
  const put = mutant === null ? "" : ` --mutant ${mutant.id}:${mutant.side}`;
  return [
    `lockstep check --seed ${origin.seed} --batch ${origin.history} --path ${origin.path} --replay-path ${origin.replayPath}${options}${put}`,
  ];
}

/** A failure in words, for a terminal. */
export function violationText(violation: ViolationDocument): string {
  const { kind, property, message, protocolSteps, shrunkFrom, commands, replay, trace } = violation;
  return [
    `${kind} of ${property}: ${message}`,
    `  shrunk from ${shrunkFrom} commands to ${commands.length} choices, ${protocolSteps} protocol steps:`,
    ...commands.map((text, offset) => `  ${String(offset + 1).padStart(4)}  ${text}`),
    `  trace:  ${trace}`,
    ...replay.map((line) => `  again:  npx ${line}`),
  ].join("\n");
}
