import type { ClusterObserver, Finding, Trace, VerdictWord } from "../../traces/format/index.js";
import { type ReplayResult, replay } from "../../traces/replay/index.js";
import { Lockstep } from "../lockstep/index.js";
import { createOracles } from "../oracles/index.js";
import { argument, command } from "./command.js";
import { exitCodeOf } from "./exit-code.js";
import { inputFile } from "./option-values.js";
import { formatInteger } from "./output/numbers.js";
import { verdictText } from "./output/verdict.js";
import { readingsOfTrace } from "./subject-of-trace.js";
import { shownPath, tracesOf } from "./trace-files.js";

/** What became of traces that were run again. */
export interface Replayed extends ReplayResult {
  readonly verdict: VerdictWord;
  /** What was found now: the recorded finding if it recurs, else what came first. */
  readonly finding: Finding | null;
  /** Did the recorded finding recur, at the same step? Null if none was recorded. */
  readonly reproduced: boolean | null;
}

export const replayCommand = command({
  name: "replay",
  summary: "runs a saved trace again, under charts and properties; stops at the first difference",
  examples: ["lockstep replay runs/latest/trace.ndjson"],
  parameters: { trace: argument("<trace>", "trace file", inputFile) },
  run({ trace: file }, { environment: { cwd }, colors, progress, report }) {
    const name = shownPath(file, cwd);
    let steps = 0;
    let last: Replayed | null = null;
    for (const trace of tracesOf(file, cwd)) {
      last = replayTrace(trace, name);
      steps += last.steps;
      progress.show({ stage: "replay", done: steps, unit: "steps" });
      if (last.verdict !== "held") break;
    }
    const { verdict, firstDifference, finding, reproduced } = last as Replayed;
    report({ verdict, steps, firstDifference, finding, reproduced }, () => {
      return `${verdictText(verdict, colors)}: ${formatInteger(steps)} steps, ${inWords(last as Replayed)}`;
    });
    return exitCodeOf(verdict);
  },
});

/** Runs one trace again; `file` is for the errors. */
export function replayTrace(trace: Trace, file: string): Replayed {
  const { header, footer } = trace;
  const readings = readingsOfTrace(trace, file);
  const oracles = createOracles(header.servers);
  // Charts always run beside: `readingsOfTrace` asks for them.
  const lockstep = new Lockstep(header.servers, readings.chart as NonNullable<typeof readings.chart>);
  const result = replay(trace, readings.impl, inTurn([lockstep, oracles]));
  const found = [...oracles.allFindings, ...(lockstep.finding === null ? [] : [lockstep.finding])];
  const recorded = footer.finding;
  const again = recorded === null ? undefined : found.find((finding) => isSame(finding, recorded));
  const finding = again ?? found.reduce<Finding | null>(earlier, null);
  const differs = result.firstDifference !== null;
  // A finding that the properties cannot see again (the cluster did not recover in time) is neither.
  const verdict = differs || finding !== null ? "violated" : recorded === null ? "held" : "unknown";
  return { ...result, verdict, finding, reproduced: recorded === null ? null : again !== undefined };
}

function isSame(left: Finding, right: Finding): boolean {
  return left.kind === right.kind && left.property === right.property && left.step === right.step;
}

/** Of two at one step the broken property, which stands first, says more. */
function earlier(first: Finding | null, next: Finding): Finding {
  return first === null || next.step < first.step ? next : first;
}

/** Shows everything to each of them. */
function inTurn(observers: readonly ClusterObserver[]): ClusterObserver {
  return {
    onStep(event): void {
      for (const observer of observers) observer.onStep(event);
    },
    onCrash(...crash): void {
      for (const observer of observers) observer.onCrash(...crash);
    },
    onNetwork(...network): void {
      for (const observer of observers) observer.onNetwork(...network);
    },
    onLink(...link): void {
      for (const observer of observers) observer.onLink(...link);
    },
  };
}

function inWords({ firstDifference, finding, reproduced }: Replayed): string {
  if (firstDifference !== null) {
    const { step, server, field, expected, actual } = firstDifference;
    return `first difference in step ${step} of ${server}: ${field} was ${expected}, is ${actual}`;
  }
  if (finding === null)
    return reproduced === null ? "all as recorded" : "but the recorded finding is not seen again";
  const again = reproduced === true ? ", as recorded" : "";
  return `${finding.property} in step ${finding.step} of ${finding.server}${again}: ${finding.message}`;
}
