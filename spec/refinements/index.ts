export {
  initialProperty,
  type Obligation,
  type Obligations,
  obligationOf,
  type Refinement,
} from "./refinement.js";
export { findRefinement, refinements } from "./refinements.js";
