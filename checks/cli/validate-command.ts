import { readTraces } from "../../traces/validate/files/index.js";
import { formatTraceError, type TraceError } from "../../traces/validate/index.js";
import { argument, type CommandContext, command, option } from "./command.js";
import { choice, inputFile } from "./option-values.js";
import { formatInteger, formatSeconds } from "./output/numbers.js";
import { verdictText } from "./output/verdict.js";
import { shownPath } from "./trace-files.js";
import { UsageError } from "./usage-error.js";

const FORMATS = ["lockstep", "etcd-raft", "ccf"] as const;

/** What a file turned out to hold. */
interface Reading {
  readonly errors: readonly TraceError[];
  readonly traces: number;
  readonly events: number;
}

export const validateCommand = command({
  name: "validate",
  summary: "checks a trace file: form, order and causality of every line",
  examples: ["lockstep validate runs/latest/trace.ndjson"],
  parameters: {
    trace: argument("<trace>", "trace file", inputFile),
    format: option("--format <NAME>", FORMATS.join(", "), choice(FORMATS), "lockstep"),
  },
  run({ trace, format }, context) {
    if (format !== "lockstep") {
      throw new UsageError(`--format: ${format} comes with a later version, this one reads lockstep`);
    }
    const began = performance.now();
    const { errors, traces, events } = readAll(trace, context);
    const seconds = (performance.now() - began) / 1000;
    const [first, ...more] = errors;
    const document = {
      verdict: first === undefined ? "held" : "unknown",
      schemaErrors: errors,
      traces,
      events,
      seconds,
      firstDisallowed: null,
    } as const;
    if (first === undefined) {
      const what = `${formatInteger(traces)} ${traces === 1 ? "trace" : "traces"}, ${formatInteger(events)} events`;
      context.report(document, () => {
        return `${verdictText("held", context.colors)}: ${what} in ${formatSeconds(seconds)}`;
      });
      return 0;
    }
    if (context.json) context.report(document, () => "");
    throw new UsageError(formatTraceError(first) + (more.length > 0 ? ` (and ${more.length} more)` : ""));
  },
});

function readAll(file: string, { environment, progress }: CommandContext): Reading {
  const name = shownPath(file, environment.cwd);
  let traces = 0;
  let events = 0;
  for (const result of readTraces(file)) {
    if ("errors" in result) {
      return { errors: result.errors.map((error) => ({ ...error, file: name })), traces, events };
    }
    traces += 1;
    events += result.trace.events.length;
    progress.show({ stage: "validate", done: events, unit: "events" });
  }
  return { errors: [], traces, events };
}
