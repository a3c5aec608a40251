import assert from "node:assert/strict";
import fc from "fast-check";
import type { ProtocolOptions, ProtocolRules, Server } from "../traces/format/index.js";
import { chartPaths } from "./chart-paths.js";
import { chartRules } from "./chart-rules.js";
import { createChart } from "./chart-runner.js";
import { drive } from "./test-drive.js";
import { configurationFor, entriesOf, Life } from "./test-life.js";
import { declaredTransitions } from "./transition-coverage.js";

const choices = fc.array(fc.nat({ max: 999_999 }), { minLength: 5, maxLength: 60, size: "max" });
const switches = fc.record({ preVote: fc.boolean(), checkQuorum: fc.boolean(), noOp: fc.boolean() });
const sizes = fc.constantFrom(1, 3, 4, 5);

/** For each rule, other answers of its type: sensible, odd and impossible ones. */
const replacements: { readonly [Name in keyof ProtocolRules]: readonly ProtocolRules[Name][] } = (() => {
  const flags = [() => true, () => false];
  const indices = [() => 0, () => 1, () => 99];
  const votes = [
    () => null,
    () => "s2",
    (server: Server) => server.self,
    (server: Server) => server.votedFor,
  ];
  return {
    isNewerTerm: flags,
    isStaleTerm: flags,
    adoptedTerm: indices,
    nextTerm: indices,
    termAfterQuorumLoss: indices,
    logEnd: [() => ({ index: 0, term: 0 }), () => ({ index: 99, term: 99 })],
    isUpToDate: flags,
    hasVoteFor: flags,
    mustProtectLeader: flags,
    mayGrantPreVote: flags,
    ownVote: votes,
    voteAfter: votes,
    votesAtCandidacy: [(server) => [server.self], (server) => server.votesGranted],
    ownVoteCounts: flags,
    countsAsVote: flags,
    countsAsPreVote: flags,
    withVote: [(counted, voter) => [...counted, voter], () => []],
    isQuorum: flags,
    candidateYields: flags,
    matchesPrevious: flags,
    conflictStart: indices,
    entriesToAppend: [() => [], (_server, request) => request.entries],
    mayTruncate: flags,
    acknowledgedIndex: indices,
    commitAfterAppend: indices,
    lastIndexAfter: indices,
    resetsElectionTimer: flags,
    mayAppend: flags,
    acceptsProposal: flags,
    appendsNoop: flags,
    isCurrentResponse: flags,
    matchAfterResponse: indices,
    nextAfterRejection: indices,
    ownMatchIndex: indices,
    committableIndex: indices,
    commitAtElection: indices,
    hasQuorumContact: flags,
    recordsToPersist: [
      () => [],
      (server) => [{ kind: "hardState", currentTerm: server.currentTerm, votedFor: null }],
      () => [{ kind: "truncate", from: 1 }],
    ],
    mustAwaitDisk: flags,
    restoredState: [() => ({ currentTerm: 0, votedFor: null })],
    stopsOnStorageFailure: flags,
  };
})();

