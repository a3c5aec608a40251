import { type ChartPath, chartPaths } from "../../model/index.js";
import type { Cause, CoreInput, StepEvent, Subject } from "../../traces/format/index.js";
import { createMemoryRecorder } from "../../traces/record/index.js";
import { Lockstep } from "../lockstep/index.js";
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
 * chart. They reach by construction what random histories reach by luck: every transition.
 */
export function runPaths(readings: PreparedReadings): BatchReport {
  const report = emptyReport();
  for (const path of chartPaths()) {
    const failed = runPath(path, readings, report);
    if (failed) break;
  }
  report.transitions = readings.takeTransitions();
  return report;
}

function runPath(
  { configuration, inputs }: ChartPath,
  readings: PreparedReadings,
  report: BatchReport,
): boolean {
  const { servers, options, self } = configuration;
  const server = servers.indexOf(self);
  const lockstep = readings.chart === null ? null : new Lockstep(servers, readings.chart);
  const recorder = createMemoryRecorder(
    headerFor({ servers, options, slowDisks: servers.map(() => true), profile: 0 }, null, {
      engine: "paths",
      seed: "0",
      history: report.histories,
      path: "",
      replayPath: "",
    }),
  );
  let subject: Subject | null = null;
  let step = 0;
  for (const input of inputs) {
    if (subject === null || input.kind === "start") subject = readings.impl(configuration);
    step += 1;
    const effects = subject.step(input);
    const event: StepEvent = {
      step,
      command: step,
      server,
      cause: causeOf(input),
      input,
      effects,
      ids: effects.map(() => 0),
      state: subject.state,
    };
    lockstep?.onStep(event);
    recorder.observer.onStep(event);
    if (lockstep?.finding) break;
  }
  report.histories += 1;
  report.steps += step;
  report.effectiveCommands += step;
  report.comparisons += lockstep?.comparisons ?? 0;
  report.judgedAppends += lockstep?.judgedAppends ?? 0;
  const finding = lockstep?.finding ?? null;
  if (finding !== null) {
    report.failures.push({
      finding,
      trace: recorder.finish("violated", finding),
      protocolSteps: 0,
      shrunkFrom: step,
      commands: inputs.map((input) => input.kind),
      shrinkSeconds: 0,
    });
  }
  return finding !== null;
}
