import assert from "node:assert/strict";
import fc from "fast-check";
import type { ChartSubject } from "../../model/index.js";
import type { AppendEntries, Entry, ProtocolRules, Server } from "../../traces/format/index.js";
import {
  CommandTally,
  createRig,
  drawSettings,
  elect,
  propose,
  type Readings,
  replicate,
  runSoakHistory,
} from "../commands/index.js";
import {
  drawsOf,
  mutatedBoth,
  mutatedCore,
  plainSettings,
  rightReadings,
  startedRig,
} from "../commands/testing/index.js";
import type { ChartFactory } from "./lockstep.js";

/** A finding of the run in which s1 is elected, given entries, and hands them to s2. */
function findingOf(change: (right: ProtocolRules) => Partial<ProtocolRules>, entries = 1) {
  const rig = createRig(plainSettings(3, { noOp: true }), mutatedCore(change));
  const { driver } = rig;
  driver.startAll();
  elect(0, 0b110, false).run(driver);
  for (let count = 0; count < entries; count += 1) {
    propose("newest", "a").run(driver);
    replicate("newest", 0, { pick: "heartbeat", rounds: 3, answered: true }).run(driver);
  }
  return rig.lockstep?.finding ?? null;
}

describe("lockstep", () => {
  it("finds no difference between the right core and its charts, whatever happens", () => {
    let comparisons = 0;
    let appends = 0;
    const property = fc.property(fc.nat(), fc.integer({ min: 1, max: 80 }), (seed, length) => {
      const draw = drawsOf(`lockstep/${seed}`);
      const rig = createRig(drawSettings(draw), rightReadings);
      runSoakHistory(rig, draw, length, new CommandTally());
      assert.equal(rig.finding(), null);
      assert.equal(rig.lockstep?.comparisons, rig.world.steps, "every step was compared");
      comparisons += rig.lockstep?.comparisons ?? 0;
      appends += rig.lockstep?.judgedAppends ?? 0;
    });
    fc.assert(property, { seed: 1, numRuns: 80 });
    assert.ok(comparisons > 5000, `${comparisons} comparisons`);
    assert.ok(appends > 1000, `${appends} appends judged`);
  });

  it("finds no difference either where both are wrong in the same way", () => {
    const rig = createRig(
      plainSettings(5),
      mutatedBoth(() => ({ isUpToDate: () => true })),
    );
    runSoakHistory(rig, drawsOf("both"), 60, new CommandTally());
    assert.equal(rig.lockstep?.finding, null);
  });

  it("names the field, the server, the step and both values", () => {
    const finding = findingOf((right) => ({
      voteAfter: (server, moment) => (moment === "leaderAccepted" ? null : right.voteAfter(server, moment)),
    }));
    assert.equal(finding?.kind, "deviation");
    assert.equal(finding.property, "votedFor");
    assert.equal(finding.server, "s2");
    assert.equal(
      finding.message,
      `votedFor of s2 after step ${finding.step}: chart "s1", implementation null`,
    );
  });

  it("compares what is let out", () => {
    assert.equal(
      findingOf((right) => ({
        recordsToPersist: (server, change) =>
          right.recordsToPersist(server, change).flatMap((record) => [record, record]),
      }))?.property,
      "effects.persist",
    );
    assert.equal(findingOf(() => ({ mustAwaitDisk: () => false }))?.property, "effects.send");
    assert.equal(
      findingOf((right) => ({
        resetsElectionTimer: (server, moment) =>
          moment !== "voteGranted" && right.resetsElectionTimer(server, moment),
      }))?.property,
      "effects.setTimer",
    );
  });

  it("keeps the first difference, and compares no more", () => {
    const rig = createRig(
      plainSettings(3),
      mutatedCore(() => ({ recordsToPersist: () => [] })),
    );
    rig.driver.startAll();
    rig.driver.timeout(0, "election");
    const { finding, comparisons } = rig.lockstep ?? {};
    assert.equal(finding?.step, 4);
    rig.driver.timeout(1, "election");
    assert.equal(rig.lockstep?.finding, finding);
    assert.equal(rig.lockstep?.comparisons, comparisons);
  });

  it("begins a chart with each life of a server", () => {
    const { world, lockstep, finding } = startedRig(plainSettings(3));
    const first = lockstep?.chart(1);
    assert.equal(first?.state.self, "s2");
    world.crash(1, 0);
    assert.equal(lockstep?.chart(1), null);
    world.start(1);
    assert.notEqual(lockstep?.chart(1), first);
    assert.equal(finding(), null);
  });

  it("puts every append to the chart's maySend", () => {
    const charts: ChartFactory = (configuration) => {
      const chart = (rightReadings.chart as ChartFactory)(configuration);
      return asTold(chart, { maySendReason: () => "is not the leader" as never });
    };
    const { driver, lockstep } = elected({ ...rightReadings, chart: charts });
    assert.equal(lockstep?.judgedAppends, 1);
    assert.equal(lockstep.finding?.property, "maySend");
    assert.match(lockstep.finding.message, /^maySend of s1 after step \d+: chart "is not the leader", impl/);
    assert.equal(driver.state(0).role, "leader");
  });
});

