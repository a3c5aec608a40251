import assert from "node:assert/strict";
import { defaultRules } from "../../impl/core/index.js";
import { chartRules } from "../../model/index.js";
import type { Machine } from "../../spec/index.js";
import type { ProtocolRules } from "../../traces/format/index.js";
import { findMutant } from "../mutants/index.js";
import { exploreBreadthFirst } from "./breadth-first.js";
import { createChartMachine } from "./chart-machine.js";
import { boundsOf, type ClusterBounds } from "./cluster-machine-bounds.js";
import { clusterMutants } from "./cluster-machine-mutants.js";
import { createImplMachine } from "./impl-machine.js";

const kinds = { impl: createImplMachine, charts: createChartMachine };
type Kind = keyof typeof kinds;

function explored(kind: Kind, bounds: Partial<ClusterBounds>) {
  const { generated, distinct, depth, complete, violation, witnesses } = exploreBreadthFirst(
    kinds[kind]({ bounds }),
  );
  assert.equal(violation, null);
  assert.ok(complete);
  return { counts: [generated, distinct, depth], witnesses };
}

function mutated(kind: Kind, id: string): ProtocolRules {
  const right = kind === "impl" ? defaultRules : chartRules;
  const mutant = findMutant(id);
  assert.ok(mutant);
  return { ...right, ...mutant.change(right) };
}

/** A state that lies `steps` steps from the start. */
function walk(machine: Machine, steps: number): Int32Array {
  let words = machine.initial[0] as Int32Array;
  for (let step = 0; step < steps; step += 1) {
    const found: Int32Array[] = [];
    const visit = (_low: number, _high: number, after: Int32Array): boolean => found.push(after.slice()) > 0;
    machine.expand(words, 0, { visit, violated: () => assert.fail("nothing is broken") });
    words = found[(step * 5) % found.length] as Int32Array;
  }
  return words;
}

function lanes(machine: Machine, words: Int32Array): readonly number[] {
  const found = new Int32Array(2);
  machine.fingerprint(words, 0, found);
  return [...found];
}

describe("clusters as machines", () => {
  it("hold all properties in every state of two servers, and show all that there is to be seen", () => {
    for (const kind of ["impl", "charts"] as const) {
      const { witnesses } = explored(kind, { servers: 2, maxTerm: 2, maxInFlight: 2 });
      const { logsDiffer, ...seen } = witnesses;
      // Of two servers, none is elected without the vote, and so the log, of the other.
      assert.equal(logsDiffer, 0);
      assert.ok(
        Object.values(seen).every((count) => count > 0),
        JSON.stringify(seen),
      );
    }
  });

  it("hold all properties in every state of three servers", () => {
    assert.deepEqual(explored("impl", { maxRestarts: 0 }).counts, [242_443, 27_587, 30]);
  });

  it("hold all properties when syncs and crashes are steps of their own", () => {
    for (const kind of ["impl", "charts"] as const) {
      explored(kind, { servers: 2, maxInFlight: 2, maxLog: 0, slowDisks: 1 });
    }
  });

  it("hold all properties when the network duplicates", () => {
    const { counts } = explored("impl", { servers: 2, maxCopies: 2, maxLog: 0, maxRestarts: 0 });
    assert.ok((counts[0] as number) > 0);
  });

  for (const { id, violates, bounds, shortest } of clusterMutants.filter((mutant) => mutant.shortest <= 12)) {
    it(`find ${id} in ${shortest} actions`, () => {
      const machine = createImplMachine({ bounds, rules: mutated("impl", id), properties: [violates] });
      const { violation } = exploreBreadthFirst(machine);
      assert.equal(violation?.property, violates);
      assert.equal(violation.path.length, shortest);
      const [last] = violation.path.at(-1)?.broken ?? [];
      assert.equal(last?.property, violates);
      assert.ok(last.conjunct.length > 0);
    });
  }

  it("find a mutated chart", () => {
    const bounds = { servers: 2, maxInFlight: 1 };
    const machine = createChartMachine({ bounds, rules: mutated("charts", "V23") });
    assert.equal(exploreBreadthFirst(machine).violation?.path.length, 2);
  });

  it("tell a state as plain data, and take it back with the same fingerprint, in another machine too", () => {
    for (const kind of ["impl", "charts"] as const) {
      for (const slowDisks of [0, 1]) {
        const bounds = { maxTerm: 8, maxInFlight: 8, slowDisks };
        const machine = kinds[kind]({ bounds });
        const other = kinds[kind]({ bounds });
        walk(other, 3);
        for (let steps = 0; steps < 12; steps += 1) {
          const words = walk(machine, steps);
          const told = machine.toJson(words, 0);
          assert.deepEqual(machine.fromJson(told), words);
          const taken = other.fromJson(told);
          assert.deepEqual(other.toJson(taken, 0), told);
          assert.deepEqual(lanes(other, taken), lanes(machine, words));
        }
      }
    }
  });

  it("print one variable a line", () => {
    const machine = createImplMachine();
    const lines = machine.print(machine.initial[0] as Int32Array, 0).split("\n");
    assert.ok(lines.includes('currentTerm = {"s1":0,"s2":0,"s3":0}'));
  });

  it("replay a step with what it changed", () => {
    const machine = createImplMachine();
    const step = machine.replay(machine.initial[0] as Int32Array, 0, 0);
    assert.equal(step.action, "Timeout");
    assert.deepEqual(step.parameters, { server: "s1" });
    assert.ok(step.changed.includes("currentTerm"));
    assert.ok(!step.changed.includes("restarts"));
    assert.deepEqual(step.broken, []);
    assert.throws(() => machine.replay(machine.initial[0] as Int32Array, 0, 1000), RangeError);
  });

  it("judge a state by itself", () => {
    const machine = createImplMachine();
    assert.equal(machine.judge(machine.initial[0] as Int32Array, 0), -1);
  });

  it("refuse bounds and properties that there are not", () => {
    assert.throws(() => boundsOf({ maxTerm: 9 }), /maxTerm is a whole number from 1 to 8, not 9/);
    assert.throws(() => boundsOf({ servers: 1.5 }), /servers/);
    assert.throws(() => createImplMachine({ properties: ["electionsafety"] }), /it has electionSafety/);
    assert.throws(() => createImplMachine().reaches(0, new Int32Array(0), 0), RangeError);
  });
});
