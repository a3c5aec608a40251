import { at } from "./assert.js";
import type { ClusterView } from "./cluster-view.js";

/**
 * Holds if a state that `reached` accepts comes about, within a bound, once the faults are over. Raft
 * promises no more than that: under faults without end an election may fail for ever (paper §5.6).
 */
export interface LivenessProperty {
  readonly kind: "eventually";
  readonly name: "eventualCommit";
  readonly section: string;
  readonly statement: string;
  /** True in a view that has what is promised; `healed` is the view at the moment when the faults ended. */
  reached(healed: ClusterView, view: ClusterView): boolean;
}

/** A healed cluster makes progress. */
export const eventualCommit: LivenessProperty = {
  kind: "eventually",
  name: "eventualCommit",
  section: "paper §5.6; D §9.3",
  statement:
    "Once the faults are over, a leader appears and a new entry is committed on every server, within a bound whose chance of a false alarm is below 1e-9 a run.",
  reached(healed, view) {
    const highest = Math.max(...healed.commitIndex);
    return (
      view.role.includes("leader") &&
      view.servers.every((_, server) => at(view.up, server) && at(view.commitIndex, server) > highest)
    );
  },
};
