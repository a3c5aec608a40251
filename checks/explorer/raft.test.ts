import assert from "node:assert/strict";
import { instantiate, type Specification, specifications } from "../../spec/index.js";
import { exploreBreadthFirst } from "./breadth-first.js";

const raft = specifications.find(({ name }) => name === "raft") as Specification;

function explored(constants: { readonly [name: string]: number }, symmetry: readonly string[] = []) {
  const found = exploreBreadthFirst(instantiate(raft, { constants, symmetry }));
  assert.equal(found.violation, null);
  assert.ok(found.complete);
  return found;
}

describe("raft, the specification that the implementation is held against", () => {
  it("holds in every state of three servers and one term, with crashes, and shows all that there is to be seen", () => {
    const { generated, distinct, depth, witnesses } = explored({ maxTerm: 1, maxCrashes: 1 });
    assert.deepEqual([generated, distinct, depth], [370_222, 33_975, 28]);
    for (const [name, count] of Object.entries(witnesses)) assert.ok(count > 0, name);
  });

  it("holds with two terms, by symmetry", () => {
    const { distinct, depth } = explored({}, ["servers", "values"]);
    assert.deepEqual([distinct, depth], [42_421, 38]);
  });

  it("holds with pre-votes, duplicated messages and two entries a message", () => {
    explored({ servers: 2, maxTerm: 1, maxCopies: 2, maxInFlight: 2, preVote: 1 });
    explored({ servers: 2, maxTerm: 1, maxLog: 2, maxEntries: 2, maxCrashes: 1 });
  });

  it("has frames that are true, and effects that are functions of state and parameters", () => {
    const constants = { servers: 2, maxTerm: 2, maxCopies: 2, maxCrashes: 1, preVote: 1 };
    const found = exploreBreadthFirst(instantiate(raft, { constants, checked: true }), { maxStates: 20_000 });
    assert.equal(found.violation, null);
    for (const [name, count] of Object.entries(found.taken)) assert.ok(count > 0, name);
  });

  for (const { id, violates, constants, shortest } of raft.mutants) {
    // Those beyond are searched by `lockstep mutants --engine explore`.
    if (shortest > 16) continue;
    it(`breaks ${violates} in ${shortest} actions if mutated to ${id}`, () => {
      const machine = instantiate(raft, { constants, mutant: id, properties: [violates] });
      const { violation } = exploreBreadthFirst(machine);
      assert.equal(violation?.property, violates);
      assert.equal(violation.path.length, shortest);
    });
  }
});
