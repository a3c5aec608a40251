export { type ReplayResult, replay, type StepDifference } from "./replay.js";
