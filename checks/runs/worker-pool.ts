import { Worker } from "node:worker_threads";
import type { BatchReport } from "./batch.js";
import { type Job, type RunPlan, runJob } from "./job.js";

/** What a worker answers to a job. */
export type WorkerAnswer =
  | { readonly kind: "report"; readonly job: Job; readonly report: BatchReport }
  | { readonly kind: "error"; readonly message: string };

/** Called with every report as it comes. Returning false ends the run: no further batch is begun. */
export type OnReport = (report: BatchReport, job: Job) => boolean;

/** Batches of a plan, done in parallel. `workers` 0 does them in this thread. */
export interface Pool {
  run(plan: RunPlan, onReport: OnReport): Promise<void>;
  close(): Promise<void>;
}

/** Makes a pool. Threads start at once and are kept from run to run, until `close`. */
export function createPool(workers: number): Pool {
  return workers === 0 ? new InThread() : new Threads(workers);
}

/** Batches one after another in this thread: for exact order, and for coverage. */
class InThread implements Pool {
  async run(plan: RunPlan, onReport: OnReport): Promise<void> {
    for (let batch = 0; ; batch += 1) {
      const job: Job = { plan, batch };
      if (!onReport(runJob(job), job)) return;
      // Let signals and timers through.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async close(): Promise<void> {}
}

class Threads implements Pool {
  readonly #workers: readonly Worker[];

  constructor(count: number) {
    // Threads run the build: from the sources (in tests) the loader for TypeScript does not reach them.
    const fromSource = import.meta.url.endsWith(".ts");
    const entry = new URL(
      fromSource ? "../../dist/checks/runs/batch-worker.js" : "./batch-worker.js",
      import.meta.url,
    );
    this.#workers = Array.from({ length: count }, () => new Worker(entry));
  }

  /** Each thread gets the next batch as soon as it has done one. */
  async run(plan: RunPlan, onReport: OnReport): Promise<void> {
    let next = 0;
    let goesOn = true;
    const serve = (worker: Worker): Promise<void> =>
      new Promise((resolve, reject) => {
        const finish = (end: () => void): void => {
          worker.off("message", onMessage);
          worker.off("error", onError);
          end();
        };
        const onMessage = (answer: WorkerAnswer): void => {
          if (answer.kind === "error") {
            finish(() => reject(new Error(answer.message)));
            return;
          }
          if (goesOn && !onReport(answer.report, answer.job)) goesOn = false;
          if (goesOn) worker.postMessage({ plan, batch: next++ } satisfies Job);
          else finish(resolve);
        };
        const onError = (error: unknown): void => finish(() => reject(error));
        worker.on("message", onMessage);
        worker.on("error", onError);
        worker.postMessage({ plan, batch: next++ } satisfies Job);
      });
    await Promise.all(this.#workers.map(serve));
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
