import assert from "node:assert/strict";
import type { EventLine, Input, StepLine, Trace } from "../../traces/format/index.js";
import { createMemoryRecorder } from "../../traces/record/index.js";
import { createRig, type Rig } from "../commands/index.js";
import { coreAlone, headerOf, plainSettings } from "../commands/testing/index.js";
import { choicesOf } from "./choices.js";

/** Records what `happen` does to a cluster of three with slow disks. */
function record(happen: (rig: Rig) => void): Trace {
  const settings = plainSettings(3, {}, ["s1", "s2", "s3"]);
  const recorder = createMemoryRecorder(headerOf(settings));
  const rig = createRig(settings, coreAlone, [recorder.observer]);
  rig.driver.startAll();
  happen(rig);
  return recorder.finish("held", null);
}

/** The deliveries among the choices, in short: kind, ends, term, how many are newer, whether repeated. */
function deliveries(trace: Trace): string[] {
  return choicesOf(trace).flatMap((choice) => {
    if (choice.kind !== "deliver") return [];
    const { kind, from, to, term } = choice.message;
    return [`${kind} ${from}>${to} ${term} -${choice.newer}${choice.repeated ? " again" : ""}`];
  });
}

/** Two candidacies of s1, so that two requests are in flight to each other server. */
function twiceCandidate({ driver }: Rig): void {
  driver.timeout(0, "election");
  driver.timeout(0, "election");
  driver.sync(0);
}

describe("choicesOf", () => {
  it("tells the driver's choices in order, without the opening starts", () => {
    const trace = record(({ world, driver }) => {
      driver.timeout(0, "election");
      world.completeWrite(0);
      driver.deliverNewest(0, 1, "requestVote");
      world.failWrite(1);
      world.crash(1, 0);
      world.start(1);
      world.propose(0, "x");
    });
    const request = {
      kind: "requestVote",
      from: "s1",
      to: "s2",
      term: 1,
      lastLogIndex: 0,
      lastLogTerm: 0,
      leadershipTransfer: false,
    } as const;
    assert.deepEqual(choicesOf(trace), [
      { kind: "timeout", server: "s1", timer: "election" },
      { kind: "completeWrite", server: "s1" },
      { kind: "deliver", message: request, newer: 0, repeated: false },
      { kind: "failWrite", server: "s2" },
      { kind: "crash", server: "s2", kept: 0 },
      { kind: "start", server: "s2" },
      { kind: "propose", server: "s1", command: "x" },
    ]);
  });

  it("says how many unsynced records a crash kept", () => {
    const trace = record(({ world, driver }) => {
      driver.timeout(0, "election");
      world.crash(0, 7);
    });
    assert.deepEqual(choicesOf(trace).at(-1), { kind: "crash", server: "s1", kept: 1 });
  });

  it("tells a message by its place among its like", () => {
    const trace = record((rig) => {
      twiceCandidate(rig);
      const [first, , second] = rig.world.network.inFlight;
      assert.ok(first && second);
      rig.driver.deliver(first);
      rig.driver.deliver(second);
    });
    assert.deepEqual(deliveries(trace), ["requestVote s1>s2 1 -1", "requestVote s1>s2 2 -0"]);
  });

  it("does not count what was lost, and leaves losses and links out", () => {
    const trace = record((rig) => {
      twiceCandidate(rig);
      const [first, , second] = rig.world.network.inFlight;
      assert.ok(first && second);
      rig.world.drop(second);
      rig.world.setLink(0, 2, true);
      rig.driver.deliver(first);
      rig.world.setLink(0, 2, false);
    });
    assert.deepEqual(deliveries(trace), ["requestVote s1>s2 1 -0"]);
    assert.equal(choicesOf(trace).length, 5);
  });

  it("calls a delivery repeated if the message had arrived before, whichever copy it is", () => {
    const trace = record((rig) => {
      twiceCandidate(rig);
      const [first] = rig.world.network.inFlight;
      assert.ok(first);
      const copy = rig.world.duplicate(first);
      rig.driver.deliver(copy);
      rig.driver.deliver(first);
      rig.driver.deliver(rig.world.duplicate(copy));
    });
    assert.deepEqual(deliveries(trace), [
      "requestVote s1>s2 1 -0",
      "requestVote s1>s2 1 -1 again",
      "requestVote s1>s2 1 -0 again",
    ]);
  });

  it("has no use for checkpoints, nor for inputs that no driver of this version gives", () => {
    const trace = record(({ driver }) => driver.timeout(0, "election"));
    const step = trace.events.at(-1) as StepLine;
    const inputs: readonly Input[] = [
      { kind: "read", client: "c1", serial: 1, query: "x" },
      { kind: "transfer", target: "s2" },
      { kind: "snapshotTaken", index: 1, data: "" },
    ];
    const events: readonly EventLine[] = [
      { kind: "checkpoint", step: 4, server: "s1", log: { baseIndex: 0, baseTerm: 0, entries: [] } },
      ...inputs.map((input): StepLine => ({ ...step, input, effects: [] })),
    ];
    assert.deepEqual(choicesOf({ ...trace, events: [...trace.events, ...events] }), choicesOf(trace));
  });
});
