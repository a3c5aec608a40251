import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { exploreBreadthFirst } from "./breadth-first.js";
import { exploreDepthFirst } from "./depth-first.js";
import { dumpStates } from "./dump-states.js";
import type { Exploration } from "./exploration.js";
import { openMachine } from "./machine-sources.js";
import { exploreInParallel } from "./parallel.js";
import { exploreAtRandom } from "./random-walk.js";
import { levelThreadHere, type SearchOrder, search } from "./search.js";
import type { MachineRequest } from "./specification-sources.js";
import { StateGraph } from "./state-graph.js";
import { type Graph, graphMachine } from "./testing/graph-machine.js";

const small: MachineRequest = {
  spec: "raft-classic",
  constants: { servers: 2, values: 1, maxTerm: 2, maxLog: 1, maxInFlight: 1, maxCopies: 1 },
  symmetry: [],
  properties: null,
  mutant: null,
};
/** R1 of the oracle file. */
const smallCounts = { generated: 12_861, distinct: 1645, depth: 28, complete: true };
const medium: MachineRequest = { ...small, constants: { ...small.constants, maxInFlight: 2 } };
const large: MachineRequest = { ...small, constants: { ...small.constants, maxTerm: 3, maxLog: 2 } };
const half: MachineRequest = { ...medium, mutant: "half-quorum" };

const requestFor = (machine: MachineRequest, order: SearchOrder) =>
  ({ machine, order, seed: "7", maxStates: null, maxDepth: null }) as const;

function countsOf({ generated, distinct, depth, complete }: Exploration) {
  return { generated, distinct, depth, complete };
}

/** Two ways from a to d; from e nothing leads back. */
const diamond: Graph = {
  initial: ["a"],
  edges: {
    a: [
      ["Left", "b"],
      ["Right", "c"],
      ["Stay", "a"],
    ],
    b: [["Down", "d"]],
    c: [["Down", "d"]],
    d: [
      ["Back", "a"],
      ["Leave", "e"],
    ],
    e: [],
  },
};

describe("every order of search", () => {
  const orders = {
    "breadth-first": exploreBreadthFirst,
    "depth-first": exploreDepthFirst,
    "with a graph": (machine: ReturnType<typeof graphMachine>) => new StateGraph(machine).explore(),
  };
  for (const [name, explore] of Object.entries(orders)) {
    it(`${name}: visits everything once and counts as TLC does`, () => {
      const found = explore(graphMachine(diamond));
      assert.deepEqual(countsOf(found), { generated: 8, distinct: 5, depth: 4, complete: true });
      assert.deepEqual(found.taken, { Left: 1, Right: 1, Stay: 1, Down: 2, Back: 1, Leave: 1 });
      assert.deepEqual(found.witnesses, { end: 1 });
      assert.equal(found.deadlocks, 1);
      assert.equal(found.violation, null);
      const { generated, distinct } = explore(openMachine(small));
      assert.deepEqual([generated, distinct], [smallCounts.generated, smallCounts.distinct]);
    });

    it(`${name}: finds a path to what must be avoided, were it the first state`, () => {
      const { violation } = explore(graphMachine({ ...diamond, avoided: "e" }));
      assert.equal(violation?.property, "avoided");
      assert.deepEqual(violation.path.map(({ action }) => action).slice(-2), ["Down", "Leave"]);
      assert.deepEqual(violation.path.at(-1)?.broken, [{ property: "avoided", conjunct: "not e" }]);
      assert.deepEqual(explore(graphMachine({ ...diamond, avoided: "a" })).violation?.path, []);
    });
  }

  it("obeys its budget", () => {
    for (const explore of [exploreBreadthFirst, exploreDepthFirst]) {
      const cut = explore(openMachine(medium), { maxDepth: 5 });
      assert.equal(cut.complete, false);
      assert.ok(cut.depth <= 5);
      assert.equal(explore(openMachine(medium), { stop: () => true }).complete, false);
    }
    assert.ok(new StateGraph(openMachine(medium), { maxStates: 100 }).explore().distinct < 1000);
    assert.equal(new StateGraph(openMachine(medium), { stop: () => true }).explore().complete, false);
    assert.equal(new StateGraph(openMachine(medium), { maxDepth: 3 }).explore().depth, 3);
  });
});

