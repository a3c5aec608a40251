export type { Command } from "./command.js";
export { elect } from "./election-commands.js";
export { FoundError, historyArbitrary, setUp } from "./model-based.js";
export { propose, replicate } from "./replication-commands.js";
export { createJudges, createRig, type Judges, type Readings, type Rig } from "./rig.js";
export { drawSettings, type HistorySettings, serverNames } from "./settings.js";
export { CommandTally, runSoakHistory } from "./soak-history.js";
