import assert from "node:assert/strict";
import { mutantOf } from "../mutants/index.js";
import { emptyReport, type Failure } from "./batch.js";
import { readingsOf, runJob } from "./job.js";
import { type MutantRun, runMutant } from "./run-mutants.js";
import { sampleHistory } from "./sample-history.js";
import { firstFailure, soakPlan, withMutant } from "./testing/run-batches.js";
import { assertReproduces } from "./testing/trace-checks.js";
import { createPool, type Pool } from "./worker-pool.js";

const pool = createPool(0);
const run: MutantRun = {
  sides: ["impl", "chart", "both"],
  seeds: 1,
  signal: new AbortController().signal,
};

const bothWithV1 = withMutant(soakPlan(), mutantOf("V1"), "both");

/** A pool that gives up after so many batches. */
function impatientPool(batches: number): Pool {
  return {
    async run(plan, onReport) {
      for (let batch = 0; batch < batches && onReport(runJob({ plan, batch })); batch += 1);
    },
    async close() {},
  };
}

describe("running a mutant", () => {
  it("catches V1 on every side: by its property on both, by a difference on one", async () => {
    const { caughtBy, missedOn } = await runMutant(mutantOf("V1"), { ...run, seeds: 3 }, pool);
    assert.deepEqual(missedOn, []);
    assert.deepEqual(caughtBy.map(({ side, kind }) => [side, kind]).slice(1), [
      ["chart", "deviation"],
      ["both", "violation"],
    ]);
    const [, , both] = caughtBy;
    assert.ok(both !== undefined);
    assert.equal(both.property, "leaderCompleteness");
    assert.deepEqual([both.caught, both.seeds], [3, 3]);
    assert.ok(both.shortest <= both.protocolSteps);
    assert.equal(both.failure.protocolSteps, both.shortest);
    assert.ok(both.steps > 0 && both.seconds >= 0);
    // The charts agree with the implementation all the way: nothing but the property tells.
    assertReproduces(both.failure.trace, readingsOf(bothWithV1));
  });

  it("tries what no property can see on one side only", async () => {
    const { caughtBy, missedOn } = await runMutant(mutantOf("M23"), run, pool);
    assert.deepEqual(missedOn, []);
    assert.deepEqual(
      caughtBy.map(({ side, kind, property }) => [side, kind, property]),
      [
        ["impl", "deviation", "effects.setTimer"],
        ["chart", "deviation", "effects.setTimer"],
      ],
    );
  });

  it("misses an equivalent", async () => {
    const { caughtBy, missedOn } = await runMutant(mutantOf("X8"), run, impatientPool(3));
    assert.deepEqual([caughtBy, missedOn], [[], ["impl", "chart"]]);
  });

  it("keeps to the sides that are asked for", async () => {
    const { caughtBy } = await runMutant(mutantOf("V10"), { ...run, sides: ["both"] }, pool);
    assert.deepEqual(
      caughtBy.map(({ side, property }) => [side, property]),
      [["both", "monotonicTerm"]],
    );
    const { caughtBy: none, missedOn } = await runMutant(mutantOf("R14"), { ...run, sides: ["both"] }, pool);
    assert.deepEqual([none, missedOn], [[], []]);
  });

  it("misses everything when it is told to end", async () => {
    const signal = AbortSignal.abort();
    const { caughtBy, missedOn } = await runMutant(mutantOf("V6"), { ...run, signal }, pool);
    assert.deepEqual([caughtBy, missedOn], [[], ["impl", "chart", "both"]]);
  });

  it("does not count a violation on both sides to which the two readings do not come together", async () => {
    const doubtful = { ...(firstFailure(bothWithV1, 50) as Failure), trace: sampleHistory("1") };
    const doubting: Pool = {
      async run(plan, onReport) {
        if (onReport({ ...emptyReport(), failures: [doubtful] })) await pool.run(plan, onReport);
      },
      async close() {},
    };
    const { caughtBy } = await runMutant(mutantOf("V1"), { ...run, sides: ["both"] }, doubting);
    assert.equal(caughtBy.length, 1);
    assertReproduces(caughtBy[0]?.failure.trace ?? doubtful.trace, readingsOf(bothWithV1));
  });
});
