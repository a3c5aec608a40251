// Entry of a thread: does the batches it is told, one at a time.
import { parentPort } from "node:worker_threads";
import { type Job, runJob } from "./job.js";
import type { WorkerAnswer } from "./worker-pool.js";

function answerTo(job: Job): WorkerAnswer {
  try {
    return { kind: "report", report: runJob(job) };
  } catch (error) {
    return {
      kind: "error",
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

parentPort?.on("message", (job: Job) => parentPort?.postMessage(answerTo(job)));
