import assert from "node:assert/strict";
import type { StateChange } from "../../traces/format/index.js";
import { defaultRules } from "./index.js";
import {
  appendAnswersIn,
  appendRequest,
  deliver,
  effectsOf,
  entriesOf,
  expire,
  finishWrites,
  give,
  propose,
  sentBy,
  startLeader,
  startServer,
  voteRequest,
  writeDone,
} from "./test-server.js";

describe("on storageDone (§5.1, D §10.2.1)", () => {
  it("lets out what waited for that write, and no more", () => {
    const server = startServer();
    deliver(server, appendRequest({ entries: entriesOf([1]) }));
    deliver(server, appendRequest({ prevLogIndex: 1, prevLogTerm: 1, entries: entriesOf([1], 2) }));
    assert.deepEqual(
      appendAnswersIn(writeDone(server)).map(({ matchIndex }) => matchIndex),
      [1],
    );
    assert.equal(server.state.durable.lastIndex, 1);
    assert.deepEqual(
      appendAnswersIn(writeDone(server)).map(({ matchIndex }) => matchIndex),
      [2],
    );
    assert.equal(server.state.durable.lastIndex, 2);
  });

  it("keeps answers in order behind the newest write, those that changed nothing as well", () => {
    const server = startServer();
    deliver(server, appendRequest({ entries: entriesOf([1]) }));
    assert.deepEqual(sentBy(deliver(server, appendRequest({}))), []);
    assert.deepEqual(
      appendAnswersIn(writeDone(server)).map(({ matchIndex }) => matchIndex),
      [1, 0],
    );
  });

  it("does not forget an answer because the server has gone on to another term", () => {
    const server = startServer();
    deliver(server, voteRequest({}));
    deliver(server, voteRequest({ term: 2, from: "s3" }));
    const answers = sentBy(finishWrites(server)).map(({ to, term }) => `${to} ${term}`);
    assert.deepEqual(answers, ["s2 1", "s3 2"]);
  });

  it("takes no entry for durable whose write a later one overtakes (the A B A of a conflicting tail)", () => {
    const server = startServer({ term: 1, log: [1] });
    const append = (term: number, from: string, terms: readonly number[]): void => {
      const entries = entriesOf(terms, 2);
      deliver(server, appendRequest({ term, from, prevLogIndex: 1, prevLogTerm: 1, entries }));
    };
    append(2, "s2", [2, 2, 2]);
    append(3, "s3", [3]);
    append(4, "s2", [4, 4]);
    const durable: number[] = [];
    const acknowledged: string[] = [];
    for (let write = 0; write < 3; write += 1) {
      for (const { term, matchIndex } of appendAnswersIn(writeDone(server))) {
        acknowledged.push(`${term}: ${matchIndex}`);
      }
      durable.push(server.state.durable.lastIndex);
    }
    assert.deepEqual(durable, [4, 2, 3]);
    assert.deepEqual(acknowledged, ["2: 4", "3: 2", "4: 3"]);
  });

  it("counts the own vote once it is durable, if it is still wanted", () => {
    const server = startServer();
    expire(server, "election");
    expire(server, "election");
    writeDone(server);
    assert.deepEqual(server.state.votesGranted, [], "the write was of an earlier term");
    writeDone(server);
    assert.deepEqual(server.state.votesGranted, ["s1"]);
  });

  it("is an error of the driver if nothing was being written", () => {
    assert.throws(() => writeDone(startServer()), /a write that ends was begun/);
    assert.throws(
      () => give(startServer(), { kind: "storageFailed", id: 1 }),
      /a write that fails was begun/,
    );
  });
});

describe("on storageFailed", () => {
  it("stops the server: nothing that rested on the write gets out, clients are left in doubt", () => {
    const leader = startLeader();
    propose(leader, 1);
    propose(leader, 2);
    const effects = give(leader, { kind: "storageFailed", id: 1 });
    assert.equal(leader.state.role, "stopped");
    assert.deepEqual(sentBy(effects), []);
    assert.deepEqual(effectsOf(effects, "stopped"), [{ kind: "stopped", reason: "storageFailed" }]);
    assert.deepEqual(
      effectsOf(effects, "respond").map(({ serial, outcome, reason }) => `${serial} ${outcome} ${reason}`),
      ["1 info stopped", "2 info stopped"],
    );
    assert.deepEqual(leader.state.writes, []);
    assert.deepEqual(give(leader, { kind: "storageDone", id: 1 }), []);
    assert.deepEqual(deliver(leader, voteRequest({ term: 9 })), []);
    assert.equal(leader.state.currentTerm, 1);
  });

  it("does not let a voter grant a vote that its disk lost", () => {
    const server = startServer();
    deliver(server, voteRequest({}));
    assert.deepEqual(sentBy(give(server, { kind: "storageFailed", id: 1 })), []);
  });

  it("goes on as if nothing had happened, without calling it durable (a mutant)", () => {
    const server = startServer({ rules: { ...defaultRules, stopsOnStorageFailure: () => false } });
    deliver(server, voteRequest({}));
    assert.equal(sentBy(give(server, { kind: "storageFailed", id: 1 })).length, 1);
    assert.deepEqual(server.state.durable, { currentTerm: 0, votedFor: null, lastIndex: 0 });
  });
});

describe("recordsToPersist, replaced (mutants)", () => {
  it("may write nothing: then nothing is waited for", () => {
    const server = startServer({ rules: { ...defaultRules, recordsToPersist: () => [] } });
    const effects = deliver(server, voteRequest({}));
    assert.deepEqual(effectsOf(effects, "persist"), []);
    assert.equal(sentBy(effects).length, 1);
    assert.deepEqual(expire(server, "leaderContact"), [], "what was not written is not asked about again");
  });

  it("may write term and vote in two records, which apply in order", () => {
    const recordsToPersist = (_: unknown, { currentTerm, votedFor }: StateChange) => [
      { kind: "hardState", currentTerm, votedFor: null } as const,
      { kind: "hardState", currentTerm, votedFor } as const,
    ];
    const server = startServer({ rules: { ...defaultRules, recordsToPersist } });
    deliver(server, voteRequest({}));
    writeDone(server);
    assert.deepEqual(server.state.durable, { currentTerm: 1, votedFor: "s2", lastIndex: 0 });
  });

  it("refuses a record nobody knows", () => {
    const recordsToPersist = () => [{ kind: "poem" } as unknown as { kind: "truncate"; from: 1 }];
    const server = startServer({ rules: { ...defaultRules, recordsToPersist } });
    deliver(server, voteRequest({}));
    assert.throws(() => writeDone(server), /poem/);
  });
});
