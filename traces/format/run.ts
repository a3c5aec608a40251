import type { VerdictWord } from "./trace.js";

/** A named count. */
export interface Counts {
  readonly [name: string]: number;
}

export interface StageResult {
  readonly name: string;
  readonly verdict: VerdictWord;
  readonly counts: Counts;
  /** Wall seconds, with fractions as a decimal string. */
  readonly seconds: string;
}

/** `run.json` of a run folder. */
export interface RunDocument {
  readonly kind: "run";
  readonly format: "raft-lockstep-run";
  /** @minimum 1 */
  readonly version: number;
  readonly command: string;
  readonly options: { readonly [name: string]: string };
  readonly seed: string;
  readonly versions: { readonly [name: string]: string };
  readonly verdict: VerdictWord;
  readonly stages: readonly StageResult[];
  readonly witnesses: Counts;
  readonly failures: readonly string[];
}
