import { closeSync, openSync, readSync } from "node:fs";
import { type TraceResult, tracesOfLines } from "../parse-trace.js";

/** Bytes read at a time. */
const CHUNK_LENGTH = 256 * 1024;
const NEWLINE = 0x0a;

/**
 * Reads a trace file piece by piece, and yields its traces one after another: memory holds one trace, not
 * the file. Errors come last; a file that cannot be read is one of them (line 0).
 */
export function* readTraces(path: string): Generator<TraceResult> {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, "r");
    yield* tracesOfLines(linesOf(descriptor), path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    yield { errors: [{ file: path, line: 0, field: "", message: `cannot be read (${code})` }] };
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** The lines of an open file, each with its newline. They are cut as bytes, so that no character is torn. */
function* linesOf(descriptor: number): Generator<string> {
  let rest: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK_LENGTH);
    const length = readSync(descriptor, chunk, 0, CHUNK_LENGTH, null);
    if (length === 0) break;
    let start = 0;
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, start);
      if (newline < 0 || newline >= length) break;
      rest.push(chunk.subarray(start, newline + 1));
      yield Buffer.concat(rest).toString("utf8");
      rest = [];
      start = newline + 1;
    }
    if (start < length) rest.push(chunk.subarray(start, length));
  }
  if (rest.length > 0) yield Buffer.concat(rest).toString("utf8");
}
