import assert from "node:assert/strict";
import {
  initialProperty,
  instantiate,
  obligationOf,
  raftVoting,
  type Specification,
  specifications,
} from "../../spec/index.js";
import { exploreBreadthFirst } from "./breadth-first.js";

const raft = specifications.find(({ name }) => name === "raft") as Specification;
const symmetry = ["servers", "values"];

/** Explores with the refinement as the only property. */
function refined(specification: Specification, constants: { readonly [name: string]: number }) {
  const obligation = obligationOf(raftVoting);
  const machine = instantiate(specification, {
    constants,
    symmetry,
    properties: [],
    extra: obligation.properties,
  });
  return { ...exploreBreadthFirst(machine), obligations: obligation.counters() };
}

function withRules(replaced: { readonly [rule: string]: () => unknown }): Specification {
  return { ...raft, rules: { ...raft.rules, ...replaced } };
}

describe("raft as voting", () => {
  it("begins as voting begins", () => {
    const machine = instantiate(raft, { properties: [], extra: initialProperty(raftVoting) });
    assert.equal(machine.judge(machine.initial[0] as Int32Array, 0), -1);
  });

  it("takes steps of voting only, with messages, disks and crashes", () => {
    const { violation, complete, obligations } = refined(raft, { maxTerm: 1, maxCrashes: 1 });
    assert.equal(violation, null);
    assert.ok(complete);
    assert.ok(obligations.stutters > 0 && obligations.stutters < obligations.edges);
  });

  it("takes steps of voting only, over two terms", () => {
    const { violation, complete, distinct, obligations } = refined(raft, {});
    assert.equal(violation, null);
    assert.ok(complete);
    assert.equal(distinct, 64_567);
    assert.deepEqual(Object.keys(obligations.steps), ["IncreaseMaxBal", "VoteFor"]);
  });

  it("is refuted where old entries are committed by counting: they are not chosen", () => {
    const { violation } = refined(withRules({ mayCommit: () => true }), {});
    const [broken] = violation?.path.at(-1)?.broken ?? [];
    assert.equal(broken?.conjunct, "what the one has committed the other has chosen");
  });

  it("is refuted where voters do not compare logs: a vote is not shown safe", () => {
    const { violation } = refined(withRules({ isUpToDate: () => true }), {});
    const [broken] = violation?.path.at(-1)?.broken ?? [];
    assert.equal(broken?.conjunct, "each abstract step is enabled");
  });
});
