import assert from "node:assert/strict";
import { commandLine, type Expanse, expanses, runExhaustive } from "./exhaustive.js";

const small = (spec: string, more: Partial<Expanse> = {}): Expanse => ({
  spec,
  constants: {},
  symmetry: [],
  outOfReach: [],
  ...more,
});

describe("the exhaustive stage", () => {
  it("visits every specification there is to the end, and sees all of its witnesses", async () => {
    const told: number[] = [];
    const { counts, broken, missed } = await runExhaustive(
      expanses,
      0,
      () => false,
      (done) => told.push(done),
    );
    assert.deepEqual([broken, missed], [[], []]);
    assert.deepEqual(
      told,
      expanses.map((_, offset) => offset + 1),
    );
    assert.deepEqual(
      [counts.consensus, counts.voting, counts.paxos, counts["raft-classic"]],
      [4, 599, 3921, 90_433],
    );
  }).timeout(60_000);

  it("says what it did not see, and what it did not finish", async () => {
    const tight = small("raft-abstract", { constants: { maxTerm: 1, maxLog: 1, servers: 2 } });
    const cut = await runExhaustive(
      [small("paxos")],
      0,
      () => true,
      () => {},
    );
    assert.match(cut.missed.join(), /paxos was not visited to the end/);
    const { missed } = await runExhaustive(
      [tight],
      0,
      () => false,
      () => {},
    );
    assert.deepEqual(missed, []);
    const charts = small("charts", { constants: { servers: 2, maxTerm: 1, maxRestarts: 0 } });
    const { missed: unseen } = await runExhaustive(
      [charts],
      0,
      () => false,
      () => {},
    );
    assert.ok(unseen.includes("exhaustive: charts never showed restarted"));
  });

  it("names the property that breaks and the command line that shows how", async () => {
    const halves = small("paxos", { constants: { phase1Quorum: 1, phase2Quorum: 1 } });
    const { broken } = await runExhaustive(
      [halves],
      0,
      () => false,
      () => {},
    );
    assert.deepEqual(broken, ["agreement: lockstep explore paxos --phase1-quorum 1 --phase2-quorum 1"]);
    assert.equal(
      commandLine(small("raft", { symmetry: ["servers"] })),
      "lockstep explore raft --symmetry servers",
    );
  });
});
