import assert from "node:assert/strict";
import { type CoreServer, defaultRules } from "./index.js";
import {
  appendAnswer,
  appendsIn,
  deliver,
  effectsOf,
  expire,
  finishWrites,
  fiveServers,
  propose,
  startLeader,
  startServer,
  type TestSetup,
} from "./test-server.js";

/** Leader of term 2 with the log given, which is of earlier terms. */
function leaderWith(setup: TestSetup): CoreServer {
  return startLeader({ term: 1, ...setup });
}

function acknowledge(leader: CoreServer, from: string, matchIndex: number): ReturnType<typeof deliver> {
  const { currentTerm: term } = leader.state;
  return deliver(leader, appendAnswer({ from, term, prevLogIndex: matchIndex, matchIndex }));
}

describe("on appendEntriesResponse", () => {
  describe("whose (§5.1)", () => {
    it("is of no use in an earlier term, or to a server that leads no longer", () => {
      const leader = leaderWith({});
      assert.deepEqual(deliver(leader, appendAnswer({ term: 1, matchIndex: 1 })), []);
      assert.deepEqual(leader.state.heardFrom, []);
      assert.deepEqual(deliver(startServer({ term: 2 }), appendAnswer({ term: 2 })), []);
    });

    it("of a newer term deposes the leader", () => {
      const leader = leaderWith({});
      const effects = deliver(leader, appendAnswer({ term: 5, success: false }));
      assert.equal(leader.state.role, "follower");
      assert.equal(leader.state.currentTerm, 5);
      assert.deepEqual(effectsOf(effects, "becameRole"), [{ kind: "becameRole", role: "follower", term: 5 }]);
    });

    it("is noted for the quorum check, once (D §6.2)", () => {
      const leader = leaderWith({});
      acknowledge(leader, "s3", 0);
      acknowledge(leader, "s3", 0);
      assert.deepEqual(leader.state.heardFrom, ["s3"]);
    });
  });

  describe("commit (§5.3, §5.4.2)", () => {
    it("needs a majority, the leader's own disk included, in clusters of one to five", () => {
      for (let size = 1; size <= 5; size += 1) {
        for (let subset = 0; subset < 2 ** (size - 1); subset += 1) {
          const servers = fiveServers.slice(0, size);
          const leader = startLeader({ servers });
          propose(leader, 1);
          finishWrites(leader);
          let holders = 1;
          servers.slice(1).forEach((from, offset) => {
            if (((subset >> offset) & 1) === 1) {
              acknowledge(leader, from, 1);
              holders += 1;
            }
          });
          assert.equal(leader.state.commitIndex, holders > size / 2 ? 1 : 0);
        }
      }
    });

    it("does not count the leader for what it has not written (D §10.2.1)", () => {
      const leader = leaderWith({});
      propose(leader, 1);
      acknowledge(leader, "s2", 1);
      assert.equal(leader.state.commitIndex, 0);
      const effects = finishWrites(leader);
      assert.equal(leader.state.commitIndex, 1);
      assert.deepEqual(effectsOf(effects, "respond"), [
        {
          kind: "respond",
          client: "c",
          serial: 1,
          outcome: "ok",
          reason: "committed",
          index: 1,
          leader: "s1",
        },
      ]);
    });

    it("may come from the followers alone, before the leader's own disk (D §10.2.1)", () => {
      const leader = leaderWith({});
      propose(leader, 1);
      acknowledge(leader, "s2", 1);
      acknowledge(leader, "s3", 1);
      assert.equal(leader.state.commitIndex, 1);
    });

    it("counts entries of the own term only; older ones commit along with them (§5.4.2, Figure 8)", () => {
      const leader = leaderWith({ log: [1, 1] });
      acknowledge(leader, "s2", 2);
      acknowledge(leader, "s3", 2);
      assert.equal(leader.state.commitIndex, 0);
      propose(leader, 3);
      finishWrites(leader);
      const effects = acknowledge(leader, "s2", 3);
      assert.equal(leader.state.commitIndex, 3);
      assert.deepEqual(
        effectsOf(effects, "apply").map(({ index, entries }) => [index, entries.length]),
        [[1, 3]],
      );
    });

    it("answers the clients in order, and each once", () => {
      const leader = leaderWith({});
      propose(leader, 1);
      propose(leader, 2);
      propose(leader, 3);
      finishWrites(leader);
      const serials = (effects: ReturnType<typeof deliver>): number[] =>
        effectsOf(effects, "respond").map(({ serial }) => serial);
      assert.deepEqual(serials(acknowledge(leader, "s2", 2)), [1, 2]);
      assert.deepEqual(serials(acknowledge(leader, "s3", 2)), []);
      assert.deepEqual(serials(acknowledge(leader, "s3", 3)), [3]);
    });
  });

  describe("matchIndex (§5.3)", () => {
    it("never goes back, whatever arrives late", () => {
      const leader = leaderWith({ log: [1, 1, 1] });
      acknowledge(leader, "s2", 3);
      acknowledge(leader, "s2", 1);
      deliver(leader, appendAnswer({ term: 2, success: false, prevLogIndex: 2 }));
      assert.equal(leader.state.matchIndex[1], 3);
      assert.equal(leader.state.nextIndex[1], 4);
    });
  });

  describe("a rejection (§5.3)", () => {
    it("moves the next probe back by whole terms, at most one probe a term that differs", () => {
      const leader = leaderWith({ log: [1, 1, 1, 4, 4, 5, 5, 6, 6, 6], term: 6 });
      const rejection = { term: 7, success: false, prevLogIndex: 10, conflictIndex: 4, conflictTerm: 4 };
      const probe = appendsIn(deliver(leader, appendAnswer(rejection)))[0];
      assert.deepEqual([probe?.prevLogIndex, probe?.prevLogTerm, probe?.entries.length], [4, 4, 6]);
      const second = { term: 7, success: false, prevLogIndex: 4, conflictIndex: 3, conflictTerm: 1 };
      assert.equal(appendsIn(deliver(leader, appendAnswer(second)))[0]?.prevLogIndex, 3);
    });

    it("skips the leader's own later terms", () => {
      const leader = leaderWith({ log: [1, 4, 4, 4, 4], term: 4 });
      const rejection = { term: 5, success: false, prevLogIndex: 5, conflictIndex: 5, conflictTerm: 3 };
      assert.equal(appendsIn(deliver(leader, appendAnswer(rejection)))[0]?.prevLogIndex, 1);
    });

    it("may name an index without a term", () => {
      const leader = leaderWith({ log: [1, 1, 1] });
      const rejection = { term: 2, success: false, prevLogIndex: 3, conflictIndex: 1, conflictTerm: 0 };
      assert.equal(appendsIn(deliver(leader, appendAnswer(rejection)))[0]?.prevLogIndex, 1);
    });

    it("makes progress even when the hint does not help", () => {
      const leader = leaderWith({ log: [1, 1, 1] });
      const rejection = { term: 2, success: false, prevLogIndex: 3, conflictIndex: 9, conflictTerm: 9 };
      assert.equal(appendsIn(deliver(leader, appendAnswer(rejection)))[0]?.prevLogIndex, 2);
    });

    it("is ignored when it is not about the present probe, or about what is acknowledged", () => {
      const leader = leaderWith({ log: [1, 1, 1, 1] });
      const reject = (prevLogIndex: number): number =>
        deliver(leader, appendAnswer({ term: 2, success: false, prevLogIndex })).length;
      assert.equal(reject(2), 0);
      assert.equal(leader.state.nextIndex[1], 5);
      acknowledge(leader, "s2", 4);
      assert.equal(reject(4), 0);
      assert.equal(reject(3), 0);
      assert.equal(leader.state.nextIndex[1], 5);
    });

    it("of something in flight means a loss: the leader probes again from where the follower is", () => {
      const leader = leaderWith({ log: [1] });
      acknowledge(leader, "s2", 1);
      propose(leader, 1);
      propose(leader, 2);
      assert.equal(leader.state.nextIndex[1], 4);
      const rejection = { term: 2, success: false, prevLogIndex: 3, conflictIndex: 1, conflictTerm: 1 };
      const probe = appendsIn(deliver(leader, appendAnswer(rejection)));
      assert.deepEqual(
        probe.map(({ prevLogIndex, entries }) => [prevLogIndex, entries.length]),
        [[1, 2]],
      );
      assert.equal(leader.state.nextIndex[1], 2);
      assert.deepEqual(appendsIn(propose(leader, 3)), [], "one probe at a time");
    });
  });

  describe("with rules replaced (mutants)", () => {
    it("commits what an earlier term left", () => {
      const rules = { ...defaultRules, committableIndex: () => 2 };
      const leader = leaderWith({ log: [1, 1], rules });
      acknowledge(leader, "s2", 0);
      assert.equal(leader.state.commitIndex, 2);
    });

    it("goes nowhere, or beyond the log, and stays on its feet", () => {
      const stuck = leaderWith({ log: [1, 1], rules: { ...defaultRules, nextAfterRejection: () => 3 } });
      const rejection = appendAnswer({ term: 2, success: false, prevLogIndex: 2 });
      assert.deepEqual(deliver(stuck, rejection), []);
      const wild = leaderWith({ log: [1, 1], rules: { ...defaultRules, nextAfterRejection: () => 99 } });
      deliver(wild, rejection);
      assert.equal(wild.state.nextIndex[1], 3);
      const far = leaderWith({ log: [1, 1] });
      acknowledge(far, "s2", 50);
      assert.deepEqual(
        appendsIn(expire(far, "heartbeat")).map(({ to }) => to),
        ["s3"],
      );
      assert.deepEqual(appendsIn(propose(far, 1)), []);
    });

    it("takes answers of any term, and lets matchIndex fall", () => {
      const rules = {
        ...defaultRules,
        isCurrentResponse: () => true,
        matchAfterResponse: (_: unknown, response: { matchIndex: number }) => response.matchIndex,
      };
      const leader = leaderWith({ log: [1, 1], rules });
      acknowledge(leader, "s2", 2);
      deliver(leader, appendAnswer({ term: 1, matchIndex: 1 }));
      assert.equal(leader.state.matchIndex[1], 1);
    });
  });
});
