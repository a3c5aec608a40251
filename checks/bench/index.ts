export { type CheckBenchmarkDocument, runCheckBenchmark } from "./check-benchmark.js";
