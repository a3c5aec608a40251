export { assert } from "./assert.js";
export { EVENT_LINE_HEADING, eventLine } from "./event-line.js";
export { LogMirror } from "./log-mirror.js";
export { linesOfTrace, printLine, printTrace } from "./print-line.js";
export {
  bringsEntries,
  CHECKPOINT_INTERVAL,
  createLineRecorder,
  createMemoryRecorder,
  createRecorder,
  type MemoryRecorder,
  type Recorder,
  viewLine,
} from "./recorder.js";
