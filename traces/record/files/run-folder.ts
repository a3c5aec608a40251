import { mkdirSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { HeaderLine, RunDocument, Trace, TraceLine } from "../../format/index.js";
import { EVENT_LINE_HEADING, eventLine } from "../event-line.js";
import { linesOfTrace } from "../print-line.js";
import { AtomicFile, temporaryName, writeAtomically } from "./atomic-file.js";
import { recordTraceFile, type TraceFileRecorder, writeTraceFile } from "./trace-file.js";

/** `log.txt` in the making. */
export interface EventLog {
  /** Adds the line for an event; a header is preceded by the names of the columns. */
  write(line: TraceLine): void;
  /** Puts the file in its place. */
  commit(): void;
  /** Leaves no file behind. Does nothing after `commit`. */
  abandon(): void;
}

/** What a run leaves behind: `run.json`, traces, `log.txt`. All files are there wholly or not at all. */
export interface RunFolder {
  readonly path: string;
  /** Path of a file in the folder. */
  file(name: string): string;
  writeRun(document: RunDocument): void;
  writeTrace(name: string, traces: Trace | Iterable<Trace>): void;
  /** Records a run straight into a trace file of the folder. */
  recordTrace(name: string, header: HeaderLine): TraceFileRecorder;
  /** Opens `log.txt`. */
  openLog(): EventLog;
  /** Writes `log.txt` for these traces. */
  writeLog(traces: Iterable<Trace>): void;
}

/**
 * Makes `<runs>/<time>-<seed>/` and points `<runs>/latest` to it. The time is UTC, to the second; a run
 * that finds its name taken adds `-2`, `-3` …, so that runs started together do not collide.
 */
export function createRunFolder(runs: string, seed: string, started: Date): RunFolder {
  mkdirSync(runs, { recursive: true });
  const name = claimFolder(runs, `${timeName(started)}-${seed.replace(/[^\w.-]/g, "_")}`);
  pointLatest(runs, name);
  return runFolder(join(runs, name));
}

function runFolder(path: string): RunFolder {
  const file = (name: string): string => join(path, name);
  const openLog = (): EventLog => openEventLog(file("log.txt"));
  return {
    path,
    file,
    openLog,
    writeRun: (document) => writeAtomically(file("run.json"), `${JSON.stringify(document, null, 2)}\n`),
    writeTrace: (name, traces) => writeTraceFile(file(name), traces),
    recordTrace: (name, header) => recordTraceFile(file(name), header),
    writeLog(traces): void {
      const log = openLog();
      try {
        for (const trace of traces) for (const line of linesOfTrace(trace)) log.write(line);
        log.commit();
      } finally {
        log.abandon();
      }
    },
  };
}

function openEventLog(path: string): EventLog {
  const file = new AtomicFile(path);
  return {
    write(line): void {
      file.write(`${eventLine(line)}\n`);
      if (line.kind === "header") file.write(`${EVENT_LINE_HEADING}\n`);
    },
    commit: () => file.commit(),
    abandon: () => file.abandon(),
  };
}

/** "20261122T140431Z": sorts as it reads, and any file system takes it. */
function timeName(time: Date): string {
  return time.toISOString().replace(/\.\d+/, "").replaceAll(/[-:]/g, "");
}

/** Making a folder is atomic: exactly one of several processes gets a name. */
function claimFolder(runs: string, wanted: string): string {
  for (let attempt = 1; ; attempt += 1) {
    const name = attempt === 1 ? wanted : `${wanted}-${attempt}`;
    try {
      mkdirSync(join(runs, name));
      return name;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** A link cannot be replaced in place; a new one can be renamed over it. */
function pointLatest(runs: string, name: string): void {
  const latest = join(runs, "latest");
  const temporary = temporaryName(latest);
  symlinkSync(name, temporary);
  renameSync(temporary, latest);
}
