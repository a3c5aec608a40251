export { type CheckBenchmarkDocument, runCheckBenchmark } from "./check-benchmark.js";
export { type ExploreBenchmarkDocument, runExploreBenchmark } from "./explore-benchmark.js";
