export { formatCount, formatInteger, formatSeconds } from "./numbers.js";
export { createProgress, type Progress, type ProgressState } from "./progress.js";
export { type Cell, formatTable } from "./tables.js";
export { verdictText } from "./verdict.js";
