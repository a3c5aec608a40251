import type { Trace } from "../format/index.js";
import type { TraceError } from "./trace-error.js";
import { type ReaderOptions, TraceReader } from "./trace-reader.js";

/** What a file holds: traces, or what is wrong with it, the error to mend first first. */
export type ParseResult = { readonly traces: readonly Trace[] } | { readonly errors: readonly TraceError[] };

/** A trace of a file, or, instead of the rest of them, what is wrong with it. */
export type TraceResult = { readonly trace: Trace } | { readonly errors: readonly TraceError[] };

/**
 * Reads the text of a trace file. Form (the JSON Schema), order and causality are checked; whether the
 * servers obeyed the protocol is not. `fileName` is for the errors.
 */
export function parseTrace(text: string, fileName: string, options?: ReaderOptions): ParseResult {
  const traces: Trace[] = [];
  for (const result of tracesOfLines(linesOfText(text), fileName, options)) {
    if ("errors" in result) return result;
    traces.push(result.trace);
  }
  return { traces };
}

/**
 * Reads lines (each with its newline) and yields a trace as soon as it is complete, so that memory holds
 * one at a time. Errors come last.
 */
export function* tracesOfLines(
  lines: Iterable<string>,
  fileName: string,
  options?: ReaderOptions,
): Generator<TraceResult> {
  const reader = new TraceReader(fileName, options);
  for (const line of lines) {
    const trace = reader.push(line);
    if (trace !== null) yield { trace };
  }
  reader.end();
  if (reader.errors.length > 0) yield { errors: reader.errors };
}

function* linesOfText(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline + 1;
    yield text.slice(start, end);
    start = end;
  }
}
