export { type ConsensusState, consensus } from "./consensus.js";
