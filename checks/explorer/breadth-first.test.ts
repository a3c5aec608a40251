import assert from "node:assert/strict";
import { instantiate } from "../../spec/machine/index.js";
import { raftClassic } from "../../spec/raft-classic/index.js";
import { exploreBreadthFirst } from "./breadth-first.js";
import type { SearchProgress } from "./exploration.js";

const R1 = { servers: 2, values: 1, maxTerm: 2, maxLog: 1, maxInFlight: 1, maxCopies: 1 };

describe("exploreBreadthFirst", () => {
  it("visits everything, and counts as TLC does", () => {
    const found = exploreBreadthFirst(instantiate(raftClassic, { constants: R1 }));
    const { generated, distinct, depth, complete, violation, deadlocks } = found;
    assert.deepEqual(
      { generated, distinct, depth, complete, violation, deadlocks },
      { generated: 12_861, distinct: 1_645, depth: 28, complete: true, violation: null, deadlocks: 0 },
    );
    assert.equal(
      Object.values(found.taken).reduce((sum, count) => sum + count, 1),
      generated,
    );
    assert.ok((found.witnesses.entryCommitted ?? 0) > 0);
    assert.ok(found.collisionProbability < 1e-9);
  });

  it("tells a shortest path to a violation", () => {
    const { violation, complete } = exploreBreadthFirst(
      instantiate(raftClassic, { constants: R1, mutant: "half-quorum" }),
    );
    assert.equal(violation?.property, "electionSafety");
    assert.equal(complete, false);
    assert.equal(violation?.path.length, 10);
    assert.deepEqual(
      violation?.path.map((step) => step.broken.length),
      [...Array.from({ length: 9 }, () => 0), 1],
    );
    assert.equal(violation?.path[0]?.action, "Timeout");
    assert.equal(violation?.path.at(-1)?.action, "BecomeLeader");
  });

  it("ends when its budget does", () => {
    const open = () => instantiate(raftClassic, { constants: { ...R1, maxInFlight: 2 } });
    const shallow = exploreBreadthFirst(open(), { maxDepth: 5 });
    assert.deepEqual([shallow.depth, shallow.complete], [5, false]);
    const few = exploreBreadthFirst(open(), { maxStates: 2000 });
    assert.ok(few.distinct >= 2000 && few.distinct < 13_479 && !few.complete);
    const told: SearchProgress[] = [];
    const stopped = exploreBreadthFirst(open(), {
      progress: (progress) => told.push(progress),
      stop: () => told.length === 2,
    });
    assert.equal(stopped.complete, false);
    assert.equal(told.length, 2);
    assert.ok((told[0] as SearchProgress).queue > 0);
  });

  it("judges initial states", () => {
    const machine = instantiate(raftClassic, {
      constants: R1,
      extra: () => [
        {
          ...{ kind: "state", name: "never", citation: "none", standard: true },
          conjuncts: { never: () => false },
        },
      ],
    });
    const { violation, distinct } = exploreBreadthFirst(machine);
    assert.deepEqual([violation?.property, violation?.path.length, distinct], ["never", 0, 0]);
  });
});
