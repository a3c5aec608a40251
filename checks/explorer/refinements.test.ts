import assert from "node:assert/strict";
import {
  findRefinement,
  initialProperty,
  instantiate,
  obligationOf,
  type Refinement,
  refinements,
  type Specification,
  specifications,
} from "../../spec/index.js";
import { exploreBreadthFirst } from "./breadth-first.js";

const concrete = ({ of }: Refinement) => specifications.find(({ name }) => name === of) as Specification;

function explored(
  refinement: Refinement,
  constants: { readonly [constant: string]: number },
  mutant?: string,
) {
  const obligation = obligationOf(refinement);
  const machine = instantiate(concrete(refinement), {
    constants,
    properties: [],
    extra: obligation.properties,
    ...(mutant === undefined ? {} : { mutant }),
  });
  const found = exploreBreadthFirst(machine);
  return { ...found, counters: obligation.counters() };
}

/** Every edge of the whole graph was checked; what was counted. */
function held(name: string, constants: { readonly [constant: string]: number }) {
  const { violation, complete, distinct, counters } = explored(findRefinement(name), constants);
  assert.equal(violation, null);
  assert.ok(complete);
  return { distinct, ...counters };
}

describe("refinements", () => {
  it("read an initial state as an initial state", () => {
    for (const refinement of refinements) {
      const machine = instantiate(concrete(refinement), {
        properties: [],
        extra: initialProperty(refinement),
      });
      assert.equal(machine.judge(machine.initial[0] as Int32Array, 0), -1, refinement.name);
    }
  });

  it("Voting is Consensus, with either guard and with flexible quorums", () => {
    const small = { acceptors: 3, values: 2, maxBallot: 1 };
    const { edges, stutters, steps } = held("voting-consensus", { ...small, maxBallot: 2 });
    assert.deepEqual(
      { edges, stutters, steps },
      { edges: 30_078, stutters: 24_774, steps: { Choose: 5304 } },
    );
    held("voting-consensus", { ...small, oneQuorumShows: 0 });
    held("voting-consensus", { ...small, phase1Quorum: 3, phase2Quorum: 1 });
  });

  it("Paxos is Voting, and through it Consensus", () => {
    const small = { acceptors: 3, values: 2, maxBallot: 1 };
    const { distinct, edges, stutters, steps } = held("paxos-voting", small);
    assert.deepEqual([distinct, edges, stutters], [3921, 10_010, 1706]);
    assert.deepEqual(steps, { IncreaseMaxBal: 3864, VoteFor: 5856 });
    assert.deepEqual(held("paxos-consensus", small).steps, { Choose: 2064 });
    held("paxos-voting", { ...small, phase1Quorum: 3, phase2Quorum: 1 });
  });

  it("Raft is Voting in each slot, and through it Consensus", () => {
    const { distinct, edges, stutters, steps } = held("raft-abstract-voting", { maxTerm: 3, maxLog: 2 });
    assert.deepEqual([distinct, edges, stutters], [44_275, 123_480, 27_774]);
    assert.deepEqual(steps, { IncreaseMaxBal: 190_428, VoteFor: 35_616 });
    assert.deepEqual(held("raft-abstract-consensus", { maxTerm: 2, maxLog: 2 }).steps, { Choose: 1230 });
  });

  for (const refinement of refinements) {
    const { name, refuted } = refinement;
    if (refuted === null) continue;
    it(`${name} fails in ${refuted.shortest} actions`, () => {
      const { violation } = explored(refinement, refuted.constants);
      assert.equal(violation?.property, name);
      assert.equal(violation.path.length, refuted.shortest);
    });
  }

  it("count the edges up to the one that fails, and not those told of again", () => {
    const obligation = obligationOf(findRefinement("voting-consensus"));
    const machine = instantiate(concrete(findRefinement("voting-consensus")), {
      properties: [],
      extra: obligation.properties,
      mutant: "unsafe-vote",
    });
    const { violation, generated } = exploreBreadthFirst(machine);
    assert.ok(violation !== null && violation.path.length > 0);
    const { edges } = obligation.counters();
    assert.ok(edges > violation.path.length && edges < generated, `${edges} of ${generated}`);
    machine.replay(machine.initial[0] as Int32Array, 0, 0);
    assert.equal(obligation.counters().edges, edges);
  });

  it("counting votes for matched entries in the leader's term holds up to 3 terms", () => {
    held("raft-abstract-voting-matched", { maxTerm: 3, maxLog: 1 });
  });

  it("fail for wrong rules, each in its way", () => {
    const conjunct = (name: string, constants: { readonly [constant: string]: number }, mutant: string) => {
      const { violation } = explored(findRefinement(name), constants, mutant);
      return violation?.path.at(-1)?.broken[0]?.conjunct;
    };
    const paxos = { acceptors: 3, values: 2, maxBallot: 1 };
    assert.equal(conjunct("paxos-voting", paxos, "reports-ignored"), "each abstract step is enabled");
    assert.equal(conjunct("paxos-voting", paxos, "loses-promise"), "no vote, promise or choice is undone");
    assert.equal(conjunct("voting-consensus", paxos, "unsafe-vote"), "each abstract step is enabled");
    const raft = { servers: 3, maxTerm: 4, maxLog: 1 };
    assert.equal(
      conjunct("raft-abstract-voting", raft, "commits-old-terms"),
      "what the one has committed the other has chosen",
    );
  });

  it("are asked for by name", () => {
    assert.throws(
      () => findRefinement("raft-paxos"),
      /refinement "raft-paxos" is not known; there is voting-consensus/,
    );
  });
});