/** One short life for each row that only a replaced rule takes. */
const lives: { readonly [id: string]: () => Life } = {
  "candidate / timeout.leaderContact / contactLost": () => {
    const life = unyielding();
    life.append({ term: 2 });
    life.timeout("leaderContact");
    return life;
  },
  "candidate / appendEntries / unyieldingLogMismatch": () => {
    const life = unyielding();
    life.append({ term: 2, prevLogIndex: 9 });
    return life;
  },
  "candidate / appendEntries / unyieldingCommittedConflict": () => {
    const life = unyielding({ mayTruncate: () => false });
    life.append({ term: 2, entries: entriesOf(2) });
    return life;
  },
  "candidate / appendEntries / unyielding": () => {
    const life = unyielding();
    life.append({ term: 2, entries: entriesOf(2), leaderCommit: 1 });
    assert.equal(life.state.role, "candidate");
    assert.equal(life.state.commitIndex, 1);
    return life;
  },
  "candidate / propose / accepted": () => {
    const life = new Life(3, {}, { mayAppend: () => true }).start();
    life.timeout("election");
    life.propose(1);
    return life;
  },
  "candidate / propose / overLimit": () => {
    const life = new Life(3, {}, { mayAppend: () => true, acceptsProposal: () => false }).start();
    life.timeout("election");
    life.propose(1);
    return life;
  },
  "candidate.preVote / requestVote / leaderProtected": () => {
    const life = new Life(3, { preVote: true }, { mustProtectLeader: () => true }).start();
    life.timeout("election");
    life.requestVote({ term: 2 });
    return life;
  },
  "candidate.preVote / storageFailed / survived": () => {
    const life = new Life(3, { preVote: true }, { stopsOnStorageFailure: () => false }).start();
    life.requestVote({ term: 2 });
    life.timeout("election");
    assert.deepEqual(life.failed().length, 3, "what was held is sent all the same");
    assert.equal(life.state.durable.currentTerm, 1);
    return life;
  },
  "candidate.vote / requestVote / leaderProtected": () => {
    const life = new Life(3, {}, { mustProtectLeader: () => true }).start();
    life.timeout("election");
    life.requestVote({ term: 3 });
    return life;
  },
  "candidate.vote / requestVote / granted": () => {
    const life = new Life(3, {}, { hasVoteFor: () => true }).start();
    life.timeout("election");
    life.requestVote({ term: 2 });
    assert.equal(life.state.role, "candidate");
    assert.equal(life.state.votedFor, "s2");
    return life;
  },
  "candidate.vote / requestPreVoteResponse / voteCounted": () => {
    const life = new Life(3, {}, { countsAsVote: (_server, response) => response.granted }).start();
    life.timeout("election");
    life.preVote(3);
    return life;
  },
  "candidate.vote / requestPreVoteResponse / voteWins": () => {
    const life = new Life(3, {}, { countsAsVote: (_server, response) => response.granted }).start();
    life.timeout("election");
    life.done();
    life.preVote(3);
    assert.equal(life.state.role, "leader");
    return life;
  },
  "candidate.vote / storageFailed / ownVoteWins": () => {
    const life = surviving(1, { ownVoteCounts: () => true });
    life.timeout("election");
    life.failed();
    assert.equal(life.state.role, "leader");
    return life;
  },
  "candidate.vote / storageFailed / ownVoteCounted": () => {
    const life = surviving(3, { ownVoteCounts: () => true });
    life.timeout("election");
    life.failed();
    assert.deepEqual(life.state.votesGranted, ["s1"]);
    return life;
  },
  "candidate.vote / storageFailed / survived": () => {
    const life = surviving();
    life.timeout("election");
    life.failed();
    return life;
  },
  "follower / propose / accepted": () => {
    const life = new Life(3, {}, { mayAppend: () => true }).start();
    life.propose(1);
    return life;
  },
  "follower / propose / overLimit": () => {
    const life = new Life(3, {}, { mayAppend: () => true, acceptsProposal: () => false }).start();
    life.propose(1);
    return life;
  },
  "follower / storageFailed / survived": () => {
    const life = surviving();
    life.requestVote({ term: 2 });
    life.failed();
    return life;
  },
  "leader / requestPreVote / preVoteGranted": () => {
    const life = new Life(3, {}, { mayGrantPreVote: () => true }).start().lead();
    life.requestPreVote({ term: 3 });
    return life;
  },
  "leader / propose / notLeader": () => {
    const life = new Life(3, {}, { mayAppend: () => false }).start().lead();
    life.propose(1);
    return life;
  },
  "leader / storageFailed / survived": () => {
    const life = surviving().lead();
    life.propose(1);
    life.failed();
    assert.equal(life.state.durable.lastIndex, 0);
    return life;
  },
};

function unyielding(rules: Partial<ProtocolRules> = {}): Life {
  const life = new Life(3, { checkQuorum: true }, { candidateYields: () => false, ...rules }).start([1]);
  life.timeout("election");
  return life;
}

function surviving(size = 3, rules: Partial<ProtocolRules> = {}): Life {
  return new Life(size, {}, { stopsOnStorageFailure: () => false, ...rules }).start();
}

