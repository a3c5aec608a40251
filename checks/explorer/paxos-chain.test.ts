import assert from "node:assert/strict";
import {
  instantiate,
  type Json,
  type Machine,
  type Specification,
  specifications,
} from "../../spec/index.js";
import { exploreBreadthFirst } from "./breadth-first.js";
import { type NaiveVoting, naiveStart, naiveSuccessors } from "./testing/naive-voting.js";

const named = (name: string) => specifications.find((one) => one.name === name) as Specification;
const constantsOf = (acceptors: number, values: number, maxBallot: number) => ({
  acceptors,
  values,
  maxBallot,
});

/** [distinct, generated, depth], as TLC counts them. */
function counts(
  specification: Specification,
  constants: { readonly [constant: string]: number },
  symmetry: readonly string[] = [],
): readonly number[] {
  const found = exploreBreadthFirst(instantiate(specification, { constants, symmetry }));
  assert.equal(found.violation, null);
  assert.ok(found.complete);
  for (const [name, count] of Object.entries(found.taken)) assert.ok(count > 0, name);
  for (const [name, count] of Object.entries(found.witnesses)) assert.ok(count > 0, name);
  return [found.distinct, found.generated, found.depth];
}

const both = ["acceptors", "values"];

describe("consensus", () => {
  it("chooses one of three values, in TLC's number of states", () => {
    assert.deepEqual(counts(named("consensus"), { values: 3 }), [4, 4, 2]);
  });
});

describe("voting", () => {
  const voting = named("voting");

  it("has as many states as TLC finds (W1, W2, W2b)", () => {
    assert.deepEqual(counts(voting, constantsOf(3, 2, 1)), [599, 3124, 11]);
    assert.deepEqual(counts(voting, constantsOf(3, 2, 2)), [6752, 41_017, 16]);
    assert.deepEqual(counts(voting, constantsOf(3, 2, 2), both), [686, 4357, 16]);
  });

  it("has the edges of a naive second reading, one a witness (W1)", () => {
    const bounds = constantsOf(3, 2, 1);
    const machine = instantiate(voting, { constants: bounds });
    let edges = 0;
    const seen = new Set<string>();
    const queue: [NaiveVoting, Int32Array][] = [[naiveStart(bounds), machine.initial[0] as Int32Array]];
    for (const [naive, words] of queue) {
      const wanted = naiveSuccessors(naive, bounds);
      const found = successors(machine, words);
      edges += found.length;
      assert.deepEqual(found.map((one) => keyOf(machine, one)).sort(), wanted.map(naiveKey).sort());
      for (const next of wanted) {
        const key = naiveKey(next);
        if (seen.has(key)) continue;
        seen.add(key);
        queue.push([next, found.find((one) => keyOf(machine, one) === key) as Int32Array]);
      }
    }
    assert.deepEqual([queue.length, edges + 1], [599, 3124]);
  });

  it("stays safe where votes need only be safe, and stays safe with flexible quorums", () => {
    const [distinct = 0] = counts(voting, { ...constantsOf(3, 2, 1), oneQuorumShows: 0 });
    assert.ok(distinct >= 599);
    counts(voting, { ...constantsOf(3, 2, 1), phase1Quorum: 3, phase2Quorum: 1 });
  });
});

