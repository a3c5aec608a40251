import assert from "node:assert/strict";
import { type CoreServer, defaultRules } from "./index.js";
import {
  appendRequest,
  deliver,
  expire,
  finishWrites,
  fiveServers,
  preVoteAnswer,
  preVoteRequest,
  sentBy,
  startLeader,
  startServer,
  timersIn,
  voteRequest,
} from "./test-server.js";

const options = { preVote: true };

function answerOf(server: CoreServer, request: Parameters<typeof preVoteRequest>[0]): string {
  const answer = sentBy(deliver(server, preVoteRequest(request)))[0];
  return answer?.kind === "requestPreVoteResponse" ? `${answer.granted} ${answer.term}` : "no answer";
}

describe("on requestPreVote (D §9.6)", () => {
  it("grants for a next term and an up-to-date log, and changes nothing", () => {
    const server = startServer({ term: 2, log: [1], options });
    assert.equal(answerOf(server, { term: 3, lastLogIndex: 1, lastLogTerm: 1 }), "true 3");
    assert.equal(server.state.currentTerm, 2);
    assert.equal(server.state.votedFor, null);
    assert.equal(server.state.role, "follower");
  });

  it("may be granted to several askers", () => {
    const server = startServer({ term: 2, options });
    assert.equal(answerOf(server, { term: 3, from: "s2" }), "true 3");
    assert.equal(answerOf(server, { term: 3, from: "s3" }), "true 3");
  });

  it("refuses an outdated log with its own term, so that the asker's term does not rise", () => {
    const server = startServer({ term: 2, log: [1, 2], options });
    assert.equal(answerOf(server, { term: 3, lastLogIndex: 5, lastLogTerm: 1 }), "false 2");
    assert.equal(answerOf(server, { term: 3, lastLogIndex: 1, lastLogTerm: 2 }), "false 2");
  });

  it("refuses a past term; in the present one it says what it would do with its vote", () => {
    const server = startServer({ term: 3, vote: "s3", options });
    assert.equal(answerOf(server, { term: 2 }), "false 3");
    assert.equal(answerOf(server, { term: 3, from: "s2" }), "false 3");
    assert.equal(answerOf(server, { term: 3, from: "s3" }), "true 3");
    assert.equal(answerOf(startServer({ term: 3, options }), { term: 3 }), "true 3");
  });

  it("refuses while there is contact with a leader, and grants after", () => {
    const server = startServer({ options });
    deliver(server, appendRequest({}));
    finishWrites(server);
    assert.equal(answerOf(server, { term: 2, from: "s3" }), "false 1");
    expire(server, "leaderContact");
    assert.equal(answerOf(server, { term: 2, from: "s3" }), "true 2");
  });

  it("is refused by a leader", () => {
    assert.equal(answerOf(startLeader({ options }), { term: 9 }), "false 1");
  });

  it("waits for the disk like all that a server says of itself (§5.1)", () => {
    const server = startServer({ options });
    deliver(server, voteRequest({ term: 4 }));
    assert.deepEqual(sentBy(deliver(server, preVoteRequest({ term: 9, from: "s3" }))), []);
    assert.deepEqual(
      sentBy(finishWrites(server)).map(({ kind }) => kind),
      ["requestVoteResponse", "requestPreVoteResponse"],
    );
  });
});

describe("on requestPreVoteResponse (D §9.6)", () => {
  function startPreCandidate(): CoreServer {
    const server = startServer({ term: 2, servers: fiveServers, options });
    expire(server, "election");
    return server;
  }

  it("starts the election with a majority of grants, each counted once", () => {
    const server = startPreCandidate();
    deliver(server, preVoteAnswer("s2", 3, true));
    deliver(server, preVoteAnswer("s2", 3, true));
    assert.equal(server.state.role, "preCandidate");
    assert.deepEqual(server.state.preVotesGranted, ["s1", "s2"]);
    const effects = deliver(server, preVoteAnswer("s4", 3, true));
    assert.equal(server.state.role, "candidate");
    assert.equal(server.state.currentTerm, 3);
    assert.deepEqual(server.state.preVotesGranted, []);
    assert.deepEqual(timersIn(effects), ["election/electionStarted"]);
  });

  it("does not enter the term of a grant, which is only the one asked about", () => {
    const server = startServer({ term: 2, options });
    deliver(server, preVoteAnswer("s2", 3, true));
    assert.equal(server.state.currentTerm, 2);
  });

  it("enters the newer term of a refusal (§5.1)", () => {
    const server = startPreCandidate();
    deliver(server, preVoteAnswer("s2", 7, false));
    assert.equal(server.state.role, "follower");
    assert.equal(server.state.currentTerm, 7);
  });

  it("counts neither refusals nor grants for another term", () => {
    const server = startPreCandidate();
    deliver(server, preVoteAnswer("s2", 2, false));
    deliver(server, preVoteAnswer("s3", 2, true));
    deliver(server, preVoteAnswer("s4", 4, true));
    assert.deepEqual(server.state.preVotesGranted, ["s1"]);
  });

  it("is of no use to a candidate when it comes late", () => {
    const server = startPreCandidate();
    deliver(server, preVoteAnswer("s2", 3, true));
    deliver(server, preVoteAnswer("s3", 3, true));
    finishWrites(server);
    deliver(server, preVoteAnswer("s4", 3, true));
    deliver(server, preVoteAnswer("s5", 3, true));
    assert.equal(server.state.role, "candidate");
    assert.deepEqual(server.state.votesGranted, ["s1"]);
  });

  it("asks its rules (mutants)", () => {
    const eager = { ...defaultRules, mayGrantPreVote: () => true, countsAsPreVote: () => true };
    const server = startServer({ term: 2, log: [2], options, rules: eager });
    assert.equal(answerOf(server, { term: 1 }), "true 1");
    expire(server, "election");
    deliver(server, preVoteAnswer("s2", 0, false));
    assert.equal(server.state.role, "candidate");
  });
});
