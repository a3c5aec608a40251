export type { ClusterHistory, Commitment, Election, Grant, Vote } from "./cluster-history.js";
export { emptyHistory, extendHistory } from "./cluster-history.js";
export type { ClusterAction, ClusterCrash, ClusterStep, ClusterView } from "./cluster-view.js";
export { clusterView, initialView } from "./cluster-view.js";
export { eventualCommit, type LivenessProperty } from "./liveness.js";
export type { Constant, Constants, Specification } from "./machine/index.js";
export { instantiate, SpecificationError } from "./machine/index.js";
export { printValue } from "./machine/printer.js";
export type { Json, Machine, MachineProperty, StateJson, Step, Visitor } from "./machine.js";
export type {
  Failure,
  HistoryProperty,
  Judgement,
  Property,
  PropertyName,
  StateProperty,
  StepProperty,
} from "./properties/property.js";
export type { BrokenProperty } from "./properties.js";
export { brokenProperties, properties, propertyNames } from "./properties.js";
export type { Obligation, Obligations, Refinement } from "./refinements/index.js";
export { findRefinement, initialProperty, obligationOf, refinements } from "./refinements/index.js";
export { raftVoting } from "./refinements/raft-to-voting.js";
export { specifications } from "./specifications.js";
export type { Witness, WitnessName } from "./witnesses.js";
export { witnesses, witnessesSeen, witnessNames } from "./witnesses.js";
