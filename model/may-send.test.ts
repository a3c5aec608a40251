import assert from "node:assert/strict";
import type { AppendEntries, Entry } from "../traces/format/index.js";
import { entriesOf, Life } from "./test-life.js";

const command: Entry = { kind: "command", term: 2, client: "c", serial: 1, command: "x" };

function leading(): Life {
  const life = new Life().start([1, 1]).lead();
  life.propose(1);
  life.done();
  return life;
}

const request: AppendEntries = {
  kind: "appendEntries",
  from: "s1",
  to: "s2",
  term: 2,
  prevLogIndex: 2,
  prevLogTerm: 1,
  entries: [{ ...command }],
  leaderCommit: 0,
};

describe("maySend (docs/protocol.md §6)", () => {
  it("lets through what is true to the leader's log", () => {
    const { chart } = leading();
    assert.equal(chart.maySend(request), true);
    assert.equal(chart.maySend({ ...request, entries: [] }), true);
    assert.equal(
      chart.maySend({ ...request, prevLogIndex: 0, prevLogTerm: 0, entries: entriesOf(1, 1) }),
      true,
    );
    assert.equal(chart.maySend({ ...request, prevLogIndex: 3, prevLogTerm: 2, entries: [] }), true);
  });

  const refused: readonly [string, Partial<AppendEntries>][] = [
    ["sender", { from: "s3" }],
    ["target", { to: "s1" }],
    ["target", { to: "s9" }],
    ["term", { term: 1 }],
    ["prevLogIndexBeyondEnd", { prevLogIndex: 4, entries: [] }],
    ["prevLogTerm", { prevLogTerm: 2 }],
    ["tooManyEntries", { prevLogIndex: 0, prevLogTerm: 0, entries: [...entriesOf(1, 1), command] }],
    ["entries", { entries: [{ ...command, serial: 2 }] }],
    ["entries", { entries: [{ ...command, command: "y" }] }],
    ["entries", { entries: [{ ...command, client: "d" }] }],
    ["entries", { entries: entriesOf(2) }],
    ["entries", { entries: entriesOf(1) }],
    ["entries", { entries: [command, command] }],
    ["entries", { prevLogIndex: 1, entries: [{ ...command, term: 1 }] }],
    ["leaderCommit", { leaderCommit: 1 }],
  ];
  for (const [reason, change] of refused) {
    it(`names the conjunct that fails: ${reason} of ${JSON.stringify(change)}`, () => {
      assert.equal(leading().chart.maySendReason({ ...request, ...change }), reason);
    });
  }

  it("asks for nothing that the target has confirmed", () => {
    const life = leading();
    life.appended({ term: 2, matchIndex: 3 });
    assert.equal(life.chart.maySendReason(request), "prevLogIndexMatched");
    assert.equal(life.chart.maySend(request), false);
  });

  it("is for leaders", () => {
    const life = leading();
    life.vote(3, false);
    assert.equal(life.chart.maySendReason(request), "notLeader");
  });

  it("compares configurations member by member", () => {
    const config = (...voters: string[]): Entry => ({
      kind: "config",
      term: 1,
      voters,
      outgoing: [],
      learners: [],
    });
    const life = new Life();
    const log = { baseIndex: 0, baseTerm: 0, entries: [config("s1", "s2")] };
    life.step({ kind: "start", incarnation: 1, currentTerm: 1, votedFor: null, log });
    life.lead();
    const sending = { ...request, prevLogIndex: 0, prevLogTerm: 0 };
    assert.equal(life.chart.maySendReason({ ...sending, entries: [config("s1", "s2")] }), null);
    assert.equal(life.chart.maySendReason({ ...sending, entries: [config("s1", "s3")] }), "entries");
    assert.equal(life.chart.maySendReason({ ...sending, entries: [config("s1")] }), "entries");
    assert.equal(life.chart.maySendReason({ ...sending, entries: entriesOf(1) }), "entries");
  });
});
