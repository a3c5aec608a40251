export { catalogue, findMutant, mutantOf } from "./catalogue.js";
export type { Mutant, Needs } from "./mutant.js";
