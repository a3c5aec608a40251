import type { Problem } from "../schema/index.js";

/** One thing wrong with a trace file. */
export interface TraceError {
  readonly file: string;
  /** From 1; 0 for the file as a whole. */
  readonly line: number;
  /** Dotted path within the line, such as `view.commitIndex`; empty for the line as a whole. */
  readonly field: string;
  readonly message: string;
}

/** At most so many are reported of one file. */
export const MOST_ERRORS = 20;

/** The error in one line: file, line, field, message. */
export function formatTraceError({ file, line, field, message }: TraceError): string {
  return `${file}${line === 0 ? "" : `:${line}`}: ${field === "" ? "" : `${field}: `}${message}`;
}

export function traceError(file: string, line: number, { field, message }: Problem): TraceError {
  return { file, line, field, message };
}