describe("random walks", () => {
  it("find a violation, the same for the same seed", () => {
    const machine = openMachine({ ...half, properties: ["electionSafety"] });
    const [one, two] = [exploreAtRandom(machine, "7"), exploreAtRandom(machine, "7")];
    assert.equal(one.violation?.property, "electionSafety");
    assert.equal(one.violation.path.at(-1)?.broken[0]?.property, "electionSafety");
    assert.deepEqual(one.violation.path, two.violation?.path);
  });

  it("never say that all is visited", () => {
    const found = exploreAtRandom(graphMachine(diamond), "1", { maxStates: 5, maxDepth: 9 });
    assert.deepEqual([found.complete, found.distinct, found.violation], [false, 5, null]);
    const broken = exploreAtRandom(graphMachine({ ...diamond, avoided: "a" }), "1");
    assert.deepEqual(broken.violation?.path, []);
  });
});

describe("properties that must stay within reach", () => {
  it("hold if every state has a way to the goal", () => {
    const edges = { ...diamond.edges, e: [["Return", "a"]] as const };
    assert.equal(new StateGraph(graphMachine({ ...diamond, edges, goal: "b" })).explore().violation, null);
  });

  it("are violated by a state without a way, and the path there is shortest", () => {
    const { violation, complete } = new StateGraph(graphMachine({ ...diamond, goal: "a" })).explore();
    assert.equal(violation?.property, "returns");
    assert.deepEqual(
      violation.path.map(({ action }) => action),
      ["Left", "Down", "Leave"],
    );
    assert.equal(complete, false);
  });
});

describe("several threads", () => {
  const here = (machine: MachineRequest, threads: number, capacity?: number, maxStates?: number) =>
    exploreInParallel(
      openMachine(machine),
      (memory) => Array.from({ length: threads }, () => levelThreadHere(machine, memory)),
      maxStates === undefined ? {} : { maxStates },
      capacity,
    );

  it("count what one does, also while their table grows", async () => {
    const one = exploreBreadthFirst(openMachine(large));
    assert.equal(one.distinct, 46_207);
    for (const threads of [1, 2, 3]) {
      const together = await here(large, threads, 2 ** 14);
      assert.deepEqual(together, one);
    }
  });

  it("find the shortest violation", async () => {
    const { violation } = await here(half, 2);
    assert.equal(violation?.path.length, 10);
    assert.equal(violation.path.at(-1)?.broken[0]?.property, "electionSafety");
  });

  it("obey their budget", async () => {
    const { complete, distinct } = await here(medium, 2, 2 ** 14, 2000);
    assert.equal(complete, false);
    assert.ok(distinct >= 2000 && distinct < 13_479);
  });

  it("are threads indeed", async () => {
    assert.deepEqual(countsOf(await search(requestFor(small, "bfs"), 2)), smallCounts);
    const [two, one] = await Promise.all([1, 2].map((workers) => search(requestFor(half, "bfs"), workers)));
    assert.deepEqual(two, one);
  }).timeout(30_000);

  it("tell of mistakes", async () => {
    const wrong = requestFor({ ...small, mutant: "none" }, "dfs");
    await assert.rejects(search(wrong, 0), /mutant "none" is not known/);
    await assert.rejects(search(wrong, 1), { name: "SpecificationError" });
  }).timeout(30_000);

  it("end when they are told to", async () => {
    const big = { ...small, constants: { ...small.constants, servers: 3, maxInFlight: 3 } };
    let asked = 0;
    const stop = () => ++asked > 2;
    let seen = 0;
    const progress = () => {
      seen += 1;
    };
    for (const workers of [1, 2]) {
      asked = 0;
      assert.equal((await search(requestFor(big, "bfs"), workers, { stop, progress })).complete, false);
    }
    assert.ok(seen > 0);
  }).timeout(30_000);
});

describe("the file of all states", () => {
  it("has a line for each, with its edges", () => {
    const file = path.join(tmpdir(), `states-${process.pid}.ndjson`);
    try {
      assert.equal(dumpStates(graphMachine(diamond), file).distinct, 5);
      const lines = readFileSync(file, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      assert.deepEqual(lines[3], {
        id: 3,
        depth: 3,
        state: { node: "d" },
        edges: [
          { action: "Back", parameters: {}, to: 0 },
          { action: "Leave", parameters: {}, to: 4 },
        ],
      });
      const { distinct } = dumpStates(openMachine(small), file);
      const states = readFileSync(file, "utf8").trim().split("\n");
      assert.equal(states.length, distinct);
      const edges = states.flatMap((line) => (JSON.parse(line) as { edges: { to: number }[] }).edges);
      assert.ok(edges.every(({ to }) => to >= 0 && to < distinct));
    } finally {
      rmSync(file, { force: true });
    }
  });
});
