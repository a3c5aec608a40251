export { raft } from "./raft.js";
export type { RaftModel, State as RaftState } from "./variables.js";
