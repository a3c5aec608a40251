import type { Finding, HeaderLine, Trace, VerdictWord } from "../../format/index.js";
import { linesOfTrace, printLine } from "../print-line.js";
import { createRecorder, type Recorder } from "../recorder.js";
import { AtomicFile } from "./atomic-file.js";

/** A trace file in the making. */
export interface TraceFile {
  /** Begins the next trace of the file; the one before must be finished. */
  begin(header: HeaderLine): Recorder;
  /** Puts the file in its place. */
  commit(): void;
  /** Leaves no file behind. Does nothing after `commit`. */
  abandon(): void;
}

/** A recorder whose trace is a file of its own. */
export interface TraceFileRecorder extends Recorder {
  /** Writes the footer and puts the file in its place. On Ctrl-C: with the verdict `unknown`. */
  finish(verdict: VerdictWord, finding: Finding | null): void;
  /** Leaves no file behind. Does nothing after `finish`. */
  abandon(): void;
}

/**
 * Opens a file for traces one after another, each written while it is recorded, with bounded memory.
 * Until `commit` there is nothing under `path`.
 */
export function openTraceFile(path: string): TraceFile {
  const file = new AtomicFile(path);
  return {
    begin: (header) => createRecorder(header, (line) => file.write(`${line}\n`)),
    commit: () => file.commit(),
    abandon: () => file.abandon(),
  };
}

/** Records one run straight into a file. */
export function recordTraceFile(path: string, header: HeaderLine): TraceFileRecorder {
  const file = openTraceFile(path);
  const recorder = file.begin(header);
  return {
    onStep: (event) => recorder.onStep(event),
    onCrash: (server, kept, lost, command) => recorder.onCrash(server, kept, lost, command),
    onNetwork: (event, id, copy, command) => recorder.onNetwork(event, id, copy, command),
    onLink: (event, from, to, command) => recorder.onLink(event, from, to, command),
    finish(verdict, finding): void {
      recorder.finish(verdict, finding);
      file.commit();
    },
    abandon: () => file.abandon(),
  };
}

/** Writes traces one after another into a file, which is there wholly or not at all. */
export function writeTraceFile(path: string, traces: Trace | Iterable<Trace>): void {
  const file = new AtomicFile(path);
  try {
    for (const trace of "header" in traces ? [traces] : traces) {
      for (const line of linesOfTrace(trace)) file.write(`${printLine(line)}\n`);
    }
    file.commit();
  } finally {
    file.abandon();
  }
}
