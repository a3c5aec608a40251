export { raftClassic } from "./raft-classic.js";
export type { State as RaftClassicState } from "./variables.js";
