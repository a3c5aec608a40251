import assert from "node:assert/strict";
import { propertyNames } from "../../spec/index.js";
import { controlMutants, runControl } from "./control.js";
import { createPool } from "./worker-pool.js";

const never = new AbortController().signal;

describe("the negative control", () => {
  it("has a mutant for each property", () => {
    assert.equal(propertyNames.length, 13);
    assert.deepEqual(
      controlMutants.map(({ expected }) => expected),
      [...propertyNames, "eventualCommit"],
    );
  });

  it("catches every one of them by its property, within the histories it has", async () => {
    const told: number[] = [];
    const deadline = performance.now() + 60_000;
    const { report, caught } = await runControl(createPool(0), never, deadline, (done) => told.push(done));
    assert.deepEqual(caught, Object.fromEntries(controlMutants.map(({ id }) => [id, 1])));
    assert.deepEqual(
      told,
      controlMutants.map((_, offset) => offset),
    );
    assert.ok(report.histories >= controlMutants.length && report.steps > 0);
    assert.deepEqual(report.failures, [], "what is wanted is no failure");
  });

  it("gives each mutant one batch and no more when time is up", async () => {
    const { report, caught } = await runControl(createPool(0), never, 0, () => {});
    assert.ok(report.histories <= 40 * controlMutants.length);
    assert.ok(Object.keys(caught).length < controlMutants.length);
  });
});
