import path from "node:path";
import type { Trace } from "../../traces/format/index.js";
import { describeHistory, headerFor, recordChoices } from "../runs/index.js";
import { choicesOf, protocolSteps, shrink } from "../shrink/index.js";
import { argument, command, option } from "./command.js";
import { inputFile, outputFile } from "./option-values.js";
import { readingsOfTrace } from "./subject-of-trace.js";
import { saveTrace, shownPath, tracesOf } from "./trace-files.js";
import { UsageError } from "./usage-error.js";

/** A trace made smaller. */
interface Shrunk {
  readonly trace: Trace;
  readonly from: number;
  readonly to: number;
  readonly property: string;
  /** Choices before and after. */
  readonly commands: { readonly from: number; readonly to: number };
  /** The smaller history in words. */
  readonly words: readonly string[];
}

export const shrinkCommand = command({
  name: "shrink",
  summary: "minimises a failing trace",
  examples: ["lockstep shrink runs/latest/trace.ndjson --trace-out small.ndjson"],
  parameters: {
    trace: argument("<trace>", "trace file; its first failing trace is taken", inputFile),
    traceOut: option("--trace-out <FILE>", "the smaller trace (default: TRACE.shrunk.ndjson)", outputFile),
  },
  run({ trace: file, traceOut }, { environment: { cwd }, report }) {
    const target = traceOut ?? outputFile(defaultTarget(file), cwd);
    const { trace, from, to, property, commands, words } = shrinkTrace(
      firstFailing(file, cwd),
      shownPath(file, cwd),
    );
    saveTrace(target, trace, cwd);
    const saved = shownPath(target, cwd);
    report({ from, to, property, trace: saved, commands }, () =>
      [
        `${property}: ${from} → ${to} protocol steps, ${commands.from} → ${commands.to} commands, in ${saved}`,
        ...words.map((text, offset) => `${String(offset + 1).padStart(4)}  ${text}`),
      ].join("\n"),
    );
    return 0;
  },
});

/** "trace.shrunk.ndjson" beside "trace.ndjson". */
function defaultTarget(file: string): string {
  const { dir, name } = path.parse(file);
  return path.join(dir, `${name}.shrunk.ndjson`);
}

function firstFailing(file: string, cwd: string): Trace {
  for (const trace of tracesOf(file, cwd)) if (trace.footer.finding !== null) return trace;
  throw new UsageError(`${shownPath(file, cwd)}: the trace holds, there is nothing to shrink`);
}

function shrinkTrace(trace: Trace, file: string): Shrunk {
  const { header, footer } = trace;
  const wanted = footer.finding as NonNullable<typeof footer.finding>;
  const readings = readingsOfTrace(trace, file);
  const smallest = shrink(trace, readings, wanted);
  if (smallest === null) {
    throw new UsageError(`${file}: ${wanted.property} does not fail again: see lockstep replay ${file}`);
  }
  const before = choicesOf(trace);
  const { mutant, origin } = header;
  const recorded = recordChoices(smallest, readings, headerFor(smallest.settings, mutant, origin));
  return {
    trace: recorded.trace,
    from: protocolSteps(before),
    to: protocolSteps(smallest.choices),
    property: wanted.property,
    commands: { from: before.length, to: smallest.choices.length },
    words: describeHistory(recorded.trace, smallest.settings),
  };
}
