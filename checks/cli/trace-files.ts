import path from "node:path";
import type { Trace } from "../../traces/format/index.js";
import { writeTraceFile } from "../../traces/record/files/index.js";
import { readTraces } from "../../traces/validate/files/index.js";
import { formatTraceError } from "../../traces/validate/index.js";
import { UsageError } from "./usage-error.js";

/** A path as a person would type it: relative below the working folder, else absolute. */
export function shownPath(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return relative === "" || relative.startsWith("..") || path.isAbsolute(relative) ? file : relative;
}

/** The traces of a file, one after another. Throws `UsageError` at the first thing wrong with the file. */
export function* tracesOf(file: string, cwd: string): Generator<Trace> {
  for (const result of readTraces(file)) {
    if ("errors" in result) {
      const [first] = result.errors;
      throw new UsageError(
        first === undefined ? file : formatTraceError({ ...first, file: shownPath(file, cwd) }),
      );
    }
    yield result.trace;
  }
}

/** Writes a trace wholly or not at all. Throws `UsageError` if the disk refuses. */
export function saveTrace(file: string, trace: Trace, cwd: string): void {
  try {
    writeTraceFile(file, trace);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageError(`${shownPath(file, cwd)} cannot be written (${code})`);
  }
}
