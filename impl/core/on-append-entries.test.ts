import assert from "node:assert/strict";
import { defaultRules } from "./index.js";
import {
  appendAnswersIn,
  appendRequest,
  deliver,
  deliverDurably,
  effectsOf,
  entriesOf,
  expire,
  finishWrites,
  propose,
  startLeader,
  startServer,
  termsOf,
  timersIn,
} from "./test-server.js";

describe("on appendEntries", () => {
  describe("the sender (§5.1, §5.2)", () => {
    it("is recognised as the leader, and quietens the follower", () => {
      const server = startServer({ term: 1 });
      const effects = deliver(server, appendRequest({}));
      assert.equal(server.state.leader, "s2");
      assert.equal(server.state.leaderContact, false);
      assert.deepEqual(timersIn(effects), ["election/heardFromLeader"]);
    });

    it("is protected from then on, with pre-vote or check-quorum (D §4.2.3)", () => {
      for (const options of [{ preVote: true }, { checkQuorum: true }]) {
        const server = startServer({ term: 1, options });
        const effects = deliver(server, appendRequest({}));
        assert.equal(server.state.leaderContact, true);
        assert.deepEqual(timersIn(effects), ["leaderContact/heardFromLeader", "election/heardFromLeader"]);
      }
    });

    it("makes a candidate or preCandidate of its term yield, and keep its vote", () => {
      const candidate = startServer();
      const preCandidate = startServer({ term: 1, vote: "s1", options: { preVote: true } });
      for (const server of [candidate, preCandidate]) {
        expire(server, "election");
        const effects = deliver(server, appendRequest({}));
        assert.equal(server.state.role, "follower");
        assert.equal(server.state.currentTerm, 1);
        assert.equal(server.state.votedFor, "s1");
        assert.equal(server.state.leader, "s2");
        assert.deepEqual(server.state.votesGranted, []);
        assert.deepEqual(effectsOf(effects, "becameRole"), [
          { kind: "becameRole", role: "follower", term: 1 },
        ]);
      }
    });

    it("of a newer term makes anyone a follower of that term", () => {
      const candidate = startServer();
      expire(candidate, "election");
      for (const server of [startServer(), candidate, startLeader()]) {
        deliver(server, appendRequest({ term: 6 }));
        assert.equal(server.state.role, "follower");
        assert.equal(server.state.currentTerm, 6);
        assert.equal(server.state.leader, "s2");
        assert.equal(server.state.votedFor, null);
      }
    });

    it("of a stale term is told so, and has no other effect", () => {
      const server = startServer({ term: 3, log: [1] });
      const effects = deliver(server, appendRequest({ term: 2, entries: entriesOf([2]), leaderCommit: 1 }));
      assert.equal(effects.length, 1);
      const answer = appendAnswersIn(effects)[0];
      assert.equal(answer?.success, false);
      assert.equal(answer?.term, 3);
      assert.equal(server.state.leader, null);
      assert.deepEqual(termsOf(server), [1]);
    });

    it("is not believed by another leader of its term", () => {
      const leader = startLeader();
      assert.deepEqual(deliver(leader, appendRequest({ entries: entriesOf([1]) })), []);
      assert.equal(leader.state.leader, "s1");
    });

    it("is ignored if it is no member, or this server itself", () => {
      const server = startServer();
      assert.deepEqual(deliver(server, appendRequest({ from: "s9", term: 4 })), []);
      assert.deepEqual(deliver(server, appendRequest({ from: "s1", term: 4 })), []);
    });
  });

  describe("the log (§5.3, Figure 2)", () => {
    /** [own log, prevLogIndex, prevLogTerm, sent terms, log then, success] */
    const cases: readonly (readonly [
      readonly number[],
      number,
      number,
      readonly number[],
      readonly number[],
      boolean,
    ])[] = [
      [[], 0, 0, [], [], true],
      [[], 0, 0, [1, 1], [1, 1], true],
      [[1, 2], 2, 2, [3], [1, 2, 3], true],
      [[1, 2], 3, 2, [3], [1, 2], false],
      [[1, 2], 2, 1, [3], [1, 2], false],
      [[1, 2], 1, 1, [2], [1, 2], true],
      [[1, 2, 2], 1, 1, [2], [1, 2, 2], true],
      [[1, 2, 2], 0, 0, [], [1, 2, 2], true],
      [[1, 2, 2], 0, 0, [1], [1, 2, 2], true],
      [[1, 2, 2], 1, 1, [3], [1, 3], true],
      [[1, 2, 2], 0, 0, [1, 2, 3, 3], [1, 2, 3, 3], true],
      [[1, 1, 1], 0, 0, [2], [2], true],
      [[1, 2], 1, 1, [2, 3, 3], [1, 2, 3, 3], true],
    ];

    it("takes what it lacks, drops only what conflicts, and refuses what does not connect", () => {
      for (const [log, prevLogIndex, prevLogTerm, sent, expected, success] of cases) {
        const server = startServer({ term: 3, log });
        const entries = entriesOf(sent, prevLogIndex + 1);
        const request = appendRequest({ term: 3, prevLogIndex, prevLogTerm, entries });
        const answer = appendAnswersIn(deliverDurably(server, request))[0];
        assert.deepEqual(termsOf(server), expected);
        assert.equal(answer?.success, success);
        assert.equal(answer?.prevLogIndex, prevLogIndex);
        assert.equal(answer?.matchIndex, success ? prevLogIndex + sent.length : 0);
        assert.equal(server.state.durable.lastIndex, expected.length);
      }
    });

    it("writes the cut before the entries, and each entry once (D §3.8)", () => {
      const server = startServer({ term: 3, log: [1, 2, 2] });
      const entries = entriesOf([2, 3, 3], 2);
      const request = appendRequest({ term: 3, prevLogIndex: 1, prevLogTerm: 1, entries });
      assert.deepEqual(effectsOf(deliver(server, request), "persist")[0]?.records, [
        { kind: "truncate", from: 3 },
        { kind: "append", index: 3, entry: entries[1] },
        { kind: "append", index: 4, entry: entries[2] },
      ]);
      const again = deliver(server, request);
      assert.deepEqual(effectsOf(again, "persist"), []);
      assert.deepEqual(appendAnswersIn(again), [], "the repeated request waits for the same write");
      assert.equal(appendAnswersIn(finishWrites(server)).length, 2);
    });

    it("is not cut by an old request that arrives late (§5.3)", () => {
      const server = startServer({ term: 2, log: [1, 2, 2, 2] });
      const request = appendRequest({
        term: 2,
        prevLogIndex: 1,
        prevLogTerm: 1,
        entries: entriesOf([2], 2),
      });
      const effects = deliver(server, request);
      assert.equal(appendAnswersIn(effects)[0]?.matchIndex, 2);
      assert.deepEqual(termsOf(server), [1, 2, 2, 2]);
    });

    it("is compared at its base when the entries before are compacted away (§7)", () => {
      const setup = { baseIndex: 3, baseTerm: 2, log: [2], term: 3 };
      const at = (prevLogIndex: number, prevLogTerm: number): boolean | undefined => {
        const request = appendRequest({ term: 3, prevLogIndex, prevLogTerm });
        return appendAnswersIn(deliver(startServer(setup), request))[0]?.success;
      };
      assert.equal(at(3, 2), true);
      assert.equal(at(4, 2), true);
      assert.equal(at(3, 1), false);
      assert.equal(at(2, 2), false);
      assert.equal(at(2, 0), false);
    });

    it("names its term at or before the mismatch, so that the leader can skip whole terms (§5.3)", () => {
      const hintOf = (log: readonly number[], prevLogIndex: number, prevLogTerm: number): unknown[] => {
        const server = startServer({ term: 9, log });
        const request = appendRequest({ term: 9, prevLogIndex, prevLogTerm });
        const answer = appendAnswersIn(deliver(server, request))[0];
        return [answer?.conflictIndex, answer?.conflictTerm];
      };
      assert.deepEqual(hintOf([1, 1], 7, 4), [2, 1]);
      assert.deepEqual(hintOf([1, 1, 3, 3, 3], 5, 2), [2, 1]);
      assert.deepEqual(hintOf([1, 1, 3, 3, 3], 4, 5), [4, 3]);
      assert.deepEqual(hintOf([3, 3], 2, 1), [0, 0]);
      assert.deepEqual(hintOf([], 2, 1), [0, 0]);
    });
  });

  describe("the commit index (§5.3, Figure 2)", () => {
    it("follows the leader's, as far as this request vouches for, and applies in order", () => {
      const server = startServer({ term: 2, log: [1, 1, 2] });
      const commit = (prevLogIndex: number, prevLogTerm: number, leaderCommit: number): unknown[] => {
        const effects = deliver(server, appendRequest({ term: 2, prevLogIndex, prevLogTerm, leaderCommit }));
        return effectsOf(effects, "apply").map(({ index, entries }) => [
          index,
          ...entries.map(({ term }) => term),
        ]);
      };
      assert.deepEqual(commit(1, 1, 3), [[1, 1]]);
      assert.equal(server.state.commitIndex, 1);
      assert.deepEqual(commit(3, 2, 2), [[2, 1]]);
      assert.equal(server.state.commitIndex, 2);
      assert.deepEqual(commit(3, 2, 1), []);
      assert.equal(server.state.commitIndex, 2);
      assert.deepEqual(commit(3, 2, 9), [[3, 2]]);
      assert.equal(server.state.commitIndex, 3);
    });

    it("counts entries that came with the same request", () => {
      const server = startServer();
      deliver(server, appendRequest({ entries: entriesOf([1, 1, 1]), leaderCommit: 2 }));
      assert.equal(server.state.commitIndex, 2);
    });

    it("does not move on a mismatch", () => {
      const server = startServer({ log: [1] });
      deliver(server, appendRequest({ prevLogIndex: 4, prevLogTerm: 1, leaderCommit: 4 }));
      assert.equal(server.state.commitIndex, 0);
    });
  });

  it("stops rather than cut a committed entry (§5.4.3)", () => {
    const server = startServer({ term: 2, log: [1, 1] });
    deliver(server, appendRequest({ term: 2, prevLogIndex: 2, prevLogTerm: 1, leaderCommit: 2 }));
    const request = appendRequest({
      term: 3,
      prevLogIndex: 1,
      prevLogTerm: 1,
      entries: entriesOf([3], 2),
      from: "s3",
    });
    const effects = deliver(server, request);
    assert.deepEqual(effectsOf(effects, "stopped"), [{ kind: "stopped", reason: "committedConflict" }]);
    assert.deepEqual(effectsOf(effects, "persist"), []);
    assert.deepEqual(appendAnswersIn(effects), []);
    assert.equal(server.state.role, "stopped");
    assert.deepEqual(termsOf(server), [1, 1]);
    assert.deepEqual(server.state.writes, []);
    assert.deepEqual(deliver(server, request), []);
    assert.deepEqual(expire(server, "election"), []);
  });

  describe("with rules replaced (mutants)", () => {
    it("leaves a candidate as it is, and lets it follow all the same", () => {
      const server = startServer({ rules: { ...defaultRules, candidateYields: () => false } });
      expire(server, "election");
      deliver(server, appendRequest({ entries: entriesOf([1]) }));
      assert.equal(server.state.role, "candidate");
      assert.equal(server.state.leader, "s2");
      assert.deepEqual(termsOf(server), [1]);
    });

    it("lets a stale leader reset the timer, or be followed", () => {
      const rules = { ...defaultRules, resetsElectionTimer: () => true };
      const server = startServer({ term: 3, rules });
      assert.deepEqual(timersIn(deliver(server, appendRequest({}))), ["election/heardFromLeader"]);
      const believer = startServer({ term: 3, rules: { ...defaultRules, isStaleTerm: () => false } });
      deliver(believer, appendRequest({}));
      assert.equal(believer.state.leader, "s2");
      assert.equal(believer.state.currentTerm, 3);
    });

    it("is silent about the timer, forgets the vote", () => {
      const rules = { ...defaultRules, resetsElectionTimer: () => false, voteAfter: () => null };
      const server = startServer({ term: 1, vote: "s3", rules });
      assert.deepEqual(timersIn(deliver(server, appendRequest({}))), []);
      assert.equal(server.state.votedFor, null);
    });

    it("cuts without need, and below what is committed", () => {
      const rules = {
        ...defaultRules,
        mayTruncate: () => true,
        conflictStart: () => 1,
        commitAfterAppend: () => 5,
        acknowledgedIndex: () => 7,
      };
      const server = startServer({ term: 1, log: [1, 1], rules });
      deliver(server, appendRequest({ prevLogIndex: 2, prevLogTerm: 1 }));
      assert.deepEqual(termsOf(server), []);
      assert.equal(server.state.commitIndex, 5);
      deliver(server, appendRequest({ entries: entriesOf([1]) }));
      assert.equal(appendAnswersIn(finishWrites(server))[1]?.matchIndex, 7);
    });

    it("takes entries that do not connect, or twice", () => {
      const gap = startServer({ rules: { ...defaultRules, matchesPrevious: () => true } });
      deliver(gap, appendRequest({ prevLogIndex: 4, prevLogTerm: 1, entries: entriesOf([1], 5) }));
      assert.deepEqual(termsOf(gap), [1]);
      const twice = startServer({
        log: [1],
        rules: { ...defaultRules, entriesToAppend: (_, r) => r.entries },
      });
      deliver(twice, appendRequest({ entries: entriesOf([1]) }));
      assert.deepEqual(termsOf(twice), [1, 1]);
    });

    it("cuts the log of a leader it deposes", () => {
      const leader = startLeader({ rules: { ...defaultRules, lastIndexAfter: () => 0 } });
      propose(leader, 1);
      finishWrites(leader);
      const effects = deliver(leader, appendRequest({ term: 2, entries: entriesOf([2]) }));
      assert.deepEqual(effectsOf(effects, "persist")[0]?.records.slice(1), [
        { kind: "truncate", from: 1 },
        { kind: "append", index: 1, entry: entriesOf([2])[0] },
      ]);
    });
  });
});
