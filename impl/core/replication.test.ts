import assert from "node:assert/strict";
import fc from "fast-check";
import type { AppendEntries, Entry, Input, ProtocolOptions, ServerId } from "../../traces/format/index.js";
import type { CoreServer } from "./index.js";
import { isConverged, logsOf, type StepWatcher, TestCluster } from "./test-cluster.js";
import {
  appendAnswer,
  appendsIn,
  deliver,
  entriesOf,
  fiveServers,
  plainOptions,
  propose,
  startLeader,
  threeServers,
} from "./test-server.js";

const anyOptions: fc.Arbitrary<ProtocolOptions> = fc.record({
  preVote: fc.boolean(),
  checkQuorum: fc.boolean(),
  noOp: fc.boolean(),
  maxEntriesPerMessage: fc.integer({ min: 1, max: 4 }),
  maxInFlightEntries: fc.integer({ min: 1, max: 6 }),
  maxInFlightBytes: fc.integer({ min: 1, max: 12 }),
  maxUncommittedBytes: fc.integer({ min: 1, max: 40 }),
});

const anyHistory = fc.array(fc.tuple(fc.nat(99), fc.nat(999)), {
  minLength: 50,
  maxLength: 400,
  size: "max",
});

function bytesOf(entry: Entry | undefined): number {
  return entry?.kind === "command" ? entry.command.length : 0;
}

/** The leader's book-keeping, reckoned again from nothing, and its limits. */
function checkProgress({ state }: CoreServer): void {
  if (state.role !== "leader") {
    return;
  }
  state.servers.forEach((id, offset) => {
    const match = state.matchIndex[offset] as number;
    const next = state.nextIndex[offset] as number;
    const progress = state.progress[offset];
    if (id === state.self || progress === undefined) {
      return;
    }
    assert.ok(next > match, "nextIndex is above matchIndex");
    assert.ok(next <= state.log.entries.length + 1, "nextIndex is at most one above the log");
    const flying = progress.replicating ? state.log.entries.slice(match, next - 1) : [];
    const bytes = flying.reduce((sum, entry) => sum + bytesOf(entry), 0);
    assert.equal(progress.inFlightBytes, bytes);
    assert.ok(flying.length <= state.options.maxInFlightEntries, "the window in entries");
    assert.ok(
      bytes <= state.options.maxInFlightBytes || flying.filter(bytesOf).length <= 1,
      "the window in bytes",
    );
  });
}

/** What any leader may send, judged by its state after the step. */
function checkAppend({ state }: CoreServer, append: AppendEntries): void {
  const { prevLogIndex, prevLogTerm, entries } = append;
  assert.equal(state.role, "leader");
  assert.equal(append.term, state.currentTerm);
  assert.ok(prevLogIndex >= (state.matchIndex[state.servers.indexOf(append.to)] as number));
  assert.equal(prevLogTerm, prevLogIndex === 0 ? 0 : state.log.entries[prevLogIndex - 1]?.term);
  assert.deepEqual(entries, state.log.entries.slice(prevLogIndex, prevLogIndex + entries.length));
  assert.ok(entries.length <= state.options.maxEntriesPerMessage);
  assert.ok(append.leaderCommit <= state.commitIndex);
}

/** How often something of interest happened: a run without them proves nothing. */
interface Witnesses {
  elections: number;
  truncations: number;
  rejections: number;
  applied: number;
}

function createWitnesses(): Witnesses {
  return { elections: 0, truncations: 0, rejections: 0, applied: 0 };
}

/**
 * A judge of whole histories that knows only what it saw: one leader a term, one entry an index once applied.
 */
function createJudge(witnesses: Witnesses): StepWatcher {
  const leaders = new Map<number, ServerId>();
  const applied: string[] = [];
  return (server, _input, effects) => {
    const { state } = server;
    checkProgress(server);
    for (const effect of effects) {
      if (effect.kind === "persist") {
        witnesses.truncations += effect.records.filter(({ kind }) => kind === "truncate").length;
      } else if (effect.kind === "becameRole" && effect.role === "leader") {
        witnesses.elections += 1;
        assert.equal(leaders.get(effect.term) ?? state.self, state.self, "one leader a term (§5.2)");
        leaders.set(effect.term, state.self);
      } else if (effect.kind === "apply") {
        witnesses.applied += effect.entries.length;
        effect.entries.forEach((entry, offset) => {
          const text = JSON.stringify(entry);
          const before = applied[effect.index + offset] ?? text;
          assert.equal(text, before, "one entry an index (§5.4.3)");
          applied[effect.index + offset] = text;
        });
      } else if (effect.kind === "send" && effect.message.kind === "appendEntries") {
        checkAppend(server, effect.message);
      } else if (effect.kind === "send" && effect.message.kind === "appendEntriesResponse") {
        witnesses.rejections += effect.message.success ? 0 : 1;
      }
    }
    assert.notEqual(state.role, "stopped");
  };
}

