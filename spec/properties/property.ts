import type { ServerId } from "../../traces/format/index.js";
import type { ClusterHistory } from "../cluster-history.js";
import type { ClusterAction, ClusterView } from "../cluster-view.js";

/** How a property is broken: one sentence for a person, and the servers it is about. */
export interface Failure {
  readonly message: string;
  readonly servers: readonly ServerId[];
}

export type Judgement = true | Failure;

/** Every safety property has a name that traces, mutants, the page and the command line use. */
export type PropertyName =
  | "electionSafety"
  | "leaderAppendOnly"
  | "logMatching"
  | "leaderCompleteness"
  | "stateMachineSafety"
  | "oneVotePerTerm"
  | "monotonicTerm"
  | "commitMonotonic"
  | "matchMonotonic"
  | "committedNeverTruncated"
  | "committedOnMajority"
  | "durableBeforeReply"
  | "quorumOfDistinctVoters";

interface Described {
  readonly name: PropertyName;
  /** Where it comes from: "paper §5.2", "D §10.2.1". */
  readonly section: string;
  /** The property in one sentence. */
  readonly statement: string;
}

/** Holds of a cluster at a moment. */
export interface StateProperty extends Described {
  readonly kind: "state";
  holds(view: ClusterView): Judgement;
}

/** Holds of one action. */
export interface StepProperty extends Described {
  readonly kind: "step";
  holds(before: ClusterView, action: ClusterAction, after: ClusterView): Judgement;
}

/** Holds of all that has happened so far, `history.latest` included, and the view it led to. */
export interface HistoryProperty extends Described {
  readonly kind: "history";
  holds(history: ClusterHistory, view: ClusterView): Judgement;
}

export type Property = StateProperty | StepProperty | HistoryProperty;

/** The smallest number of servers that is more than half of `size` (paper §5.2). */
export function majorityOf(size: number): number {
  return Math.floor(size / 2) + 1;
}
