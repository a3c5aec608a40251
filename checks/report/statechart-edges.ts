import { sumOf } from "./numbers.js";
import type { TransitionReport } from "./report-data.js";
import { fateOf } from "./summary.js";

/** All transitions between the same two states. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly hits: number;
  /** `idle`: could have been taken and never was. */
  readonly look: "taken" | "idle" | "unexpected";
}

/** The edges between different states. Left out is what only a replaced rule could take and nothing took. */
export function edgesOf(transitions: readonly TransitionReport[]): readonly Edge[] {
  const groups = new Map<string, TransitionReport[]>();
  for (const one of transitions) {
    if (one.state === one.target || fateOf(one) === "unreachable") continue;
    const key = JSON.stringify([one.state, one.target]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map(edgeOf);
}

/** How often a server stayed in `state`, the states inside it not counted. */
export function staysIn(state: string, transitions: readonly TransitionReport[]): number {
  return sumOf(
    transitions.filter((one) => one.state === state && one.target === state).map(({ hits }) => hits),
  );
}

function edgeOf(group: readonly TransitionReport[]): Edge {
  const { state, target } = group[0] as TransitionReport;
  const hits = sumOf(group.map((one) => one.hits));
  const unexpected = group.some((one) => fateOf(one) === "unexpected");
  return { from: state, to: target, hits, look: unexpected ? "unexpected" : hits > 0 ? "taken" : "idle" };
}
