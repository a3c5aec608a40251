export { raftAbstract } from "./raft-abstract.js";
export type { RaftAbstractModel, RaftAbstractState } from "./variables.js";
