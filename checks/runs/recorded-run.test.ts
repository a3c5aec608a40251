import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openTraceFile } from "../../traces/record/files/index.js";
import { readTraces } from "../../traces/validate/files/index.js";
import { mutantOf } from "../mutants/index.js";
import { addReport, type BatchReport, emptyReport } from "./batch.js";
import { type RunPlan, readingsOf, runJob } from "./job.js";
import { type RunLimits, recordHistories } from "./recorded-run.js";
import { soakPlan, timeless, withMutant } from "./testing/run-batches.js";

const plan = soakPlan({ engine: "check", batchSize: 5, maxCommands: 30 });
const noLimit = Number.POSITIVE_INFINITY;
const limits: RunLimits = { runs: 12, steps: noLimit, milliseconds: noLimit };

describe("a recorded run", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "lockstep-runs-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function record(
    name: string,
    recorded: RunPlan,
    until: Partial<RunLimits> = {},
    signal = new AbortController().signal,
  ): Promise<BatchReport> {
    const target = openTraceFile(path.join(folder, name));
    try {
      const within = { ...limits, ...until };
      const report = await recordHistories(recorded, readingsOf(recorded), target, within, signal, () => {});
      if (report.failures.length === 0) target.commit();
      return report;
    } finally {
      target.abandon();
    }
  }

  const read = (name: string): string => readFileSync(path.join(folder, name), "utf8");

  it("writes each history as a valid trace, the same to the byte for the same seed", async () => {
    const first = await record("first.ndjson", plan);
    const second = await record("second.ndjson", plan);
    assert.equal(read("first.ndjson"), read("second.ndjson"));
    assert.deepEqual(timeless(first), timeless(second));
    const traces = [...readTraces(path.join(folder, "first.ndjson"))].map((result) => {
      assert.ok("trace" in result);
      return result.trace;
    });
    assert.equal(traces.length, 12);
    assert.equal(first.histories, 12);
    assert.equal(
      first.steps,
      traces.reduce((sum, { footer }) => sum + footer.steps, 0),
    );
    await record("other.ndjson", { ...plan, seed: "2" });
    assert.notEqual(read("other.ndjson"), read("first.ndjson"));
  });

  it("ends at its limits of steps and time, or when it is told to", async () => {
    const bySteps = await record("steps.ndjson", plan, { runs: noLimit, steps: 200 });
    assert.ok(bySteps.steps >= 200 && bySteps.histories < 200);
    assert.equal((await record("time.ndjson", plan, { milliseconds: 0 })).histories, 0);
    assert.equal((await record("told.ndjson", plan, {}, AbortSignal.abort())).histories, 0);
  });

  it("that fails counts what it ran once, and leaves no file of what went well", async () => {
    const wrong = withMutant(plan, mutantOf("V6"), "impl");
    const report = await record("wrong.ndjson", wrong, { runs: 500 });
    assert.equal(report.failures.length, 1);
    const again = emptyReport();
    for (let batch = 0; again.failures.length === 0; batch += 1)
      addReport(again, runJob({ plan: wrong, batch }));
    assert.deepEqual({ ...timeless(report), transitions: {} }, { ...timeless(again), transitions: {} });
    assert.ok(!existsSync(path.join(folder, "wrong.ndjson")));
  });

  it("does not take an error of the program for a finding", async () => {
    const target = openTraceFile(path.join(folder, "broken.ndjson"));
    const impl = () => {
      throw new Error("assertion: broken");
    };
    const readings = { ...readingsOf(plan), impl };
    const { signal } = new AbortController();
    await assert.rejects(
      recordHistories(plan, readings, target, limits, signal, () => {}),
      /broken/,
    );
    target.abandon();
  });
});