describe("the chart with replaced rules", () => {
  for (const [id, live] of Object.entries(lives)) {
    it(`takes ${id}`, () => assert.equal(live().coverage.hits(id), 1));
  }

  it("has a life here for each row kept for it", () => {
    const kept = declaredTransitions().filter(({ replaced }) => replaced !== null);
    assert.deepEqual(Object.keys(lives).sort(), kept.map(({ id }) => id).sort());
  });

  it("applies only entries that exist, and answers no client for an entry that is gone", () => {
    const far = new Life(3, {}, { commitAfterAppend: () => 9, mayAppend: () => true }).start([1]);
    far.propose(1);
    const entries = entriesOf(2, 2);
    assert.deepEqual(far.append({ term: 2, prevLogIndex: 1, prevLogTerm: 1, entries }).slice(1, 2), [
      "apply 1..3",
    ]);
    assert.deepEqual(far.append({ term: 2, prevLogIndex: 3, prevLogTerm: 2 }).slice(0, 2), [
      "timer election (heardFromLeader)",
    ]);
  });

  it("hands a hard state to the disk once, whatever the records say of it", () => {
    const forgetful = new Life(3, {}, { recordsToPersist: () => [] }).start();
    assert.deepEqual(forgetful.requestVote({ term: 2 }), [
      "timer election (voteGranted)",
      "requestVoteResponse to s2 term 2 granted",
    ]);
    const lying = new Life(
      3,
      {},
      {
        recordsToPersist: ({ currentTerm }) => [{ kind: "hardState", currentTerm, votedFor: null }],
      },
    ).start();
    assert.equal(lying.requestVote({ term: 2 }).at(-1), "persist term 2 vote null");
    assert.deepEqual(lying.timeout("heartbeat"), []);
    assert.deepEqual(lying.requestVote({ term: 2 }), ["timer election (voteGranted)"]);
  });

  it("resets the election timer, cuts the log and moves commitIndex where a rule says so", () => {
    const eager = new Life(3, {}, { resetsElectionTimer: () => true }).start([], 2);
    assert.equal(eager.requestVote({ term: 1 })[0], "timer election (voteGranted)");
    assert.equal(eager.append({ term: 1 })[0], "timer election (heardFromLeader)");
    const cutting = new Life(3, {}, { lastIndexAfter: () => 1 }).start([1, 1, 1]);
    assert.equal(cutting.requestVote({ term: 2 }).at(-1), "persist term 2 vote s2, cut 2");
    const leading = new Life(3, {}, { commitAtElection: () => 1 }).start([1]).lead();
    assert.equal(leading.state.commitIndex, 1);
    const twice = new Life(3, {}, { lastIndexAfter: () => 2 }).start([1, 1]).lead();
    twice.propose(1);
    assert.equal(
      twice.append({ term: 3, prevLogIndex: 0, entries: entriesOf(3) }).at(-1),
      "persist term 3 vote null, cut 1, 1:3",
    );
  });

  const names = Object.keys(replacements) as (keyof ProtocolRules)[];
  const mutants: readonly ProtocolRules[] = names.flatMap((name) =>
    (replacements[name] as readonly unknown[]).map((rule) => ({ ...chartRules, [name]: rule })),
  );

  it("never breaks down, whatever rule is replaced", function () {
    this.timeout(20_000);
    for (const rules of mutants) {
      const run = (servers: number, options: Partial<ProtocolOptions>, chosen: readonly number[]) => {
        const chart = createChart(configurationFor(servers, options), { rules });
        drive(
          chosen,
          () => chart.state,
          (input) => chart.step(input),
        );
      };
      fc.assert(fc.property(sizes, switches, choices, run), { numRuns: 10 });
    }
  });

  it("asks each rule at its place", function () {
    this.timeout(10_000);
    const asked = new Set<string>();
    const rules = Object.fromEntries(
      Object.entries(chartRules).map(([name, rule]) => [
        name,
        (...parts: unknown[]) => {
          asked.add(name);
          return (rule as (...all: unknown[]) => unknown)(...parts);
        },
      ]),
    ) as unknown as ProtocolRules;
    for (const { configuration, inputs } of chartPaths()) {
      const chart = createChart(configuration, { rules });
      for (const input of inputs) chart.step(input);
    }
    const free = names.filter((name) => !asked.has(name));
    assert.deepEqual(free, ["nextAfterRejection"], "where a leader continues is the core's freedom");
  });
});