describe("replication", () => {
  it("keeps its book and its limits, and converges once nothing is lost any more, after any history", () => {
    const witnesses = createWitnesses();
    const anyIds = fc.constantFrom(threeServers, fiveServers, ["s1", "s2"], ["s1"]);
    fc.assert(
      fc.property(anyIds, anyOptions, anyHistory, (ids, options, history) => {
        const cluster = new TestCluster({ ids, options, watch: createJudge(witnesses) });
        cluster.elect();
        for (const [choice, pick] of history) {
          cluster.act(choice, pick);
        }
        cluster.settle();
        const leader = cluster.elect();
        cluster.propose(leader, ""); // What is empty passes whatever is uncommitted, and commits it (§5.4.2).
        cluster.settle();
        cluster.heartbeats();
        cluster.heartbeats();
        assert.ok(isConverged(cluster), JSON.stringify(logsOf(cluster)));
      }),
      { numRuns: 300 },
    );
    assert.ok(witnesses.elections > 600, `${witnesses.elections} elections`);
    assert.ok(witnesses.truncations > 20, `${witnesses.truncations} truncations`);
    assert.ok(witnesses.rejections > 100, `${witnesses.rejections} rejections`);
    assert.ok(witnesses.applied > 3000, `${witnesses.applied} applied entries`);
  });

  it("needs one heartbeat for whatever was lost in a term (§5.3: the leader retries)", () => {
    const witnesses = createWitnesses();
    fc.assert(
      fc.property(
        anyOptions,
        fc.array(fc.nat(6), { minLength: 10, maxLength: 60, size: "max" }),
        (options, history) => {
          const cluster = new TestCluster({ ids: threeServers, options, watch: createJudge(witnesses) });
          const leader = cluster.elect();
          for (const choice of history) {
            if (choice < 2) {
              cluster.propose(leader);
            } else if (choice < 4) {
              cluster.act(0, choice);
            } else if (choice < 6) {
              cluster.inFlight.length = 0;
            } else {
              cluster.servers.forEach((_, offset) => {
                cluster.finishWrite(offset);
              });
            }
          }
          cluster.settle();
          cluster.heartbeats();
          const [first, ...others] = logsOf(cluster);
          for (const log of others) {
            assert.deepEqual(log, first);
          }
        },
      ),
      { numRuns: 200 },
    );
    assert.ok(witnesses.rejections > 50, `${witnesses.rejections} rejections`);
  });

  it("brings the six followers of Figure 7 to the leader's log, with few rejections", () => {
    const leaderLog = [1, 1, 1, 4, 4, 5, 5, 6, 6, 6];
    const followers = [
      [1, 1, 1, 4, 4, 5, 5, 6, 6],
      [1, 1, 1, 4],
      [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
      [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
      [1, 1, 1, 4, 4, 4, 4],
      [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
    ];
    const rejections = new Map<string, number>();
    const ids = ["s1", "s2", "s3", "s4", "s5", "s6", "s7"];
    const watch = (_: CoreServer, input: Input): void => {
      if (input.kind === "message" && input.message.kind === "appendEntriesResponse") {
        const { from, success } = input.message;
        rejections.set(from, (rejections.get(from) ?? 0) + (success ? 0 : 1));
      }
    };
    const cluster = new TestCluster({ ids, options: { ...plainOptions, noOp: true }, watch });
    [leaderLog, ...followers].forEach((log, offset) => {
      cluster.startWith(offset, 7, entriesOf(log));
    });
    cluster.expire(0, "election");
    cluster.settle();
    cluster.heartbeats();
    for (const log of logsOf(cluster)) {
      assert.deepEqual(log, [...leaderLog, 8]);
    }
    assert.deepEqual(
      ids.slice(1).map((id) => rejections.get(id)),
      [1, 1, 0, 0, 1, 1],
    );
  });

  it("rejects at most once a differing term, whatever the two logs (§5.3)", () => {
    const anyTail = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.nat(2), { maxLength: 5 }), anyTail, anyTail, (rises, ours, theirs) => {
        let term = 1;
        const common = rises.map((rise) => {
          term += rise;
          return term;
        });
        const rising = (tail: readonly number[]): number[] => tail.toSorted((left, right) => left - right);
        // Even terms are ours, odd ones theirs: no term had two leaders.
        const ourTail = rising(ours).map((step) => term + (term % 2) + 2 * step + 2);
        const theirTail = rising(theirs).map((step) => term + (term % 2) + 2 * step + 1);
        let rejected = 0;
        const watch = (_: CoreServer, input: Input): void => {
          if (input.kind === "message" && input.message.kind === "appendEntriesResponse") {
            rejected += input.message.success ? 0 : 1;
          }
        };
        const cluster = new TestCluster({ ids: threeServers, options: plainOptions, watch });
        cluster.startWith(0, 50, entriesOf([...common, ...ourTail]));
        cluster.startWith(1, 50, entriesOf([...common, ...theirTail]));
        cluster.startWith(2, 0, []);
        cluster.expire(0, "election");
        cluster.settle();
        const leader = cluster.servers[0];
        fc.pre(leader?.state.role === "leader");
        const [first, second, third] = logsOf(cluster);
        assert.deepEqual(second?.slice(0, first?.length), first);
        assert.deepEqual(third, first);
        const terms = Math.min(new Set(ourTail).size, new Set(theirTail).size);
        const byTheEmpty = (first?.length ?? 0) > 0 ? 1 : 0;
        assert.ok(rejected <= terms + 1 + byTheEmpty, `${rejected} rejections for ${terms} terms`);
      }),
      { numRuns: 300 },
    );
  });

  describe("windows", () => {
    const windowed = { maxEntriesPerMessage: 2, maxInFlightEntries: 3, maxInFlightBytes: 5 };

    function sentCounts(effects: Parameters<typeof appendsIn>[0]): number[] {
      return appendsIn(effects).map(({ entries }) => entries.length);
    }

    it("stop at the number of entries, and go on with the answers", () => {
      const leader = startLeader({ options: { ...windowed, maxInFlightBytes: 100 } });
      deliver(leader, appendAnswer({}));
      const sent = [1, 2, 3, 4, 5, 6].map((serial) => sentCounts(propose(leader, serial)));
      assert.deepEqual(sent, [[1], [1], [1], [], [], []]);
      const answer = appendAnswer({ prevLogIndex: 0, matchIndex: 3 });
      assert.deepEqual(sentCounts(deliver(leader, answer)), [2, 1]);
    });

    it("stop at the number of bytes; one larger entry passes when nothing is in flight", () => {
      const leader = startLeader({ options: windowed });
      deliver(leader, appendAnswer({}));
      assert.deepEqual(sentCounts(propose(leader, 1, "seven..")), [1]);
      assert.deepEqual(sentCounts(propose(leader, 2, "12")), []);
      assert.deepEqual(sentCounts(propose(leader, 3, "345")), []);
      assert.deepEqual(sentCounts(propose(leader, 4, "6")), []);
      assert.deepEqual(sentCounts(deliver(leader, appendAnswer({ matchIndex: 1 }))), [2]);
      assert.deepEqual(sentCounts(deliver(leader, appendAnswer({ prevLogIndex: 1, matchIndex: 3 }))), [1]);
    });

    it("hold for a probe as well", () => {
      const leader = startLeader({
        log: [1, 1, 1, 1],
        term: 1,
        options: { ...windowed, maxInFlightBytes: 2 },
      });
      const rejection = appendAnswer({ term: 2, success: false, prevLogIndex: 4 });
      assert.deepEqual(sentCounts(deliver(leader, rejection)), [1]);
    });

    it("end a probe only by an answer that reaches it", () => {
      const leader = startLeader({ log: [1, 1, 1, 1], term: 1 });
      deliver(leader, appendAnswer({ term: 2, matchIndex: 2 }));
      assert.deepEqual(sentCounts(propose(leader, 1)), []);
      assert.equal(leader.state.matchIndex[1], 2);
      deliver(leader, appendAnswer({ term: 2, matchIndex: 4 }));
      assert.deepEqual(sentCounts(propose(leader, 2)), [1]);
    });
  });
});
