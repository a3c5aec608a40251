import type { ProtocolRules } from "../../traces/format/index.js";
import * as append from "./append-rules.js";
import * as durability from "./durability-rules.js";
import * as leader from "./leader-rules.js";
import * as vote from "./vote-rules.js";

/** The protocol as the paper has it. A mutant is a copy of this record with some rules replaced. */
export const defaultRules: ProtocolRules = { ...vote, ...append, ...leader, ...durability };
