import assert from "node:assert/strict";
import { entriesOf, Life } from "./test-life.js";

describe("the chart: a follower", () => {
  describe("start (docs/protocol.md §1)", () => {
    it("takes term, vote and log from the disk, and arms its election timer", () => {
      const life = new Life();
      const log = { baseIndex: 2, baseTerm: 1, entries: entriesOf(2, 3) };
      const effects = life.step({ kind: "start", incarnation: 2, currentTerm: 3, votedFor: "s3", log });
      assert.deepEqual(effects, ["timer election (started)"]);
      const { role, currentTerm, votedFor, commitIndex, durable, nextIndex, matchIndex } = life.state;
      assert.deepEqual(
        { role, currentTerm, votedFor, commitIndex, durable, nextIndex, matchIndex },
        {
          role: "follower",
          currentTerm: 3,
          votedFor: "s3",
          commitIndex: 2,
          durable: { currentTerm: 3, votedFor: "s3", lastIndex: 4 },
          nextIndex: [1, 1, 1],
          matchIndex: [0, 0, 0],
        },
      );
    });
  });

  describe("requestVote (§5.2, §5.4.1)", () => {
    it("refuses a stale term", () => {
      const life = new Life().start([], 3);
      assert.deepEqual(life.requestVote({ term: 2 }), ["requestVoteResponse to s2 term 3 refused"]);
    });

    it("grants a newer term once the disk holds it", () => {
      const life = new Life().start([1]);
      assert.deepEqual(life.requestVote({ term: 2 }), [
        "timer election (voteGranted)",
        "persist term 2 vote s2",
      ]);
      assert.deepEqual(life.done(), ["requestVoteResponse to s2 term 2 granted"]);
      assert.deepEqual(life.state.durable, { currentTerm: 2, votedFor: "s2", lastIndex: 1 });
    });

    it("adopts a newer term and yet refuses a log that is behind", () => {
      const life = new Life().start([1, 1]);
      assert.deepEqual(life.requestVote({ term: 2, lastLogTerm: 1, lastLogIndex: 1 }), [
        "persist term 2 vote null",
      ]);
      assert.deepEqual(life.done(), ["requestVoteResponse to s2 term 2 refused"]);
    });

    it("votes once a term, but again for the same candidate", () => {
      const life = new Life().start([], 1, "s3");
      assert.deepEqual(life.requestVote({ term: 1 }), ["requestVoteResponse to s2 term 1 refused"]);
      assert.deepEqual(life.requestVote({ term: 1, from: "s3" }), [
        "timer election (voteGranted)",
        "requestVoteResponse to s3 term 1 granted",
      ]);
    });

    it("compares logs by term first, then by length", () => {
      const answers = [
        [3, 1],
        [1, 2],
        [2, 2],
        [1, 3],
      ].map(([lastLogIndex = 0, lastLogTerm = 0]) =>
        new Life().start([1, 2]).requestVote({ term: 1, lastLogIndex, lastLogTerm }).at(-1),
      );
      assert.deepEqual(answers, [
        "requestVoteResponse to s2 term 1 refused",
        "requestVoteResponse to s2 term 1 refused",
        "persist term 1 vote s2",
        "persist term 1 vote s2",
      ]);
    });

    it("protects a leader it has heard of, without adopting the term (D §4.2.3)", () => {
      const life = new Life(3, { checkQuorum: true }).start();
      life.append({ term: 1 });
      assert.deepEqual(life.requestVote({ term: 5 }), ["requestVoteResponse to s2 term 1 refused"]);
      assert.equal(life.state.currentTerm, 1);
      assert.deepEqual(life.timeout("leaderContact"), []);
      life.requestVote({ term: 5 });
      assert.equal(life.state.currentTerm, 5);
    });
  });

  describe("requestPreVote (D §9.6)", () => {
    it("grants in the candidate's term, refuses in its own, and changes nothing", () => {
      const life = new Life(3, { preVote: true }).start([1]);
      const before = structuredClone(life.state);
      assert.deepEqual(life.requestPreVote({ term: 2 }), ["requestPreVoteResponse to s2 term 2 granted"]);
      assert.deepEqual(life.requestPreVote({ term: 2, lastLogTerm: 0 }), [
        "requestPreVoteResponse to s2 term 1 refused",
      ]);
      assert.deepEqual(life.requestPreVote({ term: 0 }), ["requestPreVoteResponse to s2 term 1 refused"]);
      assert.deepEqual(life.state, before);
    });

    it("in its own term, only for whom it could vote", () => {
      const life = new Life(3, { preVote: true }).start([], 1, "s3");
      assert.deepEqual(life.requestPreVote({ term: 1 }), ["requestPreVoteResponse to s2 term 1 refused"]);
      assert.deepEqual(life.requestPreVote({ term: 1, from: "s3" }), [
        "requestPreVoteResponse to s3 term 1 granted",
      ]);
    });

    it("refuses while the leader is in contact", () => {
      const life = new Life(3, { preVote: true }).start();
      life.append({ term: 1 });
      assert.deepEqual(life.requestPreVote({ term: 2 }), ["requestPreVoteResponse to s2 term 1 refused"]);
    });
  });

  describe("appendEntries (§5.3)", () => {
    it("refuses a stale term", () => {
      const life = new Life().start([], 2);
      assert.deepEqual(life.append({ term: 1 }), ["appendEntriesResponse to s2 term 2 failed"]);
      assert.equal(life.state.leader, null);
    });

    it("hears a heartbeat", () => {
      const life = new Life(3, { preVote: true }).start([1]);
      assert.deepEqual(life.append({ term: 1, prevLogIndex: 1, prevLogTerm: 1 }), [
        "timer leaderContact (heardFromLeader)",
        "timer election (heardFromLeader)",
        "appendEntriesResponse to s2 term 1 match 1",
      ]);
      assert.equal(life.state.leader, "s2");
      assert.equal(life.state.leaderContact, true);
    });

    it("fails where the previous entry does not match", () => {
      const failed = ["timer election (heardFromLeader)", "appendEntriesResponse to s2 term 2 failed"];
      const life = new Life().start([1, 1], 2);
      assert.deepEqual(life.append({ term: 2, prevLogIndex: 3, prevLogTerm: 1 }), failed);
      assert.deepEqual(life.append({ term: 2, prevLogIndex: 2, prevLogTerm: 2 }), failed);
      assert.deepEqual(life.append({ term: 2, prevLogIndex: 0, prevLogTerm: 1 }), failed);
    });

    it("extends its log and answers when the disk holds the entries", () => {
      const life = new Life().start([1]);
      const request = { term: 1, prevLogIndex: 1, prevLogTerm: 1, entries: entriesOf(1, 1) };
      assert.deepEqual(life.append({ ...request, leaderCommit: 2 }), [
        "timer election (heardFromLeader)",
        "apply 1..2",
        "persist 2:1, 3:1",
      ]);
      assert.deepEqual(life.append(request), ["timer election (heardFromLeader)"]);
      assert.deepEqual(life.done(), [
        "appendEntriesResponse to s2 term 1 match 3",
        "appendEntriesResponse to s2 term 1 match 3",
      ]);
      assert.equal(life.coverage.hits("follower / appendEntries / alreadyHeld"), 1);
    });

    it("never commits beyond what the request covers", () => {
      const life = new Life().start([1, 1]);
      life.append({ term: 1, prevLogIndex: 1, prevLogTerm: 1, leaderCommit: 2 });
      assert.equal(life.state.commitIndex, 1);
    });

    it("cuts a conflict and appends what is missing", () => {
      const life = new Life().start([1, 1, 1]);
      const entries = entriesOf(1, 2);
      assert.deepEqual(life.append({ term: 2, prevLogIndex: 1, prevLogTerm: 1, entries }), [
        "timer election (heardFromLeader)",
        "persist term 2 vote null, cut 3, 3:2",
      ]);
      assert.deepEqual(life.done(), ["appendEntriesResponse to s2 term 2 match 3"]);
      assert.deepEqual(
        life.state.log.entries.map(({ term }) => term),
        [1, 1, 2],
      );
    });

    it("does not cut what only repeats an older request", () => {
      const life = new Life().start([1, 1, 1]);
      life.append({ term: 1, prevLogIndex: 0, prevLogTerm: 0, entries: entriesOf(1) });
      assert.equal(life.state.log.entries.length, 3);
    });

    it("stops rather than cut a committed entry", () => {
      const life = new Life().start([1, 1]);
      life.append({ term: 1, prevLogIndex: 2, prevLogTerm: 1, leaderCommit: 2 });
      const entries = entriesOf(2);
      assert.deepEqual(life.append({ term: 2, prevLogIndex: 1, prevLogTerm: 1, entries }), [
        "timer election (heardFromLeader)",
        "became stopped of 2",
        "stopped committedConflict",
      ]);
      assert.equal(life.state.log.entries.length, 2);
      assert.deepEqual(life.timeout("election"), []);
      assert.equal(life.coverage.hits("stopped / * / ignored"), 1);
    });

    it("reads a compacted log: the base matches, what lies below it is held", () => {
      const life = new Life();
      const log = { baseIndex: 2, baseTerm: 1, entries: entriesOf(1) };
      life.step({ kind: "start", incarnation: 1, currentTerm: 1, votedFor: null, log });
      assert.equal(
        life.append({ term: 1, prevLogIndex: 2, prevLogTerm: 1 }).at(-1),
        "appendEntriesResponse to s2 term 1 match 2",
      );
      assert.equal(
        life.append({ term: 1, prevLogIndex: 0, entries: entriesOf(1, 1) }).at(-1),
        "appendEntriesResponse to s2 term 1 match 2",
      );
      assert.equal(
        life.append({ term: 1, prevLogIndex: 1, prevLogTerm: 1 }).at(-1),
        "appendEntriesResponse to s2 term 1 failed",
      );
      assert.equal(life.state.log.entries.length, 1);
    });
  });

  describe("answers that come too late, and strangers", () => {
    it("are ignored, but a newer term is adopted (§5.1)", () => {
      const life = new Life().start();
      assert.deepEqual(life.vote(1), []);
      assert.deepEqual(life.preVote(9), []);
      assert.deepEqual(life.appended({ term: 1 }), []);
      assert.deepEqual(life.vote(2, false), ["persist term 2 vote null"]);
      assert.deepEqual(life.preVote(3, false), ["persist term 3 vote null"]);
      assert.deepEqual(life.appended({ term: 4, success: false }), ["persist term 4 vote null"]);
      assert.deepEqual(life.requestVote({ term: 9, from: "s9" }), []);
      assert.deepEqual(life.requestVote({ term: 9, from: "s1" }), []);
    });
  });

  describe("propose", () => {
    it("names the leader it knows", () => {
      const life = new Life().start();
      assert.deepEqual(life.propose(1), ["respond c#1 fail notLeader at 0 leader null"]);
      life.append({ term: 1 });
      assert.deepEqual(life.propose(2), ["respond c#2 fail notLeader at 0 leader s2"]);
    });
  });
});
