export type { PropertyName, WitnessName } from "../../spec/index.js";
export { propertyNames, witnessNames } from "../../spec/index.js";
export type { Oracles } from "./create-oracles.js";
export { createOracles } from "./create-oracles.js";
