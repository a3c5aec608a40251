export { type Difference, firstDifference } from "./difference.js";
export { type ParseResult, parseTrace, type TraceResult, tracesOfLines } from "./parse-trace.js";
export { formatTraceError, type TraceError } from "./trace-error.js";
export type { ReaderOptions } from "./trace-reader.js";
export { CURRENT_VERSION, type LineUpgrade, type RawLine, type UpgradeTable } from "./upgrade.js";
