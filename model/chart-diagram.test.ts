import assert from "node:assert/strict";
import { chartDiagram, chartTable } from "./chart-diagram.js";
import { Life } from "./test-life.js";
import { declaredTransitions } from "./transition-coverage.js";

describe("chart diagram", () => {
  it("is a Mermaid state diagram with the candidate's two ways of standing inside", () => {
    const lines = chartDiagram().split("\n");
    assert.deepEqual(lines.slice(0, 6), [
      "stateDiagram-v2",
      "  [*] --> unborn",
      "  state candidate {",
      "    preVote",
      "    vote",
      "  }",
    ]);
    assert.ok(lines.includes("  unborn --> follower : start (started)"));
    assert.ok(lines.includes("  vote --> leader : requestVoteResponse (voteWins)"));
    assert.ok(lines.every((line) => line.split(" : ").length <= 2));
  });

  it("carries the counts", () => {
    const { coverage } = new Life().start();
    assert.match(chartDiagram(coverage), /^ {2}unborn --> follower : start \(started 1\)$/m);
    assert.match(chartDiagram(coverage), /^ {2}follower --> preVote : timeout.election \(preVoteFirst 0\)$/m);
  });

  it("leaves out what only replaced rules take; the table says so", () => {
    assert.doesNotMatch(chartDiagram(), /unyielding/);
    assert.match(chartTable(), /unyielding \(replaced rules only\)/);
  });
});

describe("chart table", () => {
  it("has one line a row", () => {
    const { coverage } = new Life().start();
    const lines = chartTable(coverage).trimEnd().split("\n");
    assert.equal(lines.length, declaredTransitions().length + 1);
    assert.match(lines[0] ?? "", /^state +event +case +target +hits$/);
    assert.match(lines[1] ?? "", /^unborn +start +started +follower +1$/);
  });

  it("has no hits where nobody counted", () => {
    assert.match(chartTable().split("\n")[1] ?? "", /^unborn +start +started +follower$/);
  });
});
