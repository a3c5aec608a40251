export { catalogue, findMutant } from "./catalogue.js";
export type { Mutant, Needs } from "./mutant.js";
