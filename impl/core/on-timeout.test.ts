import assert from "node:assert/strict";
import { defaultRules } from "./index.js";
import {
  appendAnswer,
  appendRequest,
  appendsIn,
  deliver,
  effectsOf,
  expire,
  finishWrites,
  fiveServers,
  give,
  propose,
  sentBy,
  startLeader,
  startServer,
  timersIn,
} from "./test-server.js";

describe("on timeout", () => {
  describe("election (§5.2)", () => {
    it("makes a follower a candidate of the next term that votes for itself and asks all others", () => {
      const server = startServer({ term: 4, log: [1, 4] });
      const effects = expire(server, "election");
      assert.equal(server.state.role, "candidate");
      assert.equal(server.state.currentTerm, 5);
      assert.equal(server.state.votedFor, "s1");
      assert.deepEqual(timersIn(effects), ["election/electionStarted"]);
      assert.deepEqual(effectsOf(effects, "becameRole"), [
        { kind: "becameRole", role: "candidate", term: 5 },
      ]);
      assert.deepEqual(effectsOf(effects, "persist"), [
        { kind: "persist", records: [{ kind: "hardState", currentTerm: 5, votedFor: "s1" }] },
      ]);
    });

    it("asks for votes only once the own vote is on the disk (§5.1)", () => {
      const server = startServer({ term: 4, log: [1, 4] });
      assert.deepEqual(sentBy(expire(server, "election")), []);
      assert.deepEqual(server.state.votesGranted, []);
      const requests = sentBy(finishWrites(server));
      const request = {
        kind: "requestVote",
        from: "s1",
        term: 5,
        lastLogIndex: 2,
        lastLogTerm: 4,
        leadershipTransfer: false,
      };
      assert.deepEqual(requests, [
        { ...request, to: "s2" },
        { ...request, to: "s3" },
      ]);
      assert.deepEqual(server.state.votesGranted, ["s1"]);
    });

    it("makes a candidate try again in a higher term, and says so", () => {
      const server = startServer();
      expire(server, "election");
      finishWrites(server);
      const effects = expire(server, "election");
      assert.deepEqual(effectsOf(effects, "becameRole"), [
        { kind: "becameRole", role: "candidate", term: 2 },
      ]);
      assert.deepEqual(server.state.votesGranted, []);
    });

    it("makes a single server leader when its vote is durable", () => {
      const server = startServer({ servers: ["s1"], options: { noOp: true } });
      expire(server, "election");
      assert.equal(server.state.role, "candidate");
      const effects = finishWrites(server);
      assert.equal(server.state.role, "leader");
      assert.equal(server.state.commitIndex, 1);
      assert.equal(effectsOf(effects, "apply").length, 1);
    });

    it("means nothing to a leader", () => {
      const leader = startLeader();
      assert.deepEqual(expire(leader, "election"), []);
      assert.equal(leader.state.role, "leader");
    });

    it("forgets the leader and the contact with it", () => {
      const server = startServer({ options: { checkQuorum: true } });
      deliver(server, appendRequest({}));
      assert.equal(server.state.leader, "s2");
      assert.equal(server.state.leaderContact, true);
      expire(server, "election");
      assert.equal(server.state.leader, null);
      assert.equal(server.state.leaderContact, false);
    });
  });

  describe("election with pre-vote (D §9.6)", () => {
    it("asks first: no new term, no vote, nothing written", () => {
      const server = startServer({ term: 2, vote: "s3", log: [1], options: { preVote: true } });
      const effects = expire(server, "election");
      assert.equal(server.state.role, "preCandidate");
      assert.equal(server.state.currentTerm, 2);
      assert.equal(server.state.votedFor, "s3");
      assert.deepEqual(server.state.preVotesGranted, ["s1"]);
      assert.deepEqual(effectsOf(effects, "persist"), []);
      assert.deepEqual(timersIn(effects), ["election/electionStarted"]);
      const request = { kind: "requestPreVote", from: "s1", term: 3, lastLogIndex: 1, lastLogTerm: 1 };
      assert.deepEqual(sentBy(effects), [
        { ...request, to: "s2" },
        { ...request, to: "s3" },
      ]);
    });

    it("announces the role once, however often it asks", () => {
      const server = startServer({ options: { preVote: true } });
      assert.equal(effectsOf(expire(server, "election"), "becameRole").length, 1);
      const again = expire(server, "election");
      assert.equal(effectsOf(again, "becameRole").length, 0);
      assert.equal(sentBy(again).length, 2);
    });

    it("takes a single server straight on to candidacy", () => {
      const server = startServer({ servers: ["s1"], options: { preVote: true } });
      const effects = expire(server, "election");
      assert.equal(server.state.role, "candidate");
      assert.deepEqual(timersIn(effects), ["election/electionStarted", "election/electionStarted"]);
    });

    it("makes a candidate whose election failed ask again before the next", () => {
      const server = startServer({ options: { preVote: true }, term: 1 });
      expire(server, "election");
      deliver(server, { kind: "requestPreVoteResponse", from: "s2", to: "s1", term: 2, granted: true });
      assert.equal(server.state.role, "candidate");
      expire(server, "election");
      assert.equal(server.state.role, "preCandidate");
      assert.equal(server.state.currentTerm, 2);
      assert.deepEqual(server.state.votesGranted, []);
    });
  });

  describe("leaderContact (D §4.2.3)", () => {
    it("ends the protection of the leader and nothing else", () => {
      const server = startServer({ options: { checkQuorum: true } });
      deliver(server, appendRequest({}));
      finishWrites(server);
      assert.deepEqual(expire(server, "leaderContact"), []);
      assert.equal(server.state.leaderContact, false);
      assert.equal(server.state.leader, "s2");
      assert.deepEqual(expire(server, "leaderContact"), []);
    });
  });

  describe("heartbeat (§5.2)", () => {
    it("sends one empty request to each follower, about the place where the next entries would go", () => {
      const leader = startLeader({ log: [1, 1], term: 1 });
      deliver(leader, appendAnswer({ term: 2, prevLogIndex: 2, matchIndex: 2 }));
      propose(leader, 1);
      const effects = expire(leader, "heartbeat");
      assert.deepEqual(timersIn(effects), ["heartbeat/heartbeatSent"]);
      const about = appendsIn(effects).map(({ to, prevLogIndex, prevLogTerm, entries }) => ({
        to,
        prevLogIndex,
        prevLogTerm,
        count: entries.length,
      }));
      assert.deepEqual(about, [
        { to: "s2", prevLogIndex: 3, prevLogTerm: 2, count: 0 },
        { to: "s3", prevLogIndex: 2, prevLogTerm: 1, count: 0 },
      ]);
    });

    it("means nothing to anyone else", () => {
      assert.deepEqual(expire(startServer(), "heartbeat"), []);
    });
  });

  describe("quorumCheck (D §6.2)", () => {
    const options = { checkQuorum: true };

    it("keeps a leader that heard from a majority, and starts to listen anew", () => {
      const leader = startLeader({ options });
      deliver(leader, appendAnswer({ from: "s3" }));
      assert.deepEqual(leader.state.heardFrom, ["s3"]);
      assert.deepEqual(timersIn(expire(leader, "quorumCheck")), ["quorumCheck/quorumChecked"]);
      assert.equal(leader.state.role, "leader");
      assert.deepEqual(leader.state.heardFrom, []);
    });

    it("deposes one that did not, in its term and with its vote; its clients are left in doubt", () => {
      const leader = startLeader({ options });
      propose(leader, 7);
      finishWrites(leader);
      const effects = expire(leader, "quorumCheck");
      assert.equal(leader.state.role, "follower");
      assert.equal(leader.state.currentTerm, 1);
      assert.equal(leader.state.votedFor, "s1");
      assert.equal(leader.state.leader, null);
      assert.deepEqual(leader.state.nextIndex, [1, 1, 1]);
      assert.deepEqual(leader.state.matchIndex, [0, 0, 0]);
      assert.deepEqual(timersIn(effects), ["election/steppedDown"]);
      assert.deepEqual(effectsOf(effects, "becameRole"), [{ kind: "becameRole", role: "follower", term: 1 }]);
      assert.deepEqual(effectsOf(effects, "respond"), [
        {
          kind: "respond",
          client: "c",
          serial: 7,
          outcome: "info",
          reason: "leadershipLost",
          index: 0,
          leader: null,
        },
      ]);
    });

    it("counts answers of distinct servers: of five, two besides the leader", () => {
      const leader = startLeader({ options, servers: fiveServers });
      deliver(leader, appendAnswer({ from: "s3" }));
      deliver(leader, appendAnswer({ from: "s3" }));
      assert.deepEqual(leader.state.heardFrom, ["s3"]);
      expire(leader, "quorumCheck");
      assert.equal(leader.state.role, "follower");
    });

    it("means nothing to a follower, or without the option", () => {
      assert.deepEqual(expire(startServer({ options }), "quorumCheck"), []);
      assert.deepEqual(expire(startLeader(), "quorumCheck"), []);
    });

    it("asks the rules what becomes of term, vote and log (mutants)", () => {
      const rules = {
        ...defaultRules,
        termAfterQuorumLoss: () => 9,
        voteAfter: () => null,
        lastIndexAfter: () => 1,
      };
      const leader = startLeader({ options, rules, log: [1, 1], term: 1 });
      const effects = expire(leader, "quorumCheck");
      assert.deepEqual(effectsOf(effects, "persist"), [
        {
          kind: "persist",
          records: [
            { kind: "hardState", currentTerm: 9, votedFor: null },
            { kind: "truncate", from: 2 },
          ],
        },
      ]);
    });
  });

  it("refuses a timer nobody knows", () => {
    assert.throws(() => give(startServer(), { kind: "timeout", timer: "lunch" as "election" }), /lunch/);
  });
});
