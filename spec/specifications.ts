import { consensus } from "./consensus/index.js";
import type { Specification } from "./machine/index.js";
import { paxos } from "./paxos/index.js";
import { raft } from "./raft/index.js";
import { raftAbstract } from "./raft-abstract/index.js";
import { raftClassic } from "./raft-classic/index.js";
import { voting } from "./voting/index.js";

/** Every specification. */
export const specifications: readonly Specification[] = [
  raftClassic,
  raftAbstract,
  raft,
  consensus,
  voting,
  paxos,
].map((one) => one as unknown as Specification);
