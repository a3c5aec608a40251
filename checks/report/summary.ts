import type { VerdictWord } from "../../traces/format/index.js";
import { sumOf } from "./numbers.js";
import type { PropertyReport, ReportData, TransitionReport, WitnessReport } from "./report-data.js";

/** What became of a row of the statechart's table. */
export type TransitionFate =
  /** Taken, as it may be. */
  | "taken"
  /** Could have been taken and was not. */
  | "missing"
  /** Not taken, as the protocol's own rules have it. */
  | "unreachable"
  /** Taken though the protocol's own rules never take it. */
  | "unexpected";

export function fateOf({ hits, unreachable }: TransitionReport): TransitionFate {
  if (unreachable === null) return hits > 0 ? "taken" : "missing";
  return hits > 0 ? "unexpected" : "unreachable";
}

/** A property that nobody judged is neither held nor violated. */
export function verdictOf({ judged, violations }: PropertyReport): VerdictWord {
  if (violations > 0) return "violated";
  return sumOf(Object.values(judged)) > 0 ? "held" : "unknown";
}

export function isBelowFloor({ seen, floor }: WitnessReport): boolean {
  return seen < floor;
}

/** A count of all stages together; null if none of them has it. */
export function countOverStages({ stages }: ReportData, name: string): number | null {
  const counts = stages.flatMap((stage) => stage.counts[name] ?? []);
  return counts.length === 0 ? null : sumOf(counts);
}

/** How many of the transitions that can be taken were taken. */
export function transitionTotals(transitions: readonly TransitionReport[]): {
  taken: number;
  reachable: number;
} {
  const fates = transitions.map(fateOf);
  const taken = fates.filter((fate) => fate === "taken").length;
  return { taken, reachable: taken + fates.filter((fate) => fate === "missing").length };
}
