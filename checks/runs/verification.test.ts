import assert from "node:assert/strict";
import { mutantOf } from "../mutants/index.js";
import { type Engine, type RunPlan, runJob } from "./job.js";
import { withMutant } from "./testing/run-batches.js";
import {
  type Extent,
  runVerification,
  type StageOutcome,
  type Verification,
  type VerificationProgress,
} from "./verification.js";
import { createPool, type Pool } from "./worker-pool.js";

const share = { histories: 6, steps: 0, batchSize: 3, maxCommands: 40 };

/** A verification that is done in a second or two. */
const small: Extent = {
  shares: { check: share, soak: share, simulation: { ...share, histories: 2, batchSize: 1 } },
  floors: { histories: 20, comparisons: 500, witnesses: { leaderElected: 20, crashes: 1 } },
};

/** The same, wanting what no run can see. */
const greedy: Extent = { ...small, floors: { ...small.floors, witnesses: { unicorns: 1 } } };

/** The same, with as many timed histories as it takes to find something. */
const patient: Extent = {
  ...small,
  shares: { ...small.shares, simulation: { ...small.shares.simulation, histories: 500 } },
};

function verification(given: Partial<Verification> = {}): Verification {
  return {
    seed: "1",
    pool: createPool(0),
    deadline: Number.POSITIVE_INFINITY,
    signal: new AbortController().signal,
    onProgress() {},
    ...given,
  };
}

/** A pool in which the runs of one engine have a mutant in the implementation. */
function spoiltPool(engine: Engine): Pool {
  const spoilt = (plan: RunPlan): RunPlan =>
    plan.engine === engine && plan.mutant === null ? withMutant(plan, mutantOf("V6"), "impl") : plan;
  return {
    async run(plan, onReport) {
      for (let batch = 0; onReport(runJob({ plan: spoilt(plan), batch })); batch += 1);
    },
    async close() {},
  };
}

const names = (stages: readonly StageOutcome[]): readonly string[] => stages.map(({ name }) => name);

describe("a verification", () => {
  it("runs every engine, and holds once nothing is missing any more", async () => {
    const shown: VerificationProgress[] = [];
    const { verdict, stages, total, missed } = await runVerification(
      verification({ onProgress: (progress) => void shown.push(progress) }),
      small,
    );
    assert.deepEqual(missed, []);
    assert.equal(verdict, "held");
    assert.deepEqual(names(stages), ["paths", "control", "simulation", "check", "soak"]);
    assert.deepEqual(
      stages.map((stage) => stage.verdict),
      stages.map(() => "held"),
    );
    const onRightReadings = stages.filter(({ name }) => name !== "control");
    assert.equal(
      total.steps,
      onRightReadings.reduce((sum, { report }) => sum + report.steps, 0),
    );
    assert.deepEqual(
      names(stages).filter((name) => !shown.some(({ stage }) => stage === name)),
      [],
    );
  });

  it("ends at its deadline without a verdict, saying what it did not see", async () => {
    const { verdict, stages, missed } = await runVerification(verification({ deadline: 0 }), greedy);
    assert.equal(verdict, "unknown");
    assert.ok(missed.includes("witness unicorns: seen 0 times, at least 1 wanted"));
    assert.ok(missed.some((line) => /^control: mutant \w+ was not caught by \w+$/.test(line)));
    assert.deepEqual(names(stages), ["paths", "control", "simulation", "check", "soak"]);
    const verdicts = Object.fromEntries(stages.map((stage) => [stage.name, stage.verdict]));
    assert.deepEqual(verdicts, {
      paths: "held",
      control: "unknown",
      simulation: "unknown",
      check: "unknown",
      soak: "unknown",
    });
  });

  it("ends at once when it is told to, without a verdict", async () => {
    const signal = AbortSignal.abort();
    const { verdict, stages, missed } = await runVerification(verification({ signal }), small);
    assert.equal(verdict, "unknown");
    assert.deepEqual(stages, []);
    assert.ok(missed.includes("the control stage did not run"));
  });

  it("that is told to end goes no further than the stage it is in", async () => {
    const controller = new AbortController();
    const { verdict, stages } = await runVerification(
      verification({
        signal: controller.signal,
        onProgress: ({ stage }) => void (stage === "simulation" && controller.abort()),
      }),
      greedy,
    );
    assert.equal(verdict, "unknown");
    assert.deepEqual(names(stages), ["paths", "control", "simulation"]);
  });

  it("is violated at the first finding, and stops there", async () => {
    const pool = spoiltPool("simulation");
    const { verdict, stages, total } = await runVerification(verification({ pool }), patient);
    assert.equal(verdict, "violated");
    assert.deepEqual(names(stages), ["paths", "control", "simulation"]);
    assert.equal(stages.at(-1)?.verdict, "violated");
    assert.equal(total.failures.length, 1);
  });
});
