import type { Counts, Finding, Trace } from "../../traces/format/index.js";
import type { CommandTally, Judges } from "../commands/index.js";

/** A failure as an engine hands it on: small enough to send between threads, complete enough to save. */
export interface Failure {
  readonly finding: Finding;
  /** The shrunk history, recorded up to the failing step. */
  readonly trace: Trace;
  /** Length of the shrunk history in protocol steps. */
  readonly protocolSteps: number;
  /** Effective commands of the history that failed first; in timed histories, which have none, its steps. */
  readonly shrunkFrom: number;
  /** The shrunk history in words, a line a choice. */
  readonly commands: readonly string[];
  /** Wall seconds that shrinking took: not part of the time to find it. */
  readonly shrinkSeconds: number;
}

/** What one batch of histories did. Reports of batches can be added up. */
export interface BatchReport {
  histories: number;
  steps: number;
  /** Steps at which chart and implementation were compared. */
  comparisons: number;
  judgedAppends: number;
  effectiveCommands: number;
  skippedCommands: number;
  commandsByKind: Counts;
  witnesses: Counts;
  transitions: Counts;
  failures: Failure[];
}

export function emptyReport(): BatchReport {
  return {
    histories: 0,
    steps: 0,
    comparisons: 0,
    judgedAppends: 0,
    effectiveCommands: 0,
    skippedCommands: 0,
    commandsByKind: {},
    witnesses: {},
    transitions: {},
    failures: [],
  };
}

/** Sum of two tables of counts. */
export function addCounts(left: Counts, right: Counts): Counts {
  const sum: { [name: string]: number } = { ...left };
  for (const [name, count] of Object.entries(right)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** Adds `more` to `total`. */
export function addReport(total: BatchReport, more: BatchReport): void {
  total.histories += more.histories;
  total.steps += more.steps;
  total.comparisons += more.comparisons;
  total.judgedAppends += more.judgedAppends;
  total.effectiveCommands += more.effectiveCommands;
  total.skippedCommands += more.skippedCommands;
  total.commandsByKind = addCounts(total.commandsByKind, more.commandsByKind);
  total.witnesses = addCounts(total.witnesses, more.witnesses);
  total.transitions = addCounts(total.transitions, more.transitions);
  total.failures.push(...more.failures);
}

/** Adds one history that was judged. */
export function countHistory(total: BatchReport, { oracles, lockstep }: Judges, steps: number): void {
  total.histories += 1;
  total.steps += steps;
  total.comparisons += lockstep?.comparisons ?? 0;
  total.judgedAppends += lockstep?.judgedAppends ?? 0;
  total.witnesses = addCounts(total.witnesses, oracles.witnesses);
}

/** Adds the commands of a history. */
export function addTally(total: BatchReport, tally: CommandTally): void {
  total.effectiveCommands += tally.effective;
  total.skippedCommands += tally.skipped;
  total.commandsByKind = addCounts(total.commandsByKind, tally.byKind as Counts);
}
