export { readTraces } from "./read-traces.js";
