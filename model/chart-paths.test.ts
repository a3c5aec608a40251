import assert from "node:assert/strict";
import { type ChartPath, chartPaths, createChart, TransitionCoverage } from "./index.js";

describe("chart paths", () => {
  let paths: readonly ChartPath[] = [];

  before(function () {
    this.timeout(10_000);
    paths = chartPaths();
  });

  it("take every row that the protocol's own rules can take, and no other", () => {
    const coverage = new TransitionCoverage();
    for (const { configuration, inputs } of paths) {
      const chart = createChart(configuration, { coverage });
      for (const input of inputs) chart.step(input);
    }
    assert.deepEqual(coverage.missing(), []);
    assert.deepEqual(coverage.unexpected(), []);
  });

  it("say which rows they take", () => {
    for (const { configuration, inputs, transitions } of paths) {
      const coverage = new TransitionCoverage();
      const chart = createChart(configuration, { coverage });
      for (const input of inputs) chart.step(input);
      assert.deepEqual([...transitions].sort(), Object.keys(coverage.counts()).sort());
    }
  });

  it("begin with start, and complete the writes in their order", () => {
    for (const { configuration, inputs } of paths) {
      assert.equal(inputs[0]?.kind, "start");
      const chart = createChart(configuration);
      let written = 0;
      let completed = 0;
      for (const input of inputs) {
        if (input.kind === "storageDone" || input.kind === "storageFailed") {
          completed += 1;
          assert.equal(input.id, completed);
          assert.ok(completed <= written);
        }
        written += chart.step(input).filter((effect) => effect.kind === "persist").length;
      }
      const envelopes = inputs.flatMap((input) => (input.kind === "message" ? [input.id] : []));
      assert.deepEqual(
        envelopes,
        envelopes.map((_, offset) => offset + 1),
      );
    }
  });

  it("are few and short, and each adds something", () => {
    assert.ok(paths.length <= 150, `${paths.length} paths`);
    assert.ok(paths.every(({ inputs }) => inputs.length <= 9));
    const taken = new Set<string>();
    for (const { transitions } of paths) {
      assert.ok(transitions.some((id) => !taken.has(id)));
      for (const id of transitions) taken.add(id);
    }
  });
});
