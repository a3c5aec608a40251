import { once } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { BatchReport } from "./batch.js";
import { type Job, type RunPlan, runJob } from "./job.js";

/** What a worker answers to a job. */
export type WorkerAnswer =
  | { readonly kind: "report"; readonly report: BatchReport }
  | { readonly kind: "error"; readonly message: string };

/** Called with every report. Returning false ends the run: no further batch is begun, no further report shown. */
export type OnReport = (report: BatchReport) => boolean;

/**
 * Does the batches of a plan, and shows their reports in the order of the batches, however many threads
 * there are: what a run finds, and after how much, depends on its plan alone.
 */
export interface Pool {
  run(plan: RunPlan, onReport: OnReport): Promise<void>;
  close(): Promise<void>;
}

/** Threads run the build: from the sources (in tests) the loader for TypeScript does not reach them. */
const builtWorker = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/checks/runs/batch-worker.js" : "./batch-worker.js",
  import.meta.url,
);

/**
 * Makes a pool. `workers` 0 does the batches in this thread, for coverage and for debugging; threads start
 * at once and are kept from run to run, until `close`. `entry` is the module they run.
 */
export function createPool(workers: number, entry: URL = builtWorker): Pool {
  return workers === 0 ? new InThread() : new Threads(workers, entry);
}

class InThread implements Pool {
  async run(plan: RunPlan, onReport: OnReport): Promise<void> {
    // Between batches signals and timers get their turn.
    for (let batch = 0; onReport(runJob({ plan, batch })); batch += 1) await nextTurn();
  }

  async close(): Promise<void> {}
}

class Threads implements Pool {
  readonly #workers: readonly Worker[];

  constructor(count: number, entry: URL) {
    this.#workers = Array.from({ length: count }, () => new Worker(entry));
  }

  /** Each thread gets the next batch as soon as it has done one. */
  async run(plan: RunPlan, onReport: OnReport): Promise<void> {
    const reports = new Sequence(onReport);
    let next = 0;
    const serve = async (worker: Worker): Promise<void> => {
      while (reports.isWanted) {
        const batch = next++;
        reports.add(batch, await ask(worker, { plan, batch }));
      }
    };
    await Promise.all(this.#workers.map(serve));
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/** Gives a worker a job and waits for the report. An error there, or its death, is an error here. */
async function ask(worker: Worker, job: Job): Promise<BatchReport> {
  worker.postMessage(job);
  const [answer] = (await once(worker, "message")) as [WorkerAnswer];
  if (answer.kind === "error") throw new Error(answer.message);
  return answer.report;
}

/** Takes reports as they come and shows them in the order of their batches. */
class Sequence {
  /** False once whoever looks has seen enough. */
  isWanted = true;
  readonly #onReport: OnReport;
  /** Reports of batches that overtook another. */
  readonly #waiting = new Map<number, BatchReport>();
  #next = 0;

  constructor(onReport: OnReport) {
    this.#onReport = onReport;
  }

  add(batch: number, report: BatchReport): void {
    this.#waiting.set(batch, report);
    for (let due = this.#take(); this.isWanted && due !== undefined; due = this.#take()) {
      this.isWanted = this.#onReport(due);
    }
  }

  #take(): BatchReport | undefined {
    const due = this.#waiting.get(this.#next);
    if (due !== undefined) this.#waiting.delete(this.#next++);
    return due;
  }
}