/** A cluster of three with s1 elected. */
function elected(readings: Readings) {
  const rig = createRig(plainSettings(3), readings);
  rig.driver.startAll();
  elect(0, 0b110, false).run(rig.driver);
  return rig;
}

/** A chart with some of what it shows replaced. */
function asTold(chart: ChartSubject, told: Partial<ChartSubject>): ChartSubject {
  return {
    get state() {
      return told.state ?? chart.state;
    },
    step: (input) => chart.step(input),
    maySend: (request: AppendEntries) => chart.maySend(request),
    maySendReason: (request: AppendEntries) => (told.maySendReason ?? chart.maySendReason)(request),
  };
}

describe("the comparison of logs", () => {
  /** Steps until it shows that the chart, from some moment on, tells one entry of a leader's log wrongly. */
  function stepsUntilFound(wrongIndex: number): number {
    let isWrong = false;
    const wrong = (state: Server): Server => {
      if (!isWrong || state.self !== "s1") return state;
      const entries = state.log.entries.map(
        (entry, offset): Entry => (offset + 1 === wrongIndex ? { ...entry, term: 9 } : entry),
      );
      return { ...state, log: { ...state.log, entries } };
    };
    const charts: ChartFactory = (configuration) => {
      const chart = (rightReadings.chart as ChartFactory)(configuration);
      return asTold(chart, {
        get state() {
          return wrong(chart.state);
        },
      });
    };
    const { driver, world, lockstep } = elected({ ...rightReadings, chart: charts });
    propose("newest", "a").run(driver);
    propose("newest", "b").run(driver);
    isWrong = true;
    const before = world.steps;
    while (lockstep?.finding === null) driver.timeout(0, "heartbeat");
    assert.equal(lockstep?.finding?.property, "log.entries");
    return world.steps - before;
  }

  it("is done in full every 64 steps of a server: so much later an old difference shows", () => {
    const steps = stepsUntilFound(1);
    assert.ok(steps > 50 && steps <= 64, `found after ${steps} steps`);
  });

  it("is done at once for what an append may have changed", () => {
    const rig = createRig(
      plainSettings(3),
      mutatedCore((right) => ({
        entriesToAppend: (server, request, conflict) =>
          right.entriesToAppend(server, request, conflict).map((entry) => ({ ...entry, client: "c9" })),
      })),
    );
    rig.driver.startAll();
    elect(0, 0b110, false).run(rig.driver);
    for (const text of ["a", "b"]) propose("newest", text).run(rig.driver);
    const before = rig.world.steps;
    replicate("newest", 0, { pick: "oldest", rounds: 2, answered: true }).run(rig.driver);
    assert.equal(rig.lockstep?.finding?.property, "log.entries");
    assert.ok(rig.lockstep.finding.step - before <= 5);
  });
});
