import assert from "node:assert/strict";
import { entriesOf, Life } from "./test-life.js";

describe("the chart: durability (docs/protocol.md §2)", () => {
  it("holds every answer behind the newest outstanding write", () => {
    const life = new Life().start([1]);
    life.requestVote({ term: 2 });
    life.requestVote({ term: 3 });
    life.requestVote({ term: 1 });
    assert.deepEqual(life.done(), ["requestVoteResponse to s2 term 2 granted"]);
    assert.deepEqual(life.done(), [
      "requestVoteResponse to s2 term 3 granted",
      "requestVoteResponse to s2 term 3 refused",
    ]);
  });

  it("follows truncations on the disk", () => {
    const life = new Life().start([1, 1, 1]);
    life.append({ term: 2, prevLogIndex: 1, prevLogTerm: 1, entries: entriesOf(2) });
    assert.equal(life.state.durable.lastIndex, 3);
    life.done();
    assert.equal(life.state.durable.lastIndex, 2);
  });

  it("stops when a write fails, and drops what waits", () => {
    const life = new Life().start().lead();
    life.propose(1);
    assert.deepEqual(life.failed(), [
      "became stopped of 2",
      "respond c#1 info stopped at 0 leader s1",
      "stopped storageFailed",
    ]);
    assert.deepEqual(life.done(), []);
    assert.deepEqual(life.requestVote({ term: 9 }), []);
  });

  it("takes a restart's word for what the disk holds, whatever it restores", () => {
    const life = new Life(3, {}, { restoredState: () => ({ currentTerm: 0, votedFor: null }) }).start(
      [],
      4,
      "s2",
    );
    assert.equal(life.state.currentTerm, 0);
    assert.deepEqual(life.state.durable, { currentTerm: 4, votedFor: "s2", lastIndex: 0 });
    assert.deepEqual(life.timeout("heartbeat"), [], "nothing is persisted for it");
  });
});
