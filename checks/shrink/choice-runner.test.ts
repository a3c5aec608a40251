import assert from "node:assert/strict";
import { drawFaultPlan, Random, runTimedHistory } from "../../impl/cluster/index.js";
import type { ClusterObserver, Finding, StepLine, Trace } from "../../traces/format/index.js";
import { createMemoryRecorder } from "../../traces/record/index.js";
import {
  CommandTally,
  createJudges,
  createRig,
  drawSettings,
  type Readings,
  runSoakHistory,
} from "../commands/index.js";
import {
  coreAlone,
  drawsOf,
  headerOf,
  mutatedBoth,
  mutatedCore,
  plainSettings,
} from "../commands/testing/index.js";
import { mutantOf } from "../mutants/index.js";
import { type ChoiceHistory, runChoices } from "./choice-runner.js";
import { type Choice, choicesOf } from "./choices.js";
import { settingsOf } from "./shrink.js";

/** A random history, recorded. */
function recordSoak(key: string, readings: Readings): { trace: Trace; finding: Finding | null } {
  const draw = drawsOf(key);
  const settings = drawSettings(draw);
  const recorder = createMemoryRecorder(headerOf(settings));
  const rig = createRig(settings, readings, [recorder.observer]);
  runSoakHistory(rig, draw, 150, new CommandTally());
  const finding = rig.finding();
  return { trace: recorder.finish(finding === null ? "held" : "violated", finding), finding };
}

/** A history with clocks, partitions and duplicates, recorded up to a finding. */
function recordTimed(seed: string, readings: Readings): Trace {
  const plan = drawFaultPlan(Random.ofHistory(seed, 0).fork("plan"));
  const settings = plainSettings(plan.servers, plan.options);
  const recorder = createMemoryRecorder(headerOf(settings));
  const { observers } = createJudges(settings.servers, readings);
  runTimedHistory({
    seed,
    history: 0,
    plan,
    factory: readings.impl,
    observers: [...observers, recorder.observer],
  });
  return recorder.finish("held", null);
}

/** What each step of a trace was and led to, without the ids that the driver gave. */
function stepsOf(trace: Trace): string[] {
  return trace.events
    .filter((event): event is StepLine => event.kind === "step")
    .map(({ server, input, view, log }) =>
      JSON.stringify([server, input.kind === "message" ? input.message : { ...input, id: 0 }, view, log]),
    );
}

/** Does a trace again by its choices. */
function replayed(trace: Trace, readings: Readings, recorders: readonly ClusterObserver[] = []) {
  return runChoices({ settings: settingsOf(trace), choices: choicesOf(trace) }, readings, recorders);
}

/** The first step at which the replay of a trace is not what the trace says; null if there is none. */
function firstDifference(trace: Trace): number | null {
  const recorder = createMemoryRecorder(trace.header);
  replayed(trace, coreAlone, [recorder.observer]);
  const again = stepsOf(recorder.finish("held", null));
  const before = stepsOf(trace);
  if (before.length !== again.length) return again.length;
  const offset = before.findIndex((step, at) => step !== again[at]);
  return offset < 0 ? null : offset + 1;
}

