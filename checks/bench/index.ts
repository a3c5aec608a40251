import { type CheckBenchmark, checkBenchmark } from "./check-benchmark.js";

/** The benchmarks by name. */
export const benchmarks: { readonly check: CheckBenchmark } = { check: checkBenchmark };
