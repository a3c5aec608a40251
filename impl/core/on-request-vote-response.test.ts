import assert from "node:assert/strict";
import type { ServerId } from "../../traces/format/index.js";
import { type CoreServer, defaultRules } from "./index.js";
import {
  appendsIn,
  deliver,
  effectsOf,
  expire,
  finishWrites,
  fiveServers,
  preVoteAnswer,
  startLeader,
  startServer,
  type TestSetup,
  timersIn,
  voteAnswer,
} from "./test-server.js";

function startCandidate(setup: TestSetup = {}): CoreServer {
  const server = startServer(setup);
  expire(server, "election");
  finishWrites(server);
  return server;
}

describe("on requestVoteResponse", () => {
  it("elects exactly with grants of a majority, in clusters of two to five (§5.2)", () => {
    for (let size = 2; size <= 5; size += 1) {
      for (let mix = 0; mix < 3 ** (size - 1); mix += 1) {
        const servers = fiveServers.slice(0, size);
        const server = startCandidate({ servers });
        let granted = 1;
        let rest = mix;
        for (const from of servers.slice(1)) {
          const answer = rest % 3;
          rest = Math.floor(rest / 3);
          if (answer > 0) {
            deliver(server, voteAnswer(from, 1, answer === 2));
            granted += answer === 2 ? 1 : 0;
          }
        }
        const expected = granted > size / 2 ? "leader" : "candidate";
        assert.equal(server.state.role, expected, `${size} servers, mix ${mix}`);
      }
    }
  });

  it("counts a voter once, however often its answer comes (§5.2)", () => {
    const server = startCandidate({ servers: fiveServers });
    deliver(server, voteAnswer("s2", 1, true));
    deliver(server, voteAnswer("s2", 1, true));
    assert.deepEqual(server.state.votesGranted, ["s1", "s2"]);
    assert.equal(server.state.role, "candidate");
  });

  it("may win by the votes of others before the own one is durable", () => {
    const server = startServer({ servers: fiveServers });
    expire(server, "election");
    for (const from of ["s2", "s3", "s4"]) {
      deliver(server, voteAnswer(from, 1, true));
    }
    assert.equal(server.state.role, "leader");
    assert.deepEqual(server.state.votesGranted, ["s2", "s3", "s4"]);
    assert.equal(server.state.matchIndex[0], 0);
  });

  it("ignores answers of an earlier term (§5.1)", () => {
    const server = startCandidate({ term: 3 });
    assert.deepEqual(deliver(server, voteAnswer("s2", 3, true)), []);
    assert.equal(server.state.role, "candidate");
  });

  it("steps down for a newer term (§5.1)", () => {
    const server = startCandidate();
    deliver(server, voteAnswer("s2", 4, false));
    assert.equal(server.state.role, "follower");
    assert.equal(server.state.currentTerm, 4);
    assert.equal(server.state.votedFor, null);
  });

  it("means nothing to a leader: late votes change nothing", () => {
    const leader = startLeader();
    assert.deepEqual(deliver(leader, voteAnswer("s3", 1, true)), []);
  });

  it("sets up a leader as Figure 2 has it, and makes it known at once (§5.2)", () => {
    const server = startCandidate({ log: [1, 1], term: 1, options: { checkQuorum: true } });
    const effects = deliver(server, voteAnswer("s3", 2, true));
    assert.equal(server.state.leader, "s1");
    assert.deepEqual(server.state.votesGranted, ["s1", "s3"]);
    assert.deepEqual(server.state.nextIndex, [3, 3, 3]);
    assert.deepEqual(server.state.matchIndex, [2, 0, 0]);
    assert.deepEqual(timersIn(effects), ["heartbeat/becameLeader", "quorumCheck/becameLeader"]);
    assert.deepEqual(effectsOf(effects, "becameRole"), [{ kind: "becameRole", role: "leader", term: 2 }]);
    assert.deepEqual(
      appendsIn(effects).map(({ to, prevLogIndex, prevLogTerm, entries }) => [
        to,
        prevLogIndex,
        prevLogTerm,
        entries.length,
      ]),
      [
        ["s2", 2, 1, 0],
        ["s3", 2, 1, 0],
      ],
    );
  });

  it("opens the term with an empty entry, sent while it is being written (§8, D §6.4, §10.2.1)", () => {
    const server = startCandidate({ log: [1], term: 1, options: { noOp: true } });
    const effects = deliver(server, voteAnswer("s3", 2, true));
    assert.deepEqual(effectsOf(effects, "persist")[0]?.records, [
      { kind: "append", index: 2, entry: { kind: "noop", term: 2 } },
    ]);
    assert.deepEqual(server.state.nextIndex, [2, 2, 2]);
    assert.equal(appendsIn(effects)[0]?.entries.length, 1);
    assert.equal(appendsIn(effects)[0]?.prevLogIndex, 1);
  });

  it("takes no pre-vote for a vote (D §9.6)", () => {
    const server = startCandidate({ options: {} });
    deliver(server, preVoteAnswer("s2", 1, true));
    deliver(server, preVoteAnswer("s3", 2, true));
    assert.equal(server.state.role, "candidate");
  });

  describe("with rules replaced (mutants)", () => {
    it("counts pre-votes, duplicates, minorities, the undurable own vote", () => {
      const preVotes = startCandidate({ rules: { ...defaultRules, countsAsVote: () => true } });
      deliver(preVotes, preVoteAnswer("s2", 1, true));
      assert.equal(preVotes.state.role, "leader");

      const withVote = (votes: readonly ServerId[], voter: ServerId) => [...votes, voter];
      const duplicates = startCandidate({ servers: fiveServers, rules: { ...defaultRules, withVote } });
      deliver(duplicates, voteAnswer("s2", 1, true));
      deliver(duplicates, voteAnswer("s2", 1, true));
      assert.equal(duplicates.state.role, "leader");

      const minority = startCandidate({ rules: { ...defaultRules, isQuorum: () => true } });
      assert.equal(minority.state.role, "leader");

      const early = startServer({ rules: { ...defaultRules, votesAtCandidacy: ({ self }) => [self] } });
      expire(early, "election");
      assert.deepEqual(early.state.votesGranted, ["s1"]);

      const never = startCandidate({ rules: { ...defaultRules, ownVoteCounts: () => false } });
      assert.deepEqual(never.state.votesGranted, []);
    });

    it("commits at the election what exists, and no more", () => {
      const rules = { ...defaultRules, commitAtElection: () => 9 };
      const server = startCandidate({ log: [1, 1], term: 1, rules });
      const effects = deliver(server, voteAnswer("s2", 2, true));
      assert.equal(server.state.commitIndex, 9);
      const apply = effectsOf(effects, "apply");
      assert.deepEqual(
        apply.map(({ index, entries }) => [index, entries.length]),
        [[1, 2]],
      );
    });

    it("gives the own vote to nobody, and stays in the term", () => {
      const rules = {
        ...defaultRules,
        ownVote: () => null,
        nextTerm: ({ currentTerm }: { currentTerm: number }) => currentTerm,
      };
      const server = startServer({ term: 2, vote: "s2", rules });
      expire(server, "election");
      assert.equal(server.state.currentTerm, 2);
      assert.equal(server.state.votedFor, null);
    });
  });
});