describe("runChoices", () => {
  it("does a random history again, step by step", () => {
    for (let history = 0; history < 40; history += 1) {
      const { trace } = recordSoak(`again/${history}`, coreAlone);
      assert.equal(firstDifference(trace), null, `history ${history}`);
    }
  });

  it("does a timed history again, with all its losses, copies and partitions", () => {
    for (const seed of ["1", "2", "3", "4", "5"]) {
      const trace = recordTimed(seed, coreAlone);
      assert.ok(trace.events.length > 300);
      assert.equal(firstDifference(trace), null, `seed ${seed}`);
    }
  });

  it("comes to the same finding at the same step", () => {
    const cases = ["V1", "V6", "V12", "R2", "R5", "D1", "X14"].flatMap((id) => {
      const { change } = mutantOf(id);
      return [mutatedCore(change), { ...mutatedBoth(change), chart: null }];
    });
    let found = 0;
    for (const [number, readings] of cases.entries()) {
      for (let history = 0; history < 5; history += 1) {
        const { trace, finding } = recordSoak(`found/${number}/${history}`, readings);
        if (finding === null) continue;
        found += 1;
        assert.deepEqual(replayed(trace, readings).finding, finding);
      }
    }
    assert.ok(found > 20, `${found} findings`);
  });

  it("tells which choices had something to act on, and stops at the finding", () => {
    const settings = plainSettings(2, {}, ["s1", "s2"]);
    const timeout: Choice = { kind: "timeout", server: "s1", timer: "election" };
    const complete: Choice = { kind: "completeWrite", server: "s1" };
    const history: ChoiceHistory = { settings, choices: [complete, timeout, complete, complete, timeout] };
    assert.deepEqual(runChoices(history, coreAlone), {
      finding: null,
      effective: [timeout, complete, timeout],
    });
    const stubborn = mutatedCore(() => ({ recordsToPersist: () => [] }));
    const failed = runChoices(history, stubborn);
    assert.equal(failed.finding?.step, 3);
    assert.deepEqual(failed.effective, [timeout]);
  });

  it("passes over what cannot be done", () => {
    const message = {
      kind: "requestVote",
      from: "s1",
      to: "s2",
      term: 1,
      lastLogIndex: 0,
      lastLogTerm: 0,
      leadershipTransfer: false,
    } as const;
    const deliver = (change: object, repeated = false): Choice => {
      return { kind: "deliver", message: { ...message, ...change }, newer: 0, repeated };
    };
    const impossible: readonly Choice[] = [
      { kind: "timeout", server: "s9", timer: "election" },
      { kind: "start", server: "s1" },
      { kind: "completeWrite", server: "s1" },
      { kind: "failWrite", server: "s1" },
      deliver({}),
      deliver({}, true),
      deliver({ from: "s9" }),
      deliver({ to: "s9" }),
      { kind: "crash", server: "s2", kept: 0 },
      { kind: "crash", server: "s2", kept: 0 },
      { kind: "timeout", server: "s2", timer: "election" },
      { kind: "propose", server: "s2", command: "x" },
      { kind: "failWrite", server: "s2" },
      { kind: "timeout", server: "s1", timer: "election" },
      deliver({}),
    ];
    const { effective } = runChoices({ settings: plainSettings(2), choices: impossible }, coreAlone);
    assert.deepEqual(effective, [impossible[8], impossible[13]]);
  });

  it("takes the message in the same place if there is none with the same content", () => {
    const settings = plainSettings(2);
    const timeout: Choice = { kind: "timeout", server: "s1", timer: "election" };
    const delivery = (newer: number, repeated = false): Choice => ({
      kind: "deliver",
      message: {
        kind: "requestVote",
        from: "s1",
        to: "s2",
        term: 77,
        lastLogIndex: 5,
        lastLogTerm: 5,
        leadershipTransfer: false,
      },
      newer,
      repeated,
    });
    const termAfter = (...choices: Choice[]): number => {
      const recorder = createMemoryRecorder(headerOf(settings));
      runChoices({ settings, choices: [timeout, timeout, timeout, ...choices] }, coreAlone, [
        recorder.observer,
      ]);
      const steps = recorder
        .finish("held", null)
        .events.filter((event): event is StepLine => event.kind === "step");
      return steps.findLast(({ server }) => server === "s2")?.view.currentTerm ?? -1;
    };
    assert.equal(termAfter(delivery(0)), 3);
    assert.equal(termAfter(delivery(2)), 1);
    assert.equal(termAfter(delivery(9)), 1, "the oldest, if there are not so many");
    assert.equal(termAfter(delivery(2), delivery(0, true)), 1, "what was delivered last is repeated");
  });
});
