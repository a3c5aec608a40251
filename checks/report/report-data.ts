import type { Counts, Finding, VerdictWord } from "../../traces/format/index.js";

/** One engine's share of a run. */
export interface StageReport {
  readonly name: string;
  /** What it does, one sentence. */
  readonly purpose: string;
  readonly verdict: VerdictWord;
  readonly seconds: number;
  readonly counts: Counts;
}

/** One property and how often each engine judged it. */
export interface PropertyReport {
  readonly name: string;
  /** Paper section. */
  readonly section: string;
  readonly statement: string;
  /** Times judged, by stage name. */
  readonly judged: Counts;
  readonly violations: number;
}

export interface TransitionReport {
  readonly id: string;
  readonly state: string;
  readonly target: string;
  readonly hits: number;
  /** Why the protocol's own rules never take it; null if they can. */
  readonly unreachable: string | null;
}

export interface WitnessReport {
  readonly name: string;
  /** What was seen, one sentence; shown under the name. */
  readonly statement?: string;
  readonly seen: number;
  /** Fewest for a green run. */
  readonly floor: number;
}

export interface FailureReport {
  readonly finding: Finding;
  /** Trace file, relative to the run folder. */
  readonly trace: string;
  readonly protocolSteps: number;
  readonly shrunkFrom: number;
  /** The shrunk history in words. */
  readonly commands: readonly string[];
  /** Command lines that run it again. */
  readonly replay: readonly string[];
}

/** Everything that the report of a run shows: plain data, made by `verify`, drawn by `renderReport`. */
export interface ReportData {
  readonly title: string;
  readonly command: string;
  readonly seed: string;
  readonly verdict: VerdictWord;
  readonly seconds: number;
  readonly workers: number;
  readonly versions: { readonly [name: string]: string };
  readonly stages: readonly StageReport[];
  readonly properties: readonly PropertyReport[];
  readonly transitions: readonly TransitionReport[];
  readonly witnesses: readonly WitnessReport[];
  readonly commandsByKind: Counts;
  readonly effectiveCommands: number;
  readonly skippedCommands: number;
  readonly failures: readonly FailureReport[];
  /** One passing history as one-line events (`eventLine`), to read what a history looks like. */
  readonly sample: readonly string[];
}
