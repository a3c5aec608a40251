import assert from "node:assert/strict";
import type {
  AppendEntriesResponse,
  Effect,
  Entry,
  Log,
  Message,
  Server,
  StorageRecord,
} from "../../traces/format/index.js";
import { compareEffects, compareLogs, compareViews } from "./compare.js";

const command: Entry = { kind: "command", term: 2, client: "c1", serial: 4, command: "x" };
const noop: Entry = { kind: "noop", term: 1 };
const config: Entry = { kind: "config", term: 2, voters: ["s1"], outgoing: [], learners: [] };

const log: Log = { baseIndex: 5, baseTerm: 1, entries: [noop, command, command] };

const view: Server = {
  self: "s1",
  servers: ["s1", "s2", "s3"],
  options: {
    preVote: true,
    checkQuorum: true,
    noOp: true,
    maxEntriesPerMessage: 1,
    maxInFlightEntries: 1,
    maxInFlightBytes: 1,
    maxUncommittedBytes: 1,
  },
  role: "leader",
  currentTerm: 2,
  votedFor: "s1",
  leader: "s1",
  log,
  commitIndex: 6,
  durable: { currentTerm: 2, votedFor: "s1", lastIndex: 7 },
  leaderContact: false,
  votesGranted: ["s1", "s2"],
  preVotesGranted: ["s1"],
  heardFrom: ["s2", "s3"],
  nextIndex: [9, 8, 7],
  matchIndex: [8, 7, 6],
};

const { durable } = view;

/** What may change in a view, and the field in which the difference must be found. */
const viewChanges: readonly (readonly [field: string, change: Partial<Server>])[] = [
  ["role", { role: "follower" }],
  ["currentTerm", { currentTerm: 3 }],
  ["votedFor", { votedFor: null }],
  ["leader", { leader: "s2" }],
  ["commitIndex", { commitIndex: 7 }],
  ["durable", { durable: { ...durable, currentTerm: 1 } }],
  ["durable", { durable: { ...durable, votedFor: null } }],
  ["durable", { durable: { ...durable, lastIndex: 8 } }],
  ["leaderContact", { leaderContact: true }],
  ["votesGranted", { votesGranted: ["s1", "s3"] }],
  ["votesGranted", { votesGranted: ["s1"] }],
  ["votesGranted", { votesGranted: ["s1", "s1"] }],
  ["preVotesGranted", { preVotesGranted: [] }],
  ["preVotesGranted", { preVotesGranted: ["s2"] }],
  ["heardFrom", { heardFrom: ["s2", "s2"] }],
  ["heardFrom", { heardFrom: [] }],
  ["matchIndex", { matchIndex: [8, 6, 7] }],
  ["matchIndex", { matchIndex: [8, 7] }],
];

describe("compareViews", () => {
  for (const [field, change] of viewChanges) {
    it(`finds ${field} in ${JSON.stringify(change)}`, () => {
      const impl = { ...view, ...change };
      const difference = compareViews(view, impl);
      assert.equal(difference?.field, field);
      const values = { chart: view[field as keyof Server], impl: impl[field as keyof Server] };
      assert.deepEqual({ chart: difference.chart, impl: difference.impl }, values);
      assert.equal(compareViews(impl, view)?.field, field);
    });
  }

  it("covers every field of a view but the log, compared apart, and nextIndex, which is free", () => {
    const compared = new Set(viewChanges.map(([field]) => field));
    const configuration = ["self", "servers", "options"];
    assert.deepEqual(
      Object.keys(view).filter((field) => !compared.has(field) && !configuration.includes(field)),
      ["log", "nextIndex"],
    );
    assert.equal(compareViews(view, { ...view, nextIndex: [1, 1, 1], log: { ...log, entries: [] } }), null);
  });

  it("does not mind the order in which votes were noted, only how often", () => {
    const chart = { ...view, votesGranted: ["s1", "s2", "s2"] };
    assert.equal(compareViews(chart, { ...view, votesGranted: ["s2", "s1", "s2"] }), null);
    assert.equal(compareViews(chart, { ...view, votesGranted: ["s2", "s1", "s1"] })?.field, "votesGranted");
    assert.equal(compareViews(view, { ...view, heardFrom: ["s3", "s2"] }), null);
  });
});

