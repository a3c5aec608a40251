import assert from "node:assert/strict";
import type { Entry, Input, Log, Server, StepEvent } from "../../traces/format/index.js";
import { LogCopies } from "./log-copies.js";

const entry = (term: number, serial: number): Entry => ({
  kind: "command",
  term,
  client: "c1",
  serial,
  command: "x",
});
const config = (term: number, learner: string): Entry => ({
  kind: "config",
  term,
  voters: ["s1", "s2"],
  outgoing: [],
  learners: [learner],
});
const timeout: Input = { kind: "timeout", timer: "election" };

/** A step of which only the server, its input and its log matter. */
function step(server: number, input: Input, log: Log): StepEvent {
  const state = { log } as Server;
  return {
    step: 1,
    command: 0,
    server,
    cause: { kind: "life", incarnation: 1 },
    input,
    effects: [],
    ids: [],
    state,
  };
}

function start(log: Log): Input {
  return { kind: "start", incarnation: 1, currentTerm: 0, votedFor: null, log };
}

function logOf(...entries: Entry[]): Log {
  return { baseIndex: 0, baseTerm: 0, entries };
}

describe("copies of logs", () => {
  const [first, second, third] = [entry(1, 1), entry(1, 2), entry(2, 3)];

  it("tell what a step appended, cut and replaced", () => {
    const copies = new LogCopies(["s1"]);
    const see = (input: Input, log: Log) => {
      copies.onStep(step(0, input, log));
      return [copies.lastIndex(0), copies.cutFrom, copies.changedFrom];
    };
    assert.deepEqual(see(start(logOf()), logOf()), [0, 0, 1]);
    assert.deepEqual(see(timeout, logOf(first, second)), [2, 0, 1]);
    assert.deepEqual(see(timeout, logOf(first, second)), [2, 0, 3]);
    assert.deepEqual(
      see(timeout, logOf({ ...first }, { ...second })),
      [2, 0, 3],
      "equal copies are the same",
    );
    assert.deepEqual(see(timeout, logOf(first, third)), [2, 2, 2]);
    assert.deepEqual(see(timeout, logOf(first)), [1, 2, 2]);
    assert.deepEqual(see(timeout, logOf(first, config(1, "s3"))), [2, 0, 2]);
    assert.deepEqual(
      see(timeout, logOf(first, config(1, "s3"))),
      [2, 0, 3],
      "configurations compare by content",
    );
    assert.deepEqual(see(timeout, logOf(first, config(1, "s4"))), [2, 2, 2]);
    assert.deepEqual(see(timeout, logOf(first, { kind: "noop", term: 1 })), [2, 2, 2]);
    assert.deepEqual(see(timeout, logOf(first, { kind: "noop", term: 1 })), [2, 0, 3]);
  });

  it("share a prefix between servers exactly as far as the logs are identical", () => {
    const copies = new LogCopies(["s1", "s2"]);
    copies.onStep(step(0, start(logOf()), logOf(first, second, third)));
    copies.onStep(step(1, start(logOf()), logOf({ ...first }, entry(1, 9), third)));
    assert.equal(copies.nodeAt(0, 1), copies.nodeAt(1, 1));
    assert.notEqual(copies.nodeAt(0, 2), copies.nodeAt(1, 2));
    assert.notEqual(
      copies.nodeAt(0, 3),
      copies.nodeAt(1, 3),
      "the entries are equal, what is before them is not",
    );
    assert.equal(copies.nodeAt(0, 4), undefined);
  });

  it("see a replaced entry below an unchanged end at the append that did it", () => {
    const copies = new LogCopies(["s1"]);
    copies.onStep(step(0, start(logOf()), logOf(first, second, third)));
    const message = { from: "s2", to: "s1", term: 2, prevLogIndex: 1, prevLogTerm: 1, leaderCommit: 0 };
    const input: Input = {
      kind: "message",
      id: 1,
      message: { kind: "appendEntries", ...message, entries: [third] },
    };
    copies.onStep(step(0, input, logOf(first, third, third)));
    assert.deepEqual([copies.cutFrom, copies.changedFrom], [2, 2]);
  });

  it("see it in any other step at the next full check", () => {
    const copies = new LogCopies(["s1"]);
    copies.onStep(step(0, start(logOf()), logOf(first, second, third)));
    let steps = 1;
    do {
      copies.onStep(step(0, timeout, logOf(third, second, third)));
      steps += 1;
    } while (copies.cutFrom === 0 && steps < 100);
    assert.deepEqual([steps, copies.cutFrom], [64, 1]);
  });

  it("follow a log whose beginning is compacted away", () => {
    const copies = new LogCopies(["s1", "s2"]);
    const compacted: Log = { baseIndex: 2, baseTerm: 1, entries: [third] };
    copies.onStep(step(0, start(logOf()), logOf(first, second, third)));
    const prefix = copies.nodeAt(0, 3);
    copies.onStep(step(0, timeout, compacted));
    assert.deepEqual([copies.baseIndex(0), copies.lastIndex(0), copies.cutFrom], [2, 3, 0]);
    assert.equal(copies.nodeAt(0, 3), prefix, "it is still the same log");
    copies.onStep(step(1, start(compacted), compacted));
    assert.equal(copies.nodeAt(1, 3), prefix, "also for a server that starts with it");
    copies.onCrash(0);
    copies.onCrash(1);
    const unknown: Log = { baseIndex: 9, baseTerm: 4, entries: [] };
    copies.onStep(step(1, start(unknown), unknown));
    assert.deepEqual([copies.isUp(0), copies.baseIndex(1), copies.nodeAt(1, 9)?.term], [false, 9, 4]);
  });
});
