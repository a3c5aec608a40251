import assert from "node:assert/strict";
import { runCheckBenchmark } from "./index.js";

describe("the check benchmark", () => {
  it("measures every part, with and without the charts", async () => {
    const told: string[] = [];
    const { name, ours, peer, ratio, bars } = await runCheckBenchmark(
      0.02,
      new AbortController().signal,
      (part) => void told.push(part),
    );
    assert.deepEqual([name, peer, ratio], ["check", null, null]);
    assert.deepEqual(Object.keys(ours), told);
    assert.deepEqual(told.slice(0, 2), ["implementation", "lockstep"]);
    for (const part of Object.values(ours)) {
      assert.equal(ours[part.name], part);
      assert.ok(part.steps > 0 && part.histories > 0, part.name);
      assert.ok(part.stepsPerCpuSecond > 0 && part.stepsPerSecond > 0);
      assert.ok(part.heapMiB.length >= 1 && part.heapMiB.length <= 10);
    }
    assert.ok(bars.implementation > bars.lockstep);
  });

  it("measures nothing when it is told to end", async () => {
    const { ours } = await runCheckBenchmark(1, AbortSignal.abort(), () => {});
    assert.deepEqual(ours, {});
  });
});