describe("compareLogs", () => {
  const changed = (change: Partial<Log>) => compareLogs(log, { ...log, ...change }, 1);
  const lastReplaced = (entry: Entry) => changed({ entries: [noop, command, entry] });

  it("finds no difference in equal logs, the same objects or not", () => {
    assert.equal(compareLogs(log, log, 1), null);
    assert.equal(compareLogs(log, structuredClone(log), 1), null);
    const withConfig = { ...log, entries: [config] };
    assert.equal(compareLogs(withConfig, structuredClone(withConfig), 1), null);
  });

  it("finds the field of the log that differs", () => {
    assert.deepEqual(changed({ baseIndex: 4 }), { field: "log.baseIndex", chart: 5, impl: 4 });
    assert.deepEqual(changed({ baseTerm: 2 }), { field: "log.baseTerm", chart: 1, impl: 2 });
    assert.deepEqual(changed({ entries: [noop] }), { field: "log.lastIndex", chart: 8, impl: 6 });
  });

  it("finds an entry that differs in anything, and names its index", () => {
    for (const entry of [
      noop,
      { ...noop, term: 2 },
      config,
      { ...command, term: 1 },
      { ...command, client: "c2" },
      { ...command, serial: 5 },
      { ...command, command: "y" },
    ]) {
      assert.deepEqual(lastReplaced(entry), {
        field: "log.entries",
        chart: { index: 8, entry: command },
        impl: { index: 8, entry },
      });
    }
    const withConfig = { ...log, entries: [config] };
    for (const change of [{ voters: ["s2"] }, { outgoing: ["s2"] }, { learners: ["s3"] }]) {
      const impl: Log = { ...log, entries: [{ ...config, ...change }] };
      assert.equal(compareLogs(withConfig, impl, 1)?.field, "log.entries");
    }
  });

  it("looks at what stands at the index given and behind it", () => {
    const impl = { ...log, entries: [noop, { ...command, command: "y" }, command] };
    assert.equal(compareLogs(log, impl, 7)?.field, "log.entries");
    assert.equal(compareLogs(log, impl, 8), null);
    assert.equal(compareLogs(log, { ...impl, entries: impl.entries.slice(0, 2) }, 9)?.field, "log.lastIndex");
  });
});

const ends = { from: "s1", to: "s2", term: 2 } as const;
const success: AppendEntriesResponse = {
  kind: "appendEntriesResponse",
  ...ends,
  success: true,
  prevLogIndex: 3,
  matchIndex: 4,
  conflictIndex: 0,
  conflictTerm: 0,
};
const refusal = { ...success, success: false, matchIndex: 0 };
const vote: Message = { kind: "requestVoteResponse", ...ends, granted: true };
const preVote: Message = { kind: "requestPreVoteResponse", ...ends, granted: true };
const voteRequest: Message = {
  kind: "requestVote",
  ...ends,
  lastLogIndex: 3,
  lastLogTerm: 1,
  leadershipTransfer: false,
};
const preVoteRequest: Message = { kind: "requestPreVote", ...ends, lastLogIndex: 3, lastLogTerm: 1 };
const append: Message = {
  kind: "appendEntries",
  ...ends,
  prevLogIndex: 3,
  prevLogTerm: 1,
  entries: [],
  leaderCommit: 0,
};

const send = (message: Message): Effect => ({ kind: "send", message });
const write = (...records: StorageRecord[]): Effect => ({ kind: "persist", records });
const hardState: StorageRecord = { kind: "hardState", currentTerm: 2, votedFor: "s1" };
const truncate: StorageRecord = { kind: "truncate", from: 3 };
const appendRecord: StorageRecord = { kind: "append", index: 3, entry: command };
const apply = { kind: "apply", index: 3, entries: [noop, command] } as const;
const respond = {
  kind: "respond",
  client: "c1",
  serial: 4,
  outcome: "ok",
  reason: "committed",
  index: 3,
  leader: null,
} as const;
const stopped = { kind: "stopped", reason: "storageFailed" } as const;
const electionTimer = { kind: "setTimer", timer: "election", cause: "voteGranted" } as const;

