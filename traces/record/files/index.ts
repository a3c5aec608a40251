export { AtomicFile, writeAtomically } from "./atomic-file.js";
export { createRunFolder, type EventLog, type RunFolder } from "./run-folder.js";
export {
  openTraceFile,
  recordTraceFile,
  type TraceFile,
  type TraceFileRecorder,
  writeTraceFile,
} from "./trace-file.js";
