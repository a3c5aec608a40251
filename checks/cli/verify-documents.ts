import { declaredTransitions } from "../../model/index.js";
import { eventualCommit, properties, witnesses } from "../../spec/index.js";
import type { Counts, OperationLine, RunDocument, Trace } from "../../traces/format/index.js";
import { EVENT_LINE_HEADING, eventLine, linesOfTrace } from "../../traces/record/index.js";
import type { ReportData, WitnessReport } from "../report/index.js";
import { type BatchReport, floors, type VerificationOutcome, workFloors } from "../runs/index.js";
import type { ViolationDocument } from "./failure-files.js";

/** Stages in which every property is judged at every step. */
export const judgingStages: ReadonlySet<string> = new Set(["simulation", "check", "soak"]);

/** What a verification was asked and on what. */
export interface RunFacts {
  readonly usedSeed: string;
  readonly seconds: number;
  readonly threads: number;
  readonly time: number;
  readonly versions: { readonly [name: string]: string };
}

/** `run.json`. */
export function runDocumentOf(
  outcome: VerificationOutcome,
  { usedSeed, threads, time, versions }: RunFacts,
  failures: readonly ViolationDocument[],
): RunDocument {
  return {
    kind: "run",
    format: "raft-lockstep-run",
    version: 1,
    command: "verify",
    options: { time: `${time}ms`, workers: String(threads) },
    seed: usedSeed,
    versions,
    verdict: outcome.verdict,
    stages: outcome.stages.map(({ name, verdict, counts, seconds }) => ({
      name,
      verdict,
      counts,
      seconds: seconds.toFixed(3),
    })),
    witnesses: outcome.total.witnesses,
    failures: failures.map(({ trace }) => trace),
  };
}

/** Everything the report shows; `told` is the history it prints as an example. */
export function reportDataOf(
  outcome: VerificationOutcome,
  { usedSeed, seconds, threads, versions }: RunFacts,
  failures: readonly ViolationDocument[],
  told: Trace | null,
): ReportData {
  const { total, stages, verdict } = outcome;
  const judged = Object.fromEntries(
    stages.filter(({ name }) => judgingStages.has(name)).map(({ name, report }) => [name, report.steps]),
  );
  // Liveness is judged once a timed history, when the cluster has healed.
  const healed = { simulation: total.witnesses.recoveredAfterHealing ?? 0 };
  return {
    title: "Raft in lockstep with its statechart",
    command: `lockstep verify --seed ${usedSeed}`,
    seed: usedSeed,
    verdict,
    seconds,
    workers: threads,
    versions,
    stages: stages.map(({ name, purpose, verdict: word, seconds: took, report, counts }) => ({
      name,
      purpose,
      verdict: word,
      seconds: took,
      counts: { ...counts, ...workOf(name, report) },
    })),
    properties: [...properties, eventualCommit].map(({ name, section, statement, kind }) => ({
      name,
      section,
      statement,
      judged: kind === "eventually" ? healed : judged,
      violations: failures.filter(({ property }) => property === name).length,
    })),
    transitions: declaredTransitions().map(({ id, state, target, replaced }) => ({
      id,
      state,
      target,
      hits: total.transitions[id] ?? 0,
      unreachable: replaced,
    })),
    witnesses: [
      { name: "histories", seen: total.histories, floor: workFloors.histories },
      { name: "stepsCompared", seen: total.comparisons, floor: workFloors.comparisons },
      ...Object.entries(floors).map(([name, floor]) =>
        witnessReport(name, total.witnesses[name] ?? 0, floor),
      ),
    ],
    commandsByKind: total.commandsByKind,
    effectiveCommands: total.effectiveCommands,
    skippedCommands: total.skippedCommands,
    failures: failures.map((failure, offset) => ({
      finding: total.failures[offset]?.finding as NonNullable<(typeof total.failures)[number]>["finding"],
      trace: failure.trace.split("/").at(-1) ?? failure.trace,
      protocolSteps: failure.protocolSteps,
      shrunkFrom: failure.shrunkFrom,
      commands: failure.commands,
      replay: failure.replay.map((line) => `npx ${line}`),
    })),
    sample: told === null ? [] : [EVENT_LINE_HEADING, ...[...linesOfTrace(told)].map(eventLine)],
  };
}

/** What a stage on histories did, under the names that the report adds up. */
function workOf(stage: string, { histories, steps, comparisons }: BatchReport): Counts {
  if (stage === "exhaustive") return {};
  return stage === "control"
    ? { controlHistories: histories, controlSteps: steps }
    : { histories, steps, comparisons };
}

function witnessReport(name: string, seen: number, floor: number): WitnessReport {
  const statement = witnesses.find((witness) => witness.name === name)?.statement;
  return { name, seen, floor, ...(statement === undefined ? {} : { statement }) };
}

/** `history.ndjson`: what clients asked of the cluster, and what they were told. */
export function operationLines(trace: Trace): string {
  const lines: OperationLine[] = [];
  for (const event of trace.events) {
    if (event.kind !== "step") continue;
    const { server, input } = event;
    const common = { kind: "operation", server, operation: "write", key: "log" } as const;
    if (input.kind === "propose") {
      const { client, serial, command } = input;
      lines.push({ ...common, position: lines.length + 1, client, serial, event: "invoke", value: command });
    }
    for (const { effect } of event.effects) {
      if (effect.kind !== "respond") continue;
      const { client, serial, outcome } = effect;
      lines.push({ ...common, position: lines.length + 1, client, serial, event: outcome, value: null });
    }
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}
