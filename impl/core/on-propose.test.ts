import assert from "node:assert/strict";
import { defaultRules } from "./index.js";
import {
  appendAnswer,
  appendRequest,
  appendsIn,
  deliver,
  effectsOf,
  expire,
  propose,
  startLeader,
  startServer,
  termsOf,
} from "./test-server.js";

describe("on propose", () => {
  it("puts the command into the leader's log and writes it (§5.3)", () => {
    const leader = startLeader();
    const effects = propose(leader, 4, "x=1");
    const entry = { kind: "command", term: 1, client: "c", serial: 4, command: "x=1" } as const;
    assert.deepEqual(effectsOf(effects, "persist"), [
      { kind: "persist", records: [{ kind: "append", index: 1, entry }] },
    ]);
    assert.deepEqual(effectsOf(effects, "respond"), []);
    assert.deepEqual(leader.state.pendingClients, [{ index: 1, client: "c", serial: 4 }]);
  });

  it("sends it at once to followers that replicate, while it is being written (D §10.2.1)", () => {
    const leader = startLeader();
    deliver(leader, appendAnswer({}));
    const appends = appendsIn(propose(leader, 1));
    assert.deepEqual(
      appends.map(({ to, prevLogIndex, entries }) => [to, prevLogIndex, entries.length]),
      [["s2", 0, 1]],
    );
  });

  it("is refused by a follower, which names the leader if it knows one", () => {
    const server = startServer();
    const refusal = {
      kind: "respond",
      client: "c",
      serial: 1,
      outcome: "fail",
      reason: "notLeader",
      index: 0,
    };
    assert.deepEqual(propose(server, 1), [{ ...refusal, leader: null }]);
    deliver(server, appendRequest({}));
    assert.deepEqual(propose(server, 1), [{ ...refusal, leader: "s2" }]);
  });

  it("is refused while too much is uncommitted; what is empty, or alone, always passes", () => {
    const leader = startLeader({ options: { maxUncommittedBytes: 10 } });
    const outcome = (serial: number, command: string): string =>
      effectsOf(propose(leader, serial, command), "respond")[0]?.reason ?? "taken";
    assert.equal(outcome(1, "longer than ten"), "taken");
    assert.equal(outcome(2, "x"), "uncommittedLimit");
    assert.equal(outcome(3, ""), "taken");
    deliver(leader, appendAnswer({ matchIndex: 2 }));
    deliver(leader, appendAnswer({ from: "s3", matchIndex: 2 }));
    assert.equal(outcome(4, "12345"), "taken");
    assert.equal(outcome(5, "12345"), "taken");
    assert.equal(outcome(6, "1"), "uncommittedLimit");
    assert.deepEqual(termsOf(leader), [1, 1, 1, 1]);
  });

  it("asks its rules (mutants)", () => {
    const follower = startServer({ rules: { ...defaultRules, mayAppend: () => true } });
    assert.deepEqual(effectsOf(propose(follower, 1), "respond"), []);
    assert.deepEqual(termsOf(follower), [0]);
    expire(follower, "election");
    const strict = startLeader({ rules: { ...defaultRules, acceptsProposal: () => false } });
    assert.equal(effectsOf(propose(strict, 1), "respond")[0]?.reason, "uncommittedLimit");
  });
});
