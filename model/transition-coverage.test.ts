import assert from "node:assert/strict";
import { chartRules } from "./chart-rules.js";
import { createRaftChart } from "./raft-chart.js";
import { Life } from "./test-life.js";
import { declaredTransitions, TransitionCoverage } from "./transition-coverage.js";

describe("transition coverage", () => {
  it("declares every row once, under a readable name", () => {
    const ids = declaredTransitions().map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of [
      "follower / requestVote / newerTermGranted",
      "follower / appendEntries / conflictTruncated",
      "candidate.preVote / requestPreVoteResponse / preVoteWins",
      "candidate.vote / requestVoteResponse / voteCounted",
      "candidate / appendEntries / heartbeat",
      "leader / timeout.quorumCheck / quorumLost",
    ]) {
      assert.ok(ids.includes(id), id);
    }
  });

  it("declares the same rows for all rules", () => {
    assert.deepEqual(declaredTransitions(createRaftChart({ ...chartRules })), declaredTransitions());
  });

  it("ends each column with a row that asks nothing", () => {
    const { follower, candidate, leader } = createRaftChart().states;
    for (const node of [follower, candidate, leader]) {
      for (const rows of node?.transitions.values() ?? []) assert.equal(rows.at(-1)?.guard, undefined);
    }
  });

  it("counts each step once, the ignored ones too", () => {
    const life = new Life().start();
    life.vote(1);
    life.vote(1);
    assert.equal(life.coverage.hits("unborn / start / started"), 1);
    assert.equal(life.coverage.hits("follower / requestVoteResponse / ignored"), 2);
    assert.deepEqual(life.coverage.counts(), {
      "unborn / start / started": 1,
      "follower / requestVoteResponse / ignored": 2,
    });
  });

  it("names what was missed, and what only a replaced rule takes", () => {
    const life = new Life(3, {}, { mayGrantPreVote: () => true }).start().lead();
    const { taken, reachable } = life.coverage.total();
    assert.equal(life.coverage.missing().length, reachable - taken);
    assert.deepEqual(life.coverage.unexpected(), []);
    life.requestPreVote({ term: 3 });
    assert.deepEqual(life.coverage.unexpected(), ["leader / requestPreVote / preVoteGranted"]);
  });

  it("adds up what workers send home", () => {
    const life = new Life().start();
    const sum = new TransitionCoverage();
    sum.add(life.coverage.counts());
    sum.add(JSON.parse(JSON.stringify(life.coverage.counts())));
    assert.equal(sum.hits("unborn / start / started"), 2);
    assert.throws(() => sum.add({ "no / such / row": 1 }), /no \/ such \/ row/);
    assert.throws(() => sum.hits("no / such / row"), /no \/ such \/ row/);
  });
});
