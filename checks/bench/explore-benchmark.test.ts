import assert from "node:assert/strict";
import { runExploreBenchmark } from "./explore-benchmark.js";
import { exploreHandPacked } from "./hand-packed-raft.js";

describe("the benchmark of the explorer", () => {
  it("has a peer that does the same work", () => {
    // As many as the explorer counts with 3 servers, 1 value, terms ≤ 2, log ≤ 1, 1 message.
    assert.deepEqual(exploreHandPacked(), { generated: 22_844_275, distinct: 1_931_973, depth: 53 });
  }).timeout(30_000);

  it("is ended by Ctrl-C", async () => {
    const controller = new AbortController();
    const running = runExploreBenchmark(controller.signal, () => controller.abort());
    await assert.rejects(running, { name: "AbortError" });
  });
});
