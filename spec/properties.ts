import { never } from "./assert.js";
import type { ClusterHistory } from "./cluster-history.js";
import type { ClusterAction, ClusterView } from "./cluster-view.js";
import { commitMonotonic } from "./properties/commit-monotonic.js";
import { committedNeverTruncated } from "./properties/committed-never-truncated.js";
import { committedOnMajority } from "./properties/committed-on-majority.js";
import { durableBeforeReply } from "./properties/durable-before-reply.js";
import { electionSafety } from "./properties/election-safety.js";
import { leaderAppendOnly } from "./properties/leader-append-only.js";
import { leaderCompleteness } from "./properties/leader-completeness.js";
import { logMatching } from "./properties/log-matching.js";
import { matchMonotonic } from "./properties/match-monotonic.js";
import { monotonicTerm } from "./properties/monotonic-term.js";
import { oneVotePerTerm } from "./properties/one-vote-per-term.js";
import type { Failure, Judgement, Property, PropertyName } from "./properties/property.js";
import { quorumOfDistinctVoters } from "./properties/quorum-of-distinct-voters.js";
import { stateMachineSafety } from "./properties/state-machine-safety.js";

/**
 * The safety properties of Raft: first the five of the paper's Figure 3, then those that the proofs of
 * the five lean on, and that break earlier. Each is stated for reading; `checks/oracles` judges the
 * same at every step of long runs, by other means.
 */
export const properties: readonly Property[] = [
  electionSafety,
  leaderAppendOnly,
  logMatching,
  leaderCompleteness,
  stateMachineSafety,
  oneVotePerTerm,
  monotonicTerm,
  commitMonotonic,
  matchMonotonic,
  committedNeverTruncated,
  committedOnMajority,
  durableBeforeReply,
  quorumOfDistinctVoters,
];

export const propertyNames: readonly PropertyName[] = properties.map(({ name }) => name);

/** A property with how it was broken. */
export interface BrokenProperty extends Failure {
  readonly property: PropertyName;
}

/** All properties that `action` broke, in their order. `history` includes the action, `after` is the view it led to. */
export function brokenProperties(
  history: ClusterHistory,
  before: ClusterView,
  action: ClusterAction,
  after: ClusterView,
): readonly BrokenProperty[] {
  return properties.flatMap((property) => {
    const judgement = judge(property, history, before, action, after);
    return judgement === true ? [] : [{ property: property.name, ...judgement }];
  });
}

function judge(
  property: Property,
  history: ClusterHistory,
  before: ClusterView,
  action: ClusterAction,
  after: ClusterView,
): Judgement {
  switch (property.kind) {
    case "state":
      return property.holds(after);
    case "step":
      return property.holds(before, action, after);
    case "history":
      return property.holds(history, after);
  }
  return never(property);
}
