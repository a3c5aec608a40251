import { type ChartPath, chartPaths } from "../../model/index.js";
import type { Cause, CoreInput, Effect, StepEvent } from "../../traces/format/index.js";
import { createMemoryRecorder } from "../../traces/record/index.js";
import { type ChartFactory, Lockstep } from "../lockstep/index.js";
import { type BatchReport, emptyReport } from "./batch.js";
import { headerFor } from "./failure.js";
import type { PreparedReadings } from "./readings.js";

/** The cause of an input that nobody but the path has brought about. */
function causeOf(input: CoreInput): Cause {
  switch (input.kind) {
    case "start":
      return { kind: "life", incarnation: input.incarnation };
    case "message":
      return { kind: "message", id: input.id };
    case "timeout":
      return { kind: "timer", timer: input.timer, setAt: 0 };
    case "propose":
      return { kind: "operation", client: input.client, serial: input.serial };
    case "storageDone":
    case "storageFailed":
      return { kind: "storage", id: input.id };
  }
}

/**
 * The chart's shortest paths as test inputs: each is fed to one server of the implementation, beside a
 * chart (`readings` must have one). They reach by construction what random histories reach by luck: every
 * transition. Stops behind the first path on which the readings differ. The messages of its trace come
 * from servers that are not there.
 */
export function runPaths(readings: PreparedReadings): BatchReport {
  const report = emptyReport();
  for (const path of chartPaths()) {
    runPath(path, readings, report);
    if (report.failures.length > 0) break;
  }
  report.transitions = readings.takeTransitions();
  return report;
}

function runPath(
  { configuration, inputs }: ChartPath,
  { impl, chart }: PreparedReadings,
  report: BatchReport,
): void {
  const { servers, self } = configuration;
  const lockstep = new Lockstep(servers, chart as ChartFactory);
  const origin = { engine: "paths", seed: "0", history: report.histories, path: "", replayPath: "" };
  const recorder = createMemoryRecorder(headerFor(configuration, null, origin));
  const subject = impl(configuration);
  const nextId = { write: 1, envelope: inputs.length + 1 };
  let step = 0;
  for (const input of inputs) {
    step += 1;
    const effects = subject.step(input);
    const event: StepEvent = {
      step,
      command: step,
      server: servers.indexOf(self),
      cause: causeOf(input),
      input,
      effects,
      ids: effects.map((effect) => idOf(effect, nextId)),
      state: subject.state,
    };
    lockstep.onStep(event);
    recorder.observer.onStep(event);
    if (lockstep.finding !== null) break;
  }
  report.histories += 1;
  report.steps += step;
  report.effectiveCommands += step;
  report.comparisons += lockstep.comparisons;
  report.judgedAppends += lockstep.judgedAppends;
  const { finding } = lockstep;
  if (finding === null) return;
  report.failures.push({
    finding,
    trace: recorder.finish("violated", finding),
    protocolSteps: 0,
    shrunkFrom: step,
    commands: inputs.slice(0, step).map(describeInput),
    shrinkSeconds: 0,
  });
}

/** Writes are numbered from 1, as in the path; envelopes behind all that the path delivers. */
function idOf({ kind }: Effect, nextId: { write: number; envelope: number }): number {
  switch (kind) {
    case "persist":
      return nextId.write++;
    case "send":
      return nextId.envelope++;
    case "setTimer":
    case "apply":
    case "respond":
    case "becameRole":
    case "stopped":
      return 0;
  }
}

function describeInput(input: CoreInput): string {
  switch (input.kind) {
    case "message":
      return `deliver ${input.message.kind} of term ${input.message.term} from ${input.message.from}`;
    case "timeout":
      return `${input.timer} timeout`;
    case "start":
    case "propose":
    case "storageDone":
    case "storageFailed":
      return input.kind;
  }
}
