import assert from "node:assert/strict";
import { defaultRules } from "./index.js";
import {
  appendRequest,
  deliver,
  effectsOf,
  expire,
  finishWrites,
  propose,
  sentBy,
  startLeader,
  startServer,
  termsOf,
  timersIn,
  voteRequest,
} from "./test-server.js";

describe("on requestVote", () => {
  it("grants to the first that asks, sets the timer anew, and answers when the vote is durable (§5.2, §5.1)", () => {
    const server = startServer({ term: 1 });
    const effects = deliver(server, voteRequest({ term: 2 }));
    assert.deepEqual(timersIn(effects), ["election/voteGranted"]);
    assert.deepEqual(sentBy(effects), []);
    assert.deepEqual(effectsOf(effects, "persist")[0]?.records, [
      { kind: "hardState", currentTerm: 2, votedFor: "s2" },
    ]);
    assert.deepEqual(sentBy(finishWrites(server)), [
      { kind: "requestVoteResponse", from: "s1", to: "s2", term: 2, granted: true },
    ]);
  });

  it("grants one candidate a term, and that one again (§5.2)", () => {
    for (const [vote, from, voteThen] of [
      [null, "s2", "s2"],
      ["s2", "s2", "s2"],
      ["s3", "s2", "s3"],
      ["s2", "s3", "s2"],
    ] as const) {
      const server = startServer({ term: 3, vote });
      const effects = [...deliver(server, voteRequest({ term: 3, from })), ...finishWrites(server)];
      assert.equal(server.state.votedFor, voteThen);
      assert.deepEqual(sentBy(effects), [
        { kind: "requestVoteResponse", from: "s1", to: from, term: 3, granted: from === voteThen },
      ]);
    }
  });

  it("answers a repeated request at once: the vote is durable already", () => {
    const server = startServer({ term: 3, vote: "s2" });
    assert.deepEqual(sentBy(deliver(server, voteRequest({ term: 3 }))), [
      { kind: "requestVoteResponse", from: "s1", to: "s2", term: 3, granted: true },
    ]);
  });

  it("grants only if the candidate's log is at least as up-to-date (§5.4.1)", () => {
    const cases: readonly (readonly [readonly number[], number, number, boolean])[] = [
      [[1], 1, 1, true],
      [[1], 2, 1, true],
      [[1, 1], 1, 1, false],
      [[1], 1, 2, true],
      [[1], 2, 2, true],
      [[1, 1], 1, 2, true],
      [[2], 1, 1, false],
      [[2], 2, 1, false],
      [[1, 2], 1, 1, false],
      [[], 0, 0, true],
    ];
    for (const [log, lastLogIndex, lastLogTerm, granted] of cases) {
      const server = startServer({ term: 3, log });
      const effects = deliver(server, voteRequest({ term: 3, lastLogIndex, lastLogTerm }));
      effects.push(...finishWrites(server));
      const answer = sentBy(effects)[0];
      assert.equal(answer?.kind === "requestVoteResponse" && answer.granted, granted, `${log} against it`);
    }
  });

  it("compares with the base when all entries are compacted away (§7)", () => {
    const server = startServer({ baseIndex: 4, baseTerm: 2, term: 2 });
    deliver(server, voteRequest({ term: 3, lastLogIndex: 3, lastLogTerm: 2 }));
    assert.equal(server.state.votedFor, null);
    deliver(server, voteRequest({ term: 4, lastLogIndex: 4, lastLogTerm: 2 }));
    assert.equal(server.state.votedFor, "s2");
  });

  it("refuses a stale term without effect on the state or the timer (§5.1)", () => {
    const server = startServer({ term: 3 });
    const effects = deliver(server, voteRequest({ term: 2 }));
    assert.deepEqual(effects, [
      {
        kind: "send",
        message: { kind: "requestVoteResponse", from: "s1", to: "s2", term: 3, granted: false },
      },
    ]);
  });

  it("adopts a newer term in any role, and grants (§5.1)", () => {
    const follower = startServer();
    const candidate = startServer();
    expire(candidate, "election");
    finishWrites(candidate);
    const preCandidate = startServer({ options: { preVote: true } });
    expire(preCandidate, "election");
    const leader = startLeader();
    for (const server of [follower, preCandidate, candidate, leader]) {
      deliver(server, voteRequest({ term: 5 }));
      assert.equal(server.state.role, "follower");
      assert.equal(server.state.currentTerm, 5);
      assert.equal(server.state.votedFor, "s2");
      assert.equal(server.state.leader, null);
      assert.deepEqual(server.state.votesGranted, []);
      assert.deepEqual(server.state.preVotesGranted, []);
    }
  });

  it("adopts a newer term even when it must refuse the vote, and then writes the term (§5.1)", () => {
    const server = startServer({ term: 1, log: [1] });
    const effects = deliver(server, voteRequest({ term: 2 }));
    assert.deepEqual(effectsOf(effects, "persist")[0]?.records, [
      { kind: "hardState", currentTerm: 2, votedFor: null },
    ]);
    assert.deepEqual(timersIn(effects), []);
    assert.deepEqual(sentBy(finishWrites(server)), [
      { kind: "requestVoteResponse", from: "s1", to: "s2", term: 2, granted: false },
    ]);
  });

  it("never gets the vote of a candidate or a leader of the term (§5.2)", () => {
    const candidate = startServer();
    expire(candidate, "election");
    finishWrites(candidate);
    for (const server of [candidate, startLeader()]) {
      const answer = sentBy(deliver(server, voteRequest({ term: 1 })))[0];
      assert.equal(answer?.kind === "requestVoteResponse" && answer.granted, false);
    }
  });

  it("ends a pre-candidacy of the same term if granted (D §9.6)", () => {
    const server = startServer({ term: 2, options: { preVote: true } });
    expire(server, "election");
    const effects = deliver(server, voteRequest({ term: 2 }));
    assert.equal(server.state.role, "follower");
    assert.deepEqual(effectsOf(effects, "becameRole"), [{ kind: "becameRole", role: "follower", term: 2 }]);
  });

  it("deposes a leader: timer, role and unanswered clients", () => {
    const leader = startLeader();
    propose(leader, 1);
    const effects = deliver(leader, voteRequest({ term: 2, lastLogIndex: 1, lastLogTerm: 1 }));
    assert.deepEqual(timersIn(effects), ["election/steppedDown", "election/voteGranted"]);
    assert.deepEqual(
      effectsOf(effects, "respond").map(({ outcome, reason }) => `${outcome} ${reason}`),
      ["info leadershipLost"],
    );
    assert.deepEqual(leader.state.pendingClients, []);
  });

  describe("protection of a live leader (D §4.2.3)", () => {
    const options = { checkQuorum: true };

    it("refuses while the leader was heard from, and stays in its term", () => {
      const server = startServer({ options });
      deliver(server, appendRequest({}));
      finishWrites(server);
      assert.deepEqual(sentBy(deliver(server, voteRequest({ term: 5, from: "s3" }))), [
        { kind: "requestVoteResponse", from: "s1", to: "s3", term: 1, granted: false },
      ]);
      expire(server, "leaderContact");
      deliver(server, voteRequest({ term: 5, from: "s3" }));
      assert.equal(server.state.votedFor, "s3");
    });

    it("makes the leader itself refuse; a higher term in an answer still frees the stuck candidate", () => {
      const leader = startLeader({ options });
      deliver(leader, voteRequest({ term: 5 }));
      assert.equal(leader.state.role, "leader");
      deliver(leader, {
        kind: "appendEntriesResponse",
        from: "s2",
        to: "s1",
        term: 5,
        success: false,
        prevLogIndex: 0,
        matchIndex: 0,
        conflictIndex: 0,
        conflictTerm: 0,
      });
      assert.equal(leader.state.role, "follower");
      assert.equal(leader.state.currentTerm, 5);
    });
  });

  describe("with rules replaced (mutants)", () => {
    it("asks what remains of the log when it grants", () => {
      const server = startServer({
        log: [1, 1],
        term: 1,
        rules: { ...defaultRules, lastIndexAfter: () => 1, isUpToDate: () => true },
      });
      const effects = deliver(server, voteRequest({ term: 1 }));
      assert.deepEqual(termsOf(server), [1]);
      assert.deepEqual(effectsOf(effects, "persist")[0]?.records, [
        { kind: "hardState", currentTerm: 1, votedFor: "s2" },
        { kind: "truncate", from: 2 },
      ]);
    });

    it("lets a candidate vote for another and stay one", () => {
      const server = startServer({ rules: { ...defaultRules, hasVoteFor: () => true } });
      expire(server, "election");
      deliver(server, voteRequest({ term: 1 }));
      assert.equal(server.state.role, "candidate");
      assert.equal(server.state.votedFor, "s2");
    });

    it("sets the timer for a refusal", () => {
      const server = startServer({ term: 3, rules: { ...defaultRules, resetsElectionTimer: () => true } });
      assert.deepEqual(timersIn(deliver(server, voteRequest({ term: 2 }))), ["election/voteGranted"]);
    });

    it("answers before the disk", () => {
      const server = startServer({ rules: { ...defaultRules, mustAwaitDisk: () => false } });
      assert.equal(sentBy(deliver(server, voteRequest({}))).length, 1);
    });
  });
});
