export { paxos } from "./paxos.js";
export type { PaxosModel, PaxosState } from "./variables.js";
