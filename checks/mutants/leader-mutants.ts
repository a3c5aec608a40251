import { lastIndex, reachedBy, termAt } from "./log-reading.js";
import { type Mutant, mutant } from "./mutant.js";

/** Faults of a leader: what it counts, when it commits, what it appends. */
export const leaderMutants: readonly Mutant[] = [
  mutant({
    id: "R1",
    fault: "a leader commits an entry of an earlier term by counting replicas (Figure 8)",
    seenIn:
      "LogCabin #44, PySyncObj #169, canonical #220, CCF #3950, NATS PR 7955, peterbourgon, harryw (M50)",
    class: 3,
    needs: { profiles: [1, 2] },
    expected: "leaderCompleteness",
    shortestKnown: 12,
    change: () => ({
      committableIndex: (server) =>
        Math.max(server.commitIndex, reachedBy(server, Math.floor(server.servers.length / 2) + 1)),
    }),
  }),
  mutant({
    id: "R10",
    fault: "a leader takes the index in a rejection as progress",
    seenIn: "CCF (NSDI'25)",
    class: 3,
    needs: { profiles: [1, 2] },
    expected: "committedOnMajority",
    shortestKnown: 6,
    change: (right) => ({
      matchAfterResponse: (server, response) =>
        response.success
          ? right.matchAfterResponse(server, response)
          : Math.max(server.matchIndex[server.servers.indexOf(response.from)] ?? 0, response.prevLogIndex),
    }),
  }),
  mutant({
    id: "R12",
    fault: "a leader applies an acknowledgement of an earlier term of its own",
    seenIn: "openraft cecb5de8, NATS PR 6072, Yora (M37)",
    class: 0,
    needs: { profiles: [1, 3] },
    expected: "deviation",
    shortestKnown: 0,
    change: () => ({ isCurrentResponse: (server, response) => response.term <= server.currentTerm }),
  }),
  mutant({
    id: "R13",
    fault: "matchIndex is assigned, not raised: a late answer lowers it",
    seenIn: "RaftOS #25, PySyncObj #167, harryw (M38)",
    class: 0,
    needs: { profiles: [3] },
    expected: "matchMonotonic",
    shortestKnown: 5,
    change: (right) => ({
      matchAfterResponse: (server, response) =>
        response.success ? response.matchIndex : right.matchAfterResponse(server, response),
    }),
  }),
  mutant({
    id: "R14",
    fault: "a late rejection puts nextIndex at or below matchIndex",
    seenIn: "PySyncObj #167, willemt PR 118, raft-rs #555 (M39)",
    class: 0,
    needs: { profiles: [3] },
    expected: "deviation",
    shortestKnown: 0,
    // What to send next is the implementation's freedom; only its limits are in the chart.
    sides: ["impl"],
    change: () => ({ nextAfterRejection: () => 1 }),
  }),
  mutant({
    id: "R15",
    fault: "the search for a committable index stops at the first entry of an older term",
    seenIn: "RaftOS PR 30 (M54)",
    class: 0,
    needs: { profiles: [1, 2] },
    expected: "eventualCommit",
    shortestKnown: 0,
    change: (right) => ({
      committableIndex: (server) =>
        termAt(server, server.commitIndex + 1) === server.currentTerm
          ? right.committableIndex(server)
          : server.commitIndex,
    }),
  }),
  mutant({
    id: "R18",
    fault: "a new leader treats its whole log as committed",
    seenIn: "redpanda #5090",
    class: 2,
    needs: { profiles: [1, 2] },
    expected: "committedOnMajority",
    shortestKnown: 5,
    change: () => ({ commitAtElection: (server) => lastIndex(server) }),
  }),
  mutant({
    id: "R19",
    fault: "a deposed leader still appends, under the new term",
    seenIn: "camunda #5360",
    class: 1,
    needs: { profiles: [0] },
    expected: "logMatching",
    shortestKnown: 2,
    change: (right) => ({
      mayAppend: (server) =>
        right.mayAppend(server) || (server.role === "follower" && server.leader === null),
    }),
  }),
  mutant({
    id: "M52",
    fault: "the quorum is taken among those that answered, at the place for all",
    seenIn: "harryw/raft",
    class: 1,
    needs: { profiles: [1, 2] },
    expected: "committedOnMajority",
    shortestKnown: 2,
    change: () => ({
      committableIndex: (server) => {
        const reached = server.matchIndex.filter((index) => index > 0).sort((left, right) => left - right);
        const index = reached.at(-1) ?? 0;
        return index > server.commitIndex && termAt(server, index) === server.currentTerm
          ? index
          : server.commitIndex;
      },
    }),
  }),
  mutant({
    id: "M53",
    fault: "an entry is committed only once every server has it",
    seenIn: "peterbourgon/raft, issue #8",
    class: 0,
    expected: "deviation",
    shortestKnown: 0,
    change: () => ({
      committableIndex: (server) => {
        const index = reachedBy(server, server.servers.length);
        return index > server.commitIndex && termAt(server, index) === server.currentTerm
          ? index
          : server.commitIndex;
      },
    }),
  }),
  mutant({
    id: "X11",
    fault: "a new leader appends no empty entry though it should",
    seenIn: "adjoint-io, RedisRaft PR 22",
    class: 0,
    needs: { options: { noOp: true } },
    expected: "deviation",
    shortestKnown: 0,
    change: () => ({ appendsNoop: () => false }),
  }),
  mutant({
    id: "X12",
    fault: "proposals are never refused, however large the uncommitted tail",
    seenIn: "etcd before bounded log growth",
    class: 0,
    needs: { options: { maxUncommittedBytes: 3 } },
    expected: "deviation",
    shortestKnown: 0,
    change: () => ({ acceptsProposal: () => true }),
  }),
  mutant({
    id: "X16",
    fault: "a leader takes back, at its next heartbeat, the proposals that are not committed yet",
    seenIn: "client timeouts turned into deletions",
    class: 1,
    needs: { profiles: [1, 2] },
    expected: "leaderAppendOnly",
    shortestKnown: 2,
    change: (right) => ({
      lastIndexAfter: (server, moment) =>
        moment === "heartbeat" ? server.commitIndex : right.lastIndexAfter(server, moment),
    }),
  }),
  mutant({
    id: "X13",
    fault: "a deposed leader drops its whole log",
    seenIn: "relative of R16; CCF #5674 rolls back to the last signature",
    class: 1,
    needs: { profiles: [1, 2] },
    expected: "committedOnMajority",
    shortestKnown: 5,
    change: (right) => ({
      lastIndexAfter: (server, moment) =>
        moment === "leaderDeposed" ? 0 : right.lastIndexAfter(server, moment),
    }),
  }),
];
