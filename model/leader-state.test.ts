import assert from "node:assert/strict";
import { entriesOf, Life } from "./test-life.js";

describe("the chart: a leader", () => {
  describe("election (§5.2; D §6.2, §6.4)", () => {
    it("arms its timers and opens its term with an empty entry", () => {
      const life = new Life(3, { checkQuorum: true, noOp: true }).start([1]);
      life.timeout("election");
      life.done();
      assert.deepEqual(life.vote(2), [
        "became leader of 2",
        "timer heartbeat (becameLeader)",
        "timer quorumCheck (becameLeader)",
        "persist 2:2",
      ]);
      const { leader, nextIndex, matchIndex, votesGranted } = life.state;
      assert.deepEqual(
        { leader, nextIndex, matchIndex, votesGranted },
        { leader: "s1", nextIndex: [2, 2, 2], matchIndex: [1, 0, 0], votesGranted: ["s1", "s2"] },
      );
    });
  });

  describe("propose (§5.3)", () => {
    it("appends up to the limit of uncommitted bytes", () => {
      const life = new Life().start().lead();
      assert.deepEqual(life.propose(1, "123456789"), ["persist 1:2"], "one is let through when none waits");
      assert.deepEqual(life.propose(2), ["respond c#2 fail uncommittedLimit at 0 leader s1"]);
      assert.deepEqual(life.propose(3, ""), ["persist 2:2"], "nothing adds nothing");
    });
  });

  describe("commit (§5.3, §5.4.2)", () => {
    it("commits what a quorum holds on disk and answers its client", () => {
      const life = new Life().start().lead();
      life.propose(1);
      assert.deepEqual(life.appended({ term: 2, matchIndex: 1 }), []);
      assert.deepEqual(life.done(), ["apply 1..1", "respond c#1 ok committed at 1 leader s1"]);
      assert.equal(life.state.commitIndex, 1);
    });

    it("commits on a follower's answer when its own write came first", () => {
      const life = new Life().start().lead();
      life.propose(1);
      life.propose(2);
      life.done();
      assert.deepEqual(life.appended({ term: 2, matchIndex: 1 }), [
        "apply 1..1",
        "respond c#1 ok committed at 1 leader s1",
      ]);
    });

    it("commits no entry of an earlier term by counting (Figure 8)", () => {
      const life = new Life().start([1, 1]).lead();
      life.appended({ term: 2, matchIndex: 2 });
      life.appended({ term: 2, matchIndex: 2, from: "s3" });
      assert.equal(life.state.commitIndex, 0);
      life.propose(1);
      life.done();
      assert.deepEqual(life.appended({ term: 2, matchIndex: 3 }), [
        "apply 1..3",
        "respond c#1 ok committed at 3 leader s1",
      ]);
    });

    it("never lets matchIndex fall, and remembers who answered", () => {
      const life = new Life().start([1, 1]).lead();
      life.appended({ term: 2, matchIndex: 2 });
      life.appended({ term: 2, matchIndex: 1 });
      life.appended({ term: 2, success: false });
      assert.deepEqual(life.state.matchIndex, [2, 2, 0]);
      assert.deepEqual(life.state.heardFrom, ["s2"]);
    });

    it("ignores answers of an earlier term", () => {
      const life = new Life().start().lead();
      assert.deepEqual(life.appended({ term: 1, matchIndex: 1 }), []);
      assert.deepEqual(life.state.heardFrom, []);
    });
  });

  describe("timers (D §6.2)", () => {
    it("sends heartbeats and ignores the election timer", () => {
      const life = new Life().start().lead();
      assert.deepEqual(life.timeout("heartbeat"), ["timer heartbeat (heartbeatSent)"]);
      assert.deepEqual(life.timeout("election"), []);
      assert.deepEqual(life.timeout("quorumCheck"), [], "not asked to check");
    });

    it("stays while a quorum answers, and resigns when none does", () => {
      const life = new Life(3, { checkQuorum: true }).start().lead();
      life.propose(1);
      life.appended({ term: 2, success: false });
      assert.deepEqual(life.timeout("quorumCheck"), ["timer quorumCheck (quorumChecked)"]);
      assert.deepEqual(life.state.heardFrom, []);
      assert.deepEqual(life.timeout("quorumCheck"), [
        "became follower of 2",
        "timer election (steppedDown)",
        "respond c#1 info leadershipLost at 0 leader null",
      ]);
      const { votedFor, leader, votesGranted, nextIndex, matchIndex, log } = life.state;
      assert.deepEqual(
        { votedFor, leader, votesGranted, nextIndex, matchIndex, length: log.entries.length },
        {
          votedFor: "s1",
          leader: null,
          votesGranted: [],
          nextIndex: [1, 1, 1],
          matchIndex: [0, 0, 0],
          length: 1,
        },
      );
    });
  });

  describe("other leaders and newer terms (§5.1)", () => {
    it("is deposed by a newer term, and may then vote", () => {
      const life = new Life().start().lead();
      life.propose(1);
      life.done();
      assert.deepEqual(life.requestVote({ term: 3 }), [
        "became follower of 3",
        "timer election (steppedDown)",
        "respond c#1 info leadershipLost at 0 leader null",
        "timer election (voteGranted)",
        "persist term 3 vote s2",
      ]);
    });

    it("is protected from newer terms when it checks its quorum (D §4.2.3)", () => {
      const life = new Life(3, { checkQuorum: true }).start().lead();
      assert.deepEqual(life.requestVote({ term: 3 }), ["requestVoteResponse to s2 term 2 refused"]);
      assert.equal(life.state.role, "leader");
    });

    it("refuses votes and pre-votes in its own term", () => {
      const life = new Life().start().lead();
      assert.deepEqual(life.requestVote({ term: 2 }), ["requestVoteResponse to s2 term 2 refused"]);
      assert.deepEqual(life.requestPreVote({ term: 3 }), ["requestPreVoteResponse to s2 term 2 refused"]);
    });

    it("ignores an append of its own term, and refuses a stale one", () => {
      const life = new Life().start().lead();
      assert.deepEqual(life.append({ term: 2 }), []);
      assert.deepEqual(life.append({ term: 1 }), ["appendEntriesResponse to s2 term 2 failed"]);
      assert.equal(life.state.role, "leader");
    });

    it("follows a newer leader and cuts what that one contradicts", () => {
      const life = new Life().start([1]).lead();
      life.propose(1);
      life.done();
      const entries = entriesOf(3);
      assert.deepEqual(life.append({ term: 3, prevLogIndex: 1, prevLogTerm: 1, entries }), [
        "became follower of 3",
        "timer election (steppedDown)",
        "respond c#1 info leadershipLost at 0 leader null",
        "timer election (heardFromLeader)",
        "persist term 3 vote null, cut 2, 2:3",
      ]);
    });
  });
});
