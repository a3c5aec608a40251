export { exploreBreadthFirst } from "./breadth-first.js";
export {
  type BrokenProperty,
  brokenConjunct,
  changesBetween,
  counterexampleText,
  printAction,
  sequenceDiagram,
} from "./counterexample.js";
export { writeCounterexample } from "./counterexample-file.js";
export { dumpStates } from "./dump-states.js";
export type { Budget, Exploration, SearchProgress, Violation } from "./exploration.js";
export { findSource, machineSources, openMachine } from "./machine-sources.js";
export {
  canShare,
  type SearchOrder,
  type SearchRequest,
  search,
  searchHere,
  searchOrders,
} from "./search.js";
export type { DeclaredMutant, MachineRequest, MachineSource } from "./specification-sources.js";
export { StateGraph } from "./state-graph.js";
