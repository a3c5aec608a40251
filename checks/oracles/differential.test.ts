import assert from "node:assert/strict";
import type { ClusterObserver } from "../../traces/format/index.js";
import { createOracles, type Oracles, propertyNames, witnessNames } from "./index.js";
import { type FaultName, faultNames } from "./testdata/faults.js";
import { RandomCluster, type RandomClusterOptions } from "./testdata/random-cluster.js";
import { SpecObserver } from "./testdata/spec-observer.js";

const allServers = ["s1", "s2", "s3", "s4", "s5"];

interface Comparison {
  readonly spec: SpecObserver;
  readonly oracles: Oracles;
  /** The event at which the oracle of each property first found something. */
  readonly firstFound: ReadonlyMap<string, number>;
}

/** Runs one cluster before both judges, and a little on after the first violation. */
function compare(setup: RandomClusterOptions, oracles: Oracles): Comparison {
  const spec = new SpecObserver(setup.servers);
  const firstFound = new Map<string, number>();
  const note = () => {
    for (const { property } of oracles.allFindings.slice(firstFound.size))
      firstFound.set(property, spec.events);
  };
  const both: ClusterObserver = {
    onStep(event) {
      spec.onStep(event);
      oracles.onStep(event);
      note();
    },
    onCrash(server, recordsKept, recordsLost, command) {
      spec.onCrash(server, recordsKept, recordsLost);
      oracles.onCrash(server, recordsKept, recordsLost, command);
      note();
    },
    onNetwork: (...event) => oracles.onNetwork(...event),
    onLink: (...event) => oracles.onLink(...event),
  };
  let end = Number.POSITIVE_INFINITY;
  new RandomCluster(setup, both).run(() => {
    if (spec.firstBroken.size > 0) end = Math.min(end, spec.events + 20);
    return spec.events >= end;
  });
  return { spec, oracles, firstFound };
}

function setup(seed: number, events: number, faults: readonly FaultName[]): RandomClusterOptions {
  const servers = allServers.slice(0, 1 + (seed % allServers.length));
  return { seed, servers, events, faults, biteOneIn: 1 + (seed % 3), crashOneIn: seed % 4 === 0 ? 0 : 60 };
}

/** Faults whose harm is seldom the first to show: they get longer runs, alone, and bite every time. */
const shyFaults: readonly FaultName[] = [
  "winnerDropsLog",
  "anyLogIsUpToDate",
  "commitPastEnd",
  "commitFollowsLeader",
  "deposedLeaderCuts",
  "usurpsTerm",
  "matchFollowsResponse",
];

function faultySetups(): readonly RandomClusterOptions[] {
  const setups = faultNames.flatMap((fault, position) =>
    Array.from({ length: 16 }, (_, seed) => {
      const second = faultNames[(position * 7 + seed) % faultNames.length] as FaultName;
      return setup(seed, 250, seed % 2 === 0 ? [fault] : [fault, second]);
    }),
  );
  const long = shyFaults.flatMap((fault) =>
    Array.from({ length: 32 }, (_, seed) => ({ ...setup(seed + 50, 500, [fault]), biteOneIn: 1 })),
  );
  return [...setups, ...long];
}

describe("oracles and specification", () => {
  it("agree, on faulty clusters, on the first bad event of every property", () => {
    const tripped = new Map<string, number>();
    for (const options of faultySetups()) {
      const { spec, oracles, firstFound } = compare(options, createOracles(options.servers));
      const run = `${options.faults.join(" and ")}, seed ${options.seed}`;
      assert.deepEqual([...firstFound].sort(), [...spec.firstBroken].sort(), run);
      const first = Math.min(...firstFound.values());
      for (const [property, event] of firstFound) {
        if (event === first) tripped.set(property, (tripped.get(property) ?? 0) + 1);
      }
      for (const name of witnessNames) {
        assert.equal(oracles.witnesses[name], spec.witnesses.get(name) ?? 0, `${name}, ${run}`);
      }
    }
    for (const property of propertyNames) {
      const times = tripped.get(property) ?? 0;
      assert.ok(times >= 10, `${property} was among the first to break in only ${times} runs`);
    }
  });

  it("agree, on sound clusters, that nothing breaks, and on what happened", () => {
    const total = new Map<string, number>();
    for (let seed = 0; seed < 50; seed++) {
      const options = setup(seed, 700, []);
      const { spec, oracles } = compare(options, createOracles(options.servers));
      assert.deepEqual([oracles.finding, [...spec.firstBroken]], [null, []], `seed ${seed}`);
      for (const name of witnessNames) {
        const count = oracles.witnesses[name] ?? 0;
        assert.equal(count, spec.witnesses.get(name) ?? 0, `${name}, seed ${seed}`);
        total.set(name, (total.get(name) ?? 0) + count);
      }
    }
    const unseen = witnessNames.filter((name) => total.get(name) === 0);
    assert.deepEqual(unseen, [], "every witness is seen");
  });

  it("find nothing in long runs of sound clusters, one history after another", () => {
    for (const size of [1, 2, 3, 4, 5]) {
      const servers = allServers.slice(0, size);
      const oracles = createOracles(servers);
      for (let seed = 100; seed < 120; seed++) {
        oracles.reset();
        const options = { seed, servers, events: 1500, faults: [], biteOneIn: 1, crashOneIn: 80 };
        new RandomCluster(options, oracles).run();
        assert.equal(oracles.finding, null, `${size} servers, seed ${seed}`);
      }
    }
  });

  it("judge a history after reset as new oracles would", () => {
    const servers = allServers.slice(0, 3);
    const used = createOracles(servers);
    for (const [seed, fault] of faultNames.entries()) {
      const options = { seed, servers, events: 300, faults: [fault], biteOneIn: 1, crashOneIn: 60 };
      const fresh = createOracles(servers);
      used.reset();
      new RandomCluster(options, fresh).run();
      new RandomCluster(options, used).run();
      assert.deepEqual(used.allFindings, fresh.allFindings, fault);
      assert.deepEqual(used.witnesses, fresh.witnesses, fault);
    }
  });
});
