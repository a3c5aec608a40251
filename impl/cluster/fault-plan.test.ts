import assert from "node:assert/strict";
import { describeFaultPlan, drawFaultPlan, electionTimeout, type FaultPlan, trueRate } from "./fault-plan.js";
import { Random } from "./random.js";

const plans = Array.from({ length: 500 }, (_, history) =>
  drawFaultPlan(Random.ofHistory("swarm", history).fork("plan")),
);

/** Each switch of a plan: is it on? */
const switches: { readonly [name: string]: (plan: FaultPlan) => boolean } = {
  preVote: (plan) => plan.options.preVote,
  checkQuorum: (plan) => plan.options.checkQuorum,
  noOp: (plan) => plan.options.noOp,
  oneEntryPerMessage: (plan) => plan.options.maxEntriesPerMessage === 1,
  manyEntriesPerMessage: (plan) => plan.options.maxEntriesPerMessage >= 1000,
  oneEntryInFlight: (plan) => plan.options.maxInFlightEntries === 1,
  oneByteInFlight: (plan) => plan.options.maxInFlightBytes === 1,
  oneByteUncommitted: (plan) => plan.options.maxUncommittedBytes === 1,
  aimAtLeader: (plan) => plan.aimAtLeaderPerMille > 0,
  emptyCommands: (plan) => plan.client.bytesMost === 0,
  strayProposals: (plan) => plan.client.strayPerMille > 0,
  reordering: (plan) => plan.network.reorders,
  delaySpikes: (plan) => plan.network.spikePerMille > 0,
  loss: (plan) => plan.network.lossPerMille > 0,
  duplication: (plan) => plan.network.duplicationPerMille > 0,
  noPartitions: (plan) => plan.partitions.kinds.length === 0,
  twoWayPartitions: (plan) => plan.partitions.kinds.includes("twoWay"),
  oneWayPartitions: (plan) => plan.partitions.kinds.includes("oneWay"),
  messagePartitions: (plan) => plan.partitions.kinds.includes("byMessage"),
  crashes: (plan) => plan.crashes.intervalMost > 0,
  crashesInWrites: (plan) => plan.crashes.inWritePerMille > 0,
  powerFailures: (plan) => plan.crashes.powerFailurePerMille > 0,
  lostTails: (plan) => plan.crashes.keeps.includes("nothing"),
  tornWrites: (plan) => plan.crashes.keeps.includes("prefix"),
  wholeTails: (plan) => plan.crashes.keeps.includes("everything"),
  slowSyncs: (plan) => plan.disks.slowPerMille > 0,
  failedWrites: (plan) => plan.disks.failurePerTenThousand > 0,
  skewedClocks: (plan) => plan.clocks.rates.some((rate) => rate !== trueRate),
  duplicatedTimeouts: (plan) => plan.clocks.duplicatePerMille > 0,
  narrowTimeouts: (plan) => plan.clocks.electionSpread < electionTimeout,
};

describe("fault plan", () => {
  for (const [name, isOn] of Object.entries(switches)) {
    it(`has ${name} in some histories and not in others`, () => {
      const count = plans.filter(isOn).length;
      assert.ok(count >= 50 && count <= 450, `${count} of ${plans.length}`);
    });
  }

  it("draws every cluster size, none of them seldom", () => {
    for (let size = 1; size <= 7; size++) {
      assert.ok(plans.filter(({ servers }) => servers === size).length >= 40, `${size} servers`);
    }
  });

  it("gives each pair of switches together and apart: no fault hides another", () => {
    const names = Object.keys(switches).filter((name) => !name.endsWith("Partitions"));
    for (const one of ["crashes", "loss", "reordering", "preVote"]) {
      for (const other of names) {
        if (one === other) continue;
        const seen = new Set(plans.map((plan) => `${switches[one]!(plan)} ${switches[other]!(plan)}`));
        assert.equal(seen.size, 4, `${one} with ${other}`);
      }
    }
  });

  it("holds integers only", () => {
    const check = (value: unknown): void => {
      if (typeof value === "number") assert.ok(Number.isSafeInteger(value), String(value));
      else if (typeof value === "object" && value !== null) Object.values(value).forEach(check);
    };
    plans.forEach(check);
  });

  it("is the same for the same seed and history", () => {
    assert.deepEqual(drawFaultPlan(Random.ofHistory("swarm", 3).fork("plan")), plans[3]);
    assert.notDeepEqual(plans[4], plans[3]);
  });

  it("can be printed, one line a subject", () => {
    const calm: FaultPlan = {
      servers: 3,
      options: {
        preVote: true,
        checkQuorum: false,
        noOp: true,
        maxEntriesPerMessage: 1,
        maxInFlightEntries: 2,
        maxInFlightBytes: 100,
        maxUncommittedBytes: 20,
      },
      duration: 8 * electionTimeout,
      aimAtLeaderPerMille: 0,
      client: { intervalMost: 50_000, bytesMost: 8, strayPerMille: 0 },
      network: {
        latencyLeast: 500,
        latencyMost: 5000,
        reorders: false,
        spikePerMille: 0,
        spikeMost: 4 * electionTimeout,
        lossPerMille: 0,
        duplicationPerMille: 0,
      },
      partitions: { kinds: [], intervalMost: electionTimeout, durationMost: electionTimeout },
      crashes: {
        intervalMost: 0,
        downtimeMost: 10_000,
        keeps: ["everything"],
        inWritePerMille: 0,
        powerFailurePerMille: 0,
      },
      disks: { syncMost: 2000, slowPerMille: 0, slowMost: 2 * electionTimeout, failurePerTenThousand: 0 },
      clocks: {
        rates: [1000, 1000, 1000],
        duplicatePerMille: 0,
        electionSpread: electionTimeout,
        heartbeat: 250_000,
      },
    };
    assert.equal(
      describeFaultPlan(calm),
      [
        "cluster     3 servers, safety phase 8 T",
        "options     preVote=true checkQuorum=false noOp=true maxEntriesPerMessage=1 maxInFlightEntries=2" +
          " maxInFlightBytes=100 maxUncommittedBytes=20",
        "client      every ≤ 0.05 T, ≤ 8 bytes, to any server 0‰",
        "network     latency 0.0005 T–0.005 T, keeps order, spikes 0‰, loss 0‰, duplication 0‰",
        "partitions  none",
        "crashes     in writes 0‰, of all servers 0‰, down ≤ 0.01 T, unsynced tail keeps everything",
        "aim         at a leader 0‰",
        "disks       sync ≤ 0.002 T, slow 0‰, failing 0‱",
        "clocks      rates 1000 1000 1000 ‰, duplicated timeouts 0‰, election spread 1 T, heartbeat 0.25 T",
      ].join("\n"),
    );
    const stormy: FaultPlan = {
      ...calm,
      network: { ...calm.network, reorders: true },
      partitions: { ...calm.partitions, kinds: ["oneWay", "byMessage"] },
      crashes: { ...calm.crashes, intervalMost: 3 * electionTimeout, keeps: ["nothing", "prefix"] },
    };
    assert.match(describeFaultPlan(stormy), /reorders/);
    assert.match(describeFaultPlan(stormy), /partitions {2}oneWay byMessage, every ≤ 1 T for ≤ 1 T/);
    assert.match(describeFaultPlan(stormy), /crashes {5}every ≤ 3 T, .* nothing or prefix$/m);
  });
});
