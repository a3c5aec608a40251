export type { Proof } from "./actions.js";
export { chosenValues } from "./properties.js";
export { printSubset, quorumsOf, smallestMajority } from "./quorums.js";
export { phase2Quorums, type VotingModel, type VotingState } from "./variables.js";
export { voting } from "./voting.js";
