import assert from "node:assert/strict";
import { declaredTransitions } from "../../model/index.js";
import { replay } from "../../traces/replay/index.js";
import { mutantOf } from "../mutants/index.js";
import { runPaths } from "./paths-run.js";
import { everythingRight, prepareReadings } from "./readings.js";

describe("the chart's paths", () => {
  it("take every transition that a right server can take, and the implementation agrees", () => {
    const { failures, histories, steps, comparisons, judgedAppends, transitions } = runPaths(
      prepareReadings(everythingRight),
    );
    assert.deepEqual(failures, []);
    assert.ok(histories > 50 && judgedAppends > 10);
    assert.equal(comparisons, steps);
    const reachable = declaredTransitions().filter(({ replaced }) => replaced === null);
    assert.ok(reachable.length > 100);
    assert.deepEqual(
      reachable.filter(({ id }) => (transitions[id] ?? 0) === 0),
      [],
    );
  });

  for (const [id, choices] of [
    ["V1", /^deliver requestVote of term \d+ from s\d$/],
    ["D7", /^storageFailed$/],
    ["X12", /^propose$/],
    ["X4", /^quorumCheck timeout$/],
  ] as const) {
    it(`show where an implementation with ${id} departs`, () => {
      const readings = prepareReadings({ ...everythingRight, mutant: mutantOf(id), side: "impl" });
      const [failure] = runPaths(readings).failures;
      assert.ok(failure !== undefined);
      const { finding, trace, commands } = failure;
      assert.equal(finding.kind, "deviation");
      assert.equal(finding.step, trace.footer.steps);
      assert.equal(commands.length, finding.step);
      assert.equal(commands[0], "start");
      assert.match(commands.at(-1) ?? "", choices);
      assert.equal(replay(trace, readings.impl).firstDifference, null);
    });
  }
});
