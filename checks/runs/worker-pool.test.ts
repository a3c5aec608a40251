import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { emptyReport } from "./batch.js";
import { runJob } from "./job.js";
import { soakPlan, timeless } from "./testing/run-batches.js";
import { createPool, type Pool } from "./worker-pool.js";

/** A thread that answers each job with `answer`, an expression over `job`, after `delay` milliseconds. */
function fakeWorker(answer: string, delay = "0"): URL {
  const source = `
    import { parentPort } from "node:worker_threads";
    parentPort.on("message", (job) => {
      setTimeout(() => parentPort.postMessage(${answer}), ${delay});
    });`;
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}

const numbered = `{ kind: "report", report: { ...${JSON.stringify(emptyReport())}, histories: job.batch } }`;
const plan = soakPlan({ batchSize: 4, maxCommands: 20 });

/** Lets a test end even if it fails: threads that live on keep the process alive. */
async function withPool(pool: Pool, use: (pool: Pool) => Promise<void>): Promise<void> {
  try {
    await use(pool);
  } finally {
    await pool.close();
  }
}

/** Numbers of the batches whose reports are shown, until there are so many. */
async function shownBatches(pool: Pool, count: number): Promise<readonly number[]> {
  const shown: number[] = [];
  await pool.run(plan, ({ histories }) => {
    shown.push(histories);
    return shown.length < count;
  });
  return shown;
}

describe("a pool without threads", () => {
  it("does batches in order, and lets others have a turn between them", async () => {
    let turns = 0;
    const turn = setInterval(() => (turns += 1), 0);
    const reports: object[] = [];
    await withPool(createPool(0), async (pool) => {
      await pool.run(plan, (report) => {
        reports.push(timeless(report));
        return reports.length < 2 || turns === 0;
      });
    });
    clearInterval(turn);
    const expected = [0, 1].map((batch) => timeless(runJob({ plan, batch })));
    assert.deepEqual(reports.slice(0, 2), expected);
  });

  it("passes on an error of a batch", async () => {
    const broken = { ...plan, mutant: { id: "V0", side: "impl" } as const };
    await assert.rejects(
      createPool(0).run(broken, () => true),
      /no mutant V0/,
    );
  });
});

describe("a pool of threads", () => {
  it("shows reports in the order of the batches, whichever comes first", async () => {
    // Every third batch is slow: others overtake it.
    const entry = fakeWorker(numbered, "job.batch % 3 === 0 ? 30 : 0");
    await withPool(createPool(3, entry), async (pool) => {
      assert.deepEqual(await shownBatches(pool, 8), [0, 1, 2, 3, 4, 5, 6, 7]);
    });
  });

  it("shows nothing more once enough was seen, and can be used again", async () => {
    await withPool(createPool(2, fakeWorker(numbered)), async (pool) => {
      assert.deepEqual(await shownBatches(pool, 1), [0]);
      assert.deepEqual(await shownBatches(pool, 3), [0, 1, 2]);
    });
  });

  it("passes on an error of a batch", async () => {
    const entry = fakeWorker(`{ kind: "error", message: "assertion: broken" }`);
    await withPool(createPool(2, entry), async (pool) => {
      await assert.rejects(
        pool.run(plan, () => true),
        /assertion: broken/,
      );
    });
  });

  it("passes on the death of a thread", async () => {
    const entry = fakeWorker(`(() => { throw new Error("died"); })()`);
    await withPool(createPool(1, entry), async (pool) => {
      await assert.rejects(
        pool.run(plan, () => true),
        /died/,
      );
    });
  });

  // Threads run what is built; what is built need not be what stands here.
  if (existsSync(new URL("../../dist/checks/runs/batch-worker.js", import.meta.url))) {
    it("runs the build: some batches, all right", async () => {
      await withPool(createPool(2), async (pool) => {
        let histories = 0;
        await pool.run(plan, (report) => {
          assert.deepEqual(report.failures, []);
          histories += report.histories;
          return histories < 12;
        });
        assert.ok(histories >= 12);
      });
    });
  }
});
