import type { Finding, HeaderLine, MutantReference, Trace, TraceOrigin } from "../../traces/format/index.js";
import { createMemoryRecorder } from "../../traces/record/index.js";
import type { HistorySettings, Readings } from "../commands/index.js";
import {
  type Choice,
  type ChoiceHistory,
  choicesOf,
  protocolSteps,
  runChoices,
  settingsOf,
  shrink,
} from "../shrink/index.js";
import type { Failure } from "./batch.js";

/** What of its settings a trace tells. */
export type ClusterSettings = Pick<HistorySettings, "servers" | "options">;

/** The header of a trace of the core. */
export function headerFor(
  { servers, options }: ClusterSettings,
  mutant: MutantReference | null,
  origin: TraceOrigin,
): HeaderLine {
  return {
    kind: "header",
    format: "raft-lockstep-trace",
    version: 1,
    protocol: "raft",
    clusterId: "lockstep",
    servers,
    options,
    subject: "core",
    mutant,
    origin,
  };
}

/** Runs a history of choices again, recorded. */
export function recordChoices(
  history: ChoiceHistory,
  readings: Readings,
  header: HeaderLine,
): { trace: Trace; finding: Finding | null } {
  const recorder = createMemoryRecorder(header);
  const { finding } = runChoices(history, readings, [recorder.observer]);
  return { trace: recorder.finish(finding === null ? "held" : "violated", finding), finding };
}

/**
 * From the trace of a failing history to the failure that is reported: shrunk, recorded again, told in
 * words. `shrunkFrom` is the number of effective commands of the history that failed first. A history whose
 * choices alone do not bring the finding back is reported as it was.
 */
export function failureFrom(trace: Trace, readings: Readings, finding: Finding, shrunkFrom: number): Failure {
  const begin = performance.now();
  const { mutant, origin } = trace.header;
  const smallest = shrink(trace, readings, finding);
  const settings = smallest?.settings ?? settingsOf(trace);
  const recorded =
    smallest === null
      ? { trace, finding }
      : recordChoices(smallest, readings, headerFor(settings, mutant, origin));
  return {
    finding: recorded.finding ?? finding,
    trace: recorded.trace,
    protocolSteps: protocolSteps(choicesOf(recorded.trace)),
    shrunkFrom,
    commands: describeHistory(recorded.trace, settings),
    shrinkSeconds: (performance.now() - begin) / 1000,
  };
}

/** The choices of a trace in words. Writes that a fast disk completes of its own accord are none. */
export function describeHistory(trace: Trace, { servers, slowDisks }: HistorySettings): readonly string[] {
  return choicesOf(trace)
    .filter((choice) => choice.kind !== "completeWrite" || slowDisks[servers.indexOf(choice.server)] === true)
    .map(describeChoice);
}

/** A choice in words. */
export function describeChoice(choice: Choice): string {
  switch (choice.kind) {
    case "deliver": {
      const { kind, from, to, term } = choice.message;
      return `deliver ${kind} of term ${term} from ${from} to ${to}${choice.repeated ? ", again" : ""}`;
    }
    case "timeout":
      return `${choice.timer} timeout at ${choice.server}`;
    case "propose":
      return `propose "${choice.command}" at ${choice.server}`;
    case "completeWrite":
      return `sync the oldest write of ${choice.server}`;
    case "failWrite":
      return `fail the oldest write of ${choice.server}`;
    case "crash":
      return `crash ${choice.server}, keeping ${choice.kept} unsynced records`;
    case "start":
      return `start ${choice.server}`;
  }
}