describe("paxos", () => {
  const paxos = named("paxos");

  it("has as many states as TLC finds (P1, P1a, P1b, P2, P3)", () => {
    assert.deepEqual(counts(paxos, constantsOf(3, 2, 1)), [3921, 23_563, 17]);
    assert.deepEqual(counts(paxos, constantsOf(3, 2, 1), ["acceptors"]), [857, 5190, 17]);
    assert.deepEqual(counts(paxos, constantsOf(3, 2, 1), both), [443, 2697, 17]);
    assert.deepEqual(counts(paxos, constantsOf(3, 3, 1)), [6801, 41_311, 17]);
    assert.deepEqual(counts(paxos, constantsOf(4, 2, 1)), [20_609, 142_947, 21]);
  });

  it("is safe where each phase-1 quorum meets each phase-2 quorum", () => {
    const distinct = (acceptors: number, phase1Quorum: number, phase2Quorum: number) =>
      counts(paxos, { ...constantsOf(acceptors, 2, 1), phase1Quorum, phase2Quorum })[0];
    assert.equal(distinct(3, 3, 1), 513);
    assert.equal(distinct(3, 1, 3), 12_513);
    assert.equal(distinct(4, 3, 2), 20_609);
  });

  it("is not where they do not", () => {
    const shortest = (acceptors: number, phase1Quorum: number, phase2Quorum: number) => {
      const constants = { ...constantsOf(acceptors, 2, 1), phase1Quorum, phase2Quorum };
      return exploreBreadthFirst(instantiate(paxos, { constants })).violation?.path.length;
    };
    assert.equal(shortest(3, 2, 1), 10);
    assert.equal(shortest(4, 2, 2), 12);
  });

  it("refuses a quorum of more acceptors than there are", () => {
    const constants = { ...constantsOf(3, 2, 1), phase1Quorum: 4 };
    assert.throws(() => instantiate(paxos, { constants }), /a quorum of 4 is more than all 3 acceptors/);
  });

  it("has one proposal a ballot, reports that are votes, and promises that rise", () => {
    const properties = ["oneProposalPerBallot", "reportsAreVotes", "promisesRise"];
    const machine = instantiate(paxos, { constants: constantsOf(3, 2, 1), properties });
    assert.equal(exploreBreadthFirst(machine).violation, null);
    const breaks = (mutant: string, property: string) => {
      const mutated = instantiate(paxos, { constants: constantsOf(3, 2, 1), properties: [property], mutant });
      assert.equal(exploreBreadthFirst(mutated).violation?.property, property);
    };
    breaks("shared-ballot", "oneProposalPerBallot");
    breaks("loses-promise", "promisesRise");
  });
});

describe("raft-abstract", () => {
  it("holds in every state of three servers, three terms and two entries", () => {
    const raftAbstract = named("raft-abstract");
    const bare = instantiate(raftAbstract, { properties: [] });
    // As many as a search over plain objects finds: without the ghost that the properties read.
    assert.equal(exploreBreadthFirst(bare).distinct, 13_333);
    assert.deepEqual(counts(raftAbstract, {}), [13_879, 52_231, 13]);
    assert.deepEqual(counts(raftAbstract, {}, ["servers"]), [2314, 8711, 13]);
  });
});

describe("the specifications of consensus", () => {
  for (const name of ["consensus", "voting", "paxos", "raft-abstract"]) {
    it(`${name} has true frames, and effects that are functions`, () => {
      const found = exploreBreadthFirst(instantiate(named(name), { checked: true }), { maxStates: 3000 });
      assert.equal(found.violation, null);
    });

    for (const { id, violates, constants, shortest } of named(name).mutants) {
      it(`${name} breaks ${violates} in ${shortest} actions if mutated to ${id}`, () => {
        const machine = instantiate(named(name), { constants, mutant: id, properties: [violates] });
        const { violation } = exploreBreadthFirst(machine);
        assert.equal(violation?.property, violates);
        assert.equal(violation.path.length, shortest);
      });
    }
  }
});

/** The packed successors of a state, one for each binding that is enabled. */
function successors(machine: Machine, words: Int32Array): readonly Int32Array[] {
  const quiet = { visit: () => false, violated: () => assert.fail("a property was broken") };
  const generated = machine.expand(words, 0, quiet);
  return Array.from(
    { length: generated },
    (_, ordinal) => machine.replay(words, 0, ordinal).words as Int32Array,
  );
}

/** "v1 in b1, …" for each acceptor, then the promises. */
function keyOf(machine: Machine, words: Int32Array): string {
  const { votes, maxBal } = machine.toJson(words, 0);
  const rows = Object.values(votes as { readonly [acceptor: string]: Json }).map((row) =>
    Object.values(row as { readonly [ballot: string]: Json })
      .map((value, ballot) => (value === null ? "" : `${value} in ${ballot}`))
      .filter((vote) => vote !== ""),
  );
  return JSON.stringify([rows, Object.values(maxBal as { readonly [acceptor: string]: Json })]);
}

function naiveKey({ votes, maxBal }: NaiveVoting): string {
  const rows = votes.map((row) =>
    row.toSorted(([a], [b]) => a - b).map(([ballot, value]) => `v${value + 1} in ${ballot}`),
  );
  return JSON.stringify([rows, maxBal]);
}
