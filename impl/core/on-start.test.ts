import assert from "node:assert/strict";
import { createServer, defaultRules } from "./index.js";
import { entriesOf, expire, give, plainOptions, startServer, termsOf, threeServers } from "./test-server.js";

describe("on start", () => {
  it("begins every life as a follower without a leader, and waits an election timeout (§5.2)", () => {
    const server = createServer({ self: "s1", servers: threeServers, options: plainOptions });
    const effects = give(server, {
      kind: "start",
      incarnation: 2,
      currentTerm: 4,
      votedFor: "s2",
      log: { baseIndex: 0, baseTerm: 0, entries: entriesOf([1, 4]) },
    });
    assert.deepEqual(effects, [{ kind: "setTimer", timer: "election", cause: "started" }]);
    const { role, leader, leaderContact, currentTerm, votedFor, commitIndex, durable } = server.state;
    assert.deepEqual(
      { role, leader, leaderContact, currentTerm, votedFor, commitIndex },
      {
        role: "follower",
        leader: null,
        leaderContact: false,
        currentTerm: 4,
        votedFor: "s2",
        commitIndex: 0,
      },
    );
    assert.deepEqual(durable, { currentTerm: 4, votedFor: "s2", lastIndex: 2 });
    assert.deepEqual(server.state.nextIndex, [1, 1, 1]);
    assert.deepEqual(server.state.matchIndex, [0, 0, 0]);
  });

  it("takes what was compacted away as committed (§7)", () => {
    const server = startServer({ baseIndex: 5, baseTerm: 2, log: [2, 3], term: 3 });
    assert.equal(server.state.commitIndex, 5);
    assert.equal(server.state.durable.lastIndex, 7);
  });

  it("does not share the log it was given, which the driver may keep", () => {
    const entries = entriesOf([1]);
    const server = createServer({ self: "s1", servers: ["s1"], options: plainOptions });
    const log = { baseIndex: 0, baseTerm: 0, entries };
    give(server, { kind: "start", incarnation: 1, currentTerm: 1, votedFor: null, log });
    expire(server, "election");
    give(server, { kind: "storageDone", id: 1 });
    give(server, { kind: "propose", client: "c", serial: 2, command: "y" });
    assert.deepEqual(termsOf(server), [1, 2]);
    assert.equal(entries.length, 1);
  });

  it("believes its rule, and the disk for itself, when a restart forgets the vote (a mutant)", () => {
    const rules = {
      ...defaultRules,
      restoredState: () => ({ currentTerm: 3, votedFor: null }),
    };
    const server = startServer({ term: 3, vote: "s2", rules });
    assert.equal(server.state.votedFor, null);
    assert.equal(server.state.durable.votedFor, "s2");
    assert.deepEqual(expire(server, "leaderContact"), [], "nothing is written for it");
  });

  it("is refused twice, and so is anything before it: these are errors of the driver", () => {
    const server = startServer();
    const start = {
      kind: "start",
      incarnation: 1,
      currentTerm: 0,
      votedFor: null,
      log: { baseIndex: 0, baseTerm: 0, entries: [] },
    } as const;
    assert.throws(() => server.step(start), /start is the first input/);
    const unstarted = createServer({ self: "s1", servers: threeServers, options: plainOptions });
    assert.throws(() => expire(unstarted, "election"), /start is the first input/);
  });

  it("wants a server that is part of its own configuration", () => {
    assert.throws(
      () => createServer({ self: "s9", servers: threeServers, options: plainOptions }),
      /one of its configuration's servers/,
    );
  });
});