/** Pairs of single effects that must be told apart, and the field named. */
const effectChanges: readonly (readonly [field: string, chart: Effect, impl: Effect])[] = [
  ["effects.send", send(vote), send({ ...vote, to: "s3" })],
  ["effects.send", send(vote), send({ ...vote, term: 3 })],
  ["effects.send", send(vote), send({ ...vote, granted: false })],
  ["effects.send", send(vote), send(preVote)],
  ["effects.send", send(preVote), send({ ...preVote, granted: false })],
  ["effects.send", send(voteRequest), send({ ...voteRequest, lastLogIndex: 4 })],
  ["effects.send", send(voteRequest), send({ ...voteRequest, lastLogTerm: 2 })],
  ["effects.send", send(preVoteRequest), send({ ...preVoteRequest, lastLogIndex: 4 })],
  ["effects.send", send(preVoteRequest), send({ ...preVoteRequest, lastLogTerm: 2 })],
  ["effects.send", send(success), send({ ...success, matchIndex: 3 })],
  ["effects.send", send(success), send({ ...success, success: false })],
  ["effects.persist", write(hardState), write({ ...hardState, currentTerm: 1 })],
  ["effects.persist", write(hardState), write({ ...hardState, votedFor: null })],
  ["effects.persist", write(hardState), write(truncate)],
  ["effects.persist", write(hardState), write(hardState, truncate)],
  ["effects.persist", write(hardState, truncate), write(truncate, hardState)],
  ["effects.persist", write(truncate), write({ ...truncate, from: 4 })],
  ["effects.persist", write(appendRecord), write({ ...appendRecord, index: 4 })],
  ["effects.persist", write(appendRecord), write({ ...appendRecord, entry: noop })],
  ["effects.apply", apply, { ...apply, index: 4 }],
  ["effects.apply", apply, { ...apply, entries: [noop] }],
  ["effects.apply", apply, { ...apply, entries: [noop, noop] }],
  ["effects.respond", respond, { ...respond, client: "c2" }],
  ["effects.respond", respond, { ...respond, serial: 5 }],
  ["effects.respond", respond, { ...respond, outcome: "info" }],
  ["effects.stopped", stopped, { ...stopped, reason: "committedConflict" }],
  ["effects.setTimer", electionTimer, { ...electionTimer, timer: "heartbeat" }],
];

describe("compareEffects", () => {
  for (const [offset, [field, chart, impl]] of effectChanges.entries()) {
    it(`finds ${field}, change ${offset + 1}`, () => {
      assert.equal(compareEffects([chart], [impl])?.field, field);
      assert.equal(compareEffects([impl], [chart])?.field, field);
      assert.equal(compareEffects([chart], [structuredClone(chart)]), null);
    });
  }

  it("finds an effect that one side lacks", () => {
    for (const effect of [send(vote), write(hardState), apply, respond, stopped]) {
      const field = `effects.${effect.kind}`;
      assert.deepEqual(compareEffects([effect], []), { field, chart: effect, impl: null });
      assert.deepEqual(compareEffects([], [effect]), { field, chart: null, impl: effect });
      assert.equal(compareEffects([effect], [effect, effect])?.field, field);
    }
    const difference = compareEffects([electionTimer], []);
    assert.deepEqual(difference, { field: "effects.setTimer", chart: ["election"], impl: [] });
  });

  it("minds the order within a kind, not between kinds", () => {
    const other = send({ ...vote, to: "s3" });
    assert.equal(compareEffects([send(vote), other], [other, send(vote)])?.field, "effects.send");
    assert.equal(
      compareEffects([send(vote), write(hardState), apply], [apply, write(hardState), send(vote)]),
      null,
    );
  });

  it("leaves hints, the echo of a refusal, reasons and indices of answers free", () => {
    assert.equal(
      compareEffects([send(refusal)], [send({ ...refusal, conflictIndex: 3, conflictTerm: 1 })]),
      null,
    );
    assert.equal(
      compareEffects([respond], [{ ...respond, index: 0, leader: "s2", reason: "stopped" }]),
      null,
    );
  });

  it("leaves appends to maySend, timers to their names, and role changes to the views", () => {
    assert.equal(compareEffects([], [send(append), send(append)]), null);
    assert.equal(compareEffects([send(append), send(vote)], [send(vote)]), null);
    const twice = [electionTimer, { ...electionTimer, cause: "heardFromLeader" }] as const;
    assert.equal(compareEffects([electionTimer], twice), null);
    assert.equal(compareEffects([], [{ kind: "becameRole", role: "leader", term: 2 }]), null);
  });

  it("lets messages of later versions differ only in kind, ends and term", () => {
    const timeoutNow: Message = { kind: "timeoutNow", ...ends };
    assert.equal(compareEffects([send(timeoutNow)], [send({ ...timeoutNow })]), null);
    assert.equal(
      compareEffects([send(timeoutNow)], [send({ ...timeoutNow, term: 9 })])?.field,
      "effects.send",
    );
  });
});
