// Entry of a thread: does the batches it is told, one at a time.
import { parentPort } from "node:worker_threads";
import { type Job, runJob } from "./job.js";
import type { WorkerAnswer } from "./worker-pool.js";

parentPort?.on("message", (job: Job) => {
  let answer: WorkerAnswer;
  try {
    answer = { kind: "report", job, report: runJob(job) };
  } catch (error) {
    answer = {
      kind: "error",
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
  parentPort?.postMessage(answer);
});
