import assert from "node:assert/strict";
import { entriesOf, Life } from "./test-life.js";

const asked = (kind: string, term: number, end: string) =>
  ["s2", "s3"].map((to) => `${kind} to ${to} term ${term} end ${end}`);

describe("the chart: a candidate", () => {
  describe("election timeout (§5.2)", () => {
    it("enters the next term and asks for votes when the disk holds its own", () => {
      const life = new Life().start([1, 1]);
      assert.deepEqual(life.timeout("election"), [
        "became candidate of 2",
        "timer election (electionStarted)",
        "persist term 2 vote s1",
      ]);
      assert.deepEqual(life.state.votesGranted, []);
      assert.deepEqual(life.done(), asked("requestVote", 2, "2/1"));
      assert.deepEqual(life.state.votesGranted, ["s1"]);
    });

    it("stands again in a higher term", () => {
      const life = new Life().start();
      life.timeout("election");
      life.done();
      assert.deepEqual(life.timeout("election").slice(0, 1), ["became candidate of 3"]);
      assert.deepEqual(life.state.votesGranted, []);
    });

    it("forgets the leader", () => {
      const life = new Life(3, { checkQuorum: true }).start();
      life.append({ term: 1 });
      life.timeout("election");
      assert.equal(life.state.leader, null);
      assert.equal(life.state.leaderContact, false);
    });
  });

  describe("votes (§5.2)", () => {
    it("counts its own only when durable, and wins with more than half", () => {
      const life = new Life().start();
      life.timeout("election");
      assert.deepEqual(life.vote(2), []);
      assert.deepEqual(life.vote(2), []);
      assert.deepEqual(life.state.votesGranted, ["s2"]);
      assert.deepEqual(life.done(), [
        ...asked("requestVote", 2, "0/0"),
        "became leader of 2",
        "timer heartbeat (becameLeader)",
      ]);
      assert.deepEqual(life.state.votesGranted, ["s2", "s1"]);
    });

    it("ignores refusals and votes of other terms", () => {
      const life = new Life().start();
      life.timeout("election");
      life.done();
      assert.deepEqual(life.vote(2, false), []);
      assert.deepEqual(life.vote(1), []);
      assert.deepEqual(life.preVote(2), []);
      assert.deepEqual(life.state.votesGranted, ["s1"]);
    });

    it("wins alone as soon as its vote is durable", () => {
      const life = new Life(1).start();
      life.timeout("election");
      assert.deepEqual(life.done(), ["became leader of 2", "timer heartbeat (becameLeader)"]);
    });

    it("does not count a vote that a newer term has overtaken", () => {
      const life = new Life().start();
      life.timeout("election");
      life.timeout("election");
      life.done();
      assert.deepEqual(life.state.votesGranted, []);
      assert.deepEqual(life.state.durable, { currentTerm: 2, votedFor: "s1", lastIndex: 0 });
    });
  });

  describe("pre-vote (D §9.6)", () => {
    const guarded = { preVote: true, checkQuorum: true };

    it("asks first, in the term to come, and changes neither term nor vote", () => {
      const life = new Life(3, guarded).start([1], 1, "s3");
      assert.deepEqual(life.timeout("election"), [
        "became preCandidate of 1",
        "timer election (electionStarted)",
        ...asked("requestPreVote", 2, "1/1"),
      ]);
      assert.deepEqual(life.state.preVotesGranted, ["s1"]);
      assert.equal(life.state.votedFor, "s3");
    });

    it("asks again without becoming anything new", () => {
      const life = new Life(3, guarded).start();
      life.timeout("election");
      assert.deepEqual(life.timeout("election")[0], "timer election (electionStarted)");
    });

    it("becomes candidate with a quorum of pre-votes", () => {
      const life = new Life(5, guarded).start();
      life.timeout("election");
      assert.deepEqual(life.preVote(2), []);
      assert.deepEqual(life.preVote(1, false), []);
      assert.deepEqual(life.preVote(2, true, "s3"), [
        "became candidate of 2",
        "timer election (electionStarted)",
        "persist term 2 vote s1",
      ]);
      assert.deepEqual(life.state.preVotesGranted, []);
    });

    it("is its own quorum when alone", () => {
      const life = new Life(1, guarded).start();
      assert.deepEqual(life.timeout("election"), [
        "became preCandidate of 1",
        "timer election (electionStarted)",
        "became candidate of 2",
        "timer election (electionStarted)",
        "persist term 2 vote s1",
      ]);
      assert.deepEqual(life.timeout("election").slice(0, 3), [
        "became preCandidate of 2",
        "timer election (electionStarted)",
        "became candidate of 3",
      ]);
    });

    it("gives way to a candidate of its term for which it votes", () => {
      const life = new Life(3, guarded).start();
      life.timeout("election");
      assert.deepEqual(life.requestVote({ term: 1 }), [
        "became follower of 1",
        "timer election (voteGranted)",
        "persist term 1 vote s2",
      ]);
    });

    it("stays when it cannot vote for it", () => {
      const life = new Life(3, guarded).start([1], 1, "s3");
      life.timeout("election");
      assert.deepEqual(life.requestVote({ term: 1 }), ["requestVoteResponse to s2 term 1 refused"]);
      assert.deepEqual(life.requestVote({ term: 1, from: "s3", lastLogTerm: 0 }), [
        "requestVoteResponse to s3 term 1 refused",
      ]);
      assert.equal(life.state.role, "preCandidate");
    });

    it("follows a candidacy that got nowhere", () => {
      const life = new Life(3, guarded).start();
      life.timeout("election");
      life.preVote(2);
      assert.equal(life.timeout("election")[0], "became preCandidate of 2");
    });
  });

  describe("another leader, another term (§5.1, §5.2)", () => {
    it("yields to the leader of its term", () => {
      const life = new Life().start([1]);
      life.timeout("election");
      assert.deepEqual(life.append({ term: 2, prevLogIndex: 1, prevLogTerm: 1, entries: entriesOf(2) }), [
        "became follower of 2",
        "timer election (heardFromLeader)",
        "persist 2:2",
      ]);
      assert.equal(life.state.votedFor, "s1");
      assert.deepEqual(life.done().length, 2, "the vote's write completes first");
      assert.deepEqual(life.done(), ["appendEntriesResponse to s2 term 2 match 2"]);
    });

    it("keeps its vote to itself", () => {
      const life = new Life().start();
      life.timeout("election");
      life.done();
      assert.deepEqual(life.requestVote({ term: 2 }), ["requestVoteResponse to s2 term 2 refused"]);
    });

    it("follows into a newer term", () => {
      const life = new Life().start();
      life.timeout("election");
      assert.deepEqual(life.vote(3, false), ["became follower of 3", "persist term 3 vote null"]);
    });

    it("refuses a stale leader and stays", () => {
      const life = new Life().start();
      life.timeout("election");
      life.done();
      assert.deepEqual(life.append({ term: 1 }), ["appendEntriesResponse to s2 term 2 failed"]);
      assert.equal(life.state.role, "candidate");
    });
  });
});
