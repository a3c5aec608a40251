import assert from "node:assert/strict";
import fc from "fast-check";
import { mutantOf } from "../mutants/index.js";
import { type BatchReport, emptyReport } from "./batch.js";
import { checkBatch } from "./check-batch.js";
import { type Engine, type RunPlan, readingsOf, runJob } from "./job.js";
import { adjustTo } from "./needs.js";
import { simulationBatch } from "./simulation-batch.js";
import { firstFailure, soakPlan, timeless, withMutant } from "./testing/run-batches.js";
import { assertReproduces } from "./testing/trace-checks.js";

const plans: { readonly [engine in Engine]: RunPlan } = {
  check: soakPlan({ engine: "check", batchSize: 6 }),
  soak: soakPlan({ batchSize: 10 }),
  simulation: soakPlan({ engine: "simulation", batchSize: 1 }),
};
const engines = Object.keys(plans) as readonly Engine[];
const mutant = mutantOf("V1");

/** The same, where the mutant is put on both sides and only its own property counts. */
const watched = (plan: RunPlan, id: string): RunPlan => ({
  ...withMutant(plan, mutantOf(id), "both"),
  lockstep: false,
  watch: [mutantOf(id).expected],
});

describe("a batch", () => {
  for (const engine of engines) {
    describe(`of the engine ${engine}`, () => {
      it("depends on seed and number alone: not on what ran before, and not on the clock", () => {
        const plan = plans[engine];
        const alone = JSON.stringify(runJob({ plan, batch: 2 }));
        const other = JSON.stringify(runJob({ plan, batch: 1 }));
        assert.equal(JSON.stringify(runJob({ plan, batch: 2 })), alone);
        assert.notEqual(other, alone);
        assert.notEqual(JSON.stringify(runJob({ plan: { ...plan, seed: "2" }, batch: 2 })), alone);
      });

      it("finds nothing wrong with the right readings, and has seen something", () => {
        const { failures, histories, steps, comparisons, judgedAppends, witnesses, transitions } = runJob({
          plan: plans[engine],
          batch: 0,
        });
        assert.deepEqual(failures, []);
        assert.equal(histories, plans[engine].batchSize);
        assert.ok(steps > 0 && judgedAppends > 0);
        assert.equal(comparisons, steps);
        assert.ok((witnesses.leaderElected ?? 0) > 0);
        assert.ok(Object.keys(transitions).length > 10);
      });

      it("stops at the first wrong history, shrinks it, and records it", () => {
        const plan = withMutant(plans[engine], mutant, "both");
        const failure = firstFailure(plan, 40);
        assert.ok(failure !== null);
        const { finding, trace, protocolSteps, commands, shrunkFrom, shrinkSeconds } = failure;
        assert.equal(finding.kind, "violation");
        assert.equal(trace.header.origin.engine, engine);
        assert.deepEqual(trace.header.mutant, { id: "V1", side: "both" });
        assert.deepEqual(trace.footer.finding, finding);
        assert.ok(protocolSteps > 0 && protocolSteps <= 20);
        assert.ok(commands.length >= protocolSteps && shrunkFrom > 0 && shrinkSeconds > 0);
        assertReproduces(trace, readingsOf(plan));
      });

      it("tells a deviation when one reading alone is wrong", () => {
        const plan = withMutant(plans[engine], mutant, "chart");
        const failure = firstFailure(plan, 40);
        assert.equal(failure?.finding.kind, "deviation");
        assertReproduces((failure as NonNullable<typeof failure>).trace, readingsOf(plan));
      });
    });
  }

  it("finds the same with the same mutant, shrunk in the same way", () => {
    const plan = watched(plans.soak, "V6");
    const first = firstFailure(plan, 20);
    const second = firstFailure(plan, 20);
    assert.ok(first !== null && second !== null);
    assert.deepEqual({ ...first, shrinkSeconds: 0 }, { ...second, shrinkSeconds: 0 });
    assert.equal(first.finding.property, "electionSafety");
  });

  it("holds no more histories than are left of the run", () => {
    for (const engine of ["check", "soak"] as const) {
      const plan = { ...plans[engine], batchSize: 4, histories: 6 };
      assert.deepEqual(
        [0, 1, 2].map((batch) => runJob({ plan, batch }).histories),
        [4, 2, 0],
      );
    }
  });

  it("is cut at histories that do not depend on how many there are", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.integer({ min: 1, max: 5 }), (seed, size) => {
        const plan = soakPlan({ seed: String(seed), batchSize: size, maxCommands: 20, lockstep: false });
        const one = runJob({ plan, batch: 1 });
        const apart = Array.from({ length: size }, (_, offset) =>
          runJob({ plan: { ...plan, batchSize: 1 }, batch: size + offset }),
        );
        assert.equal(
          one.steps,
          apart.reduce((sum, { steps }) => sum + steps, 0),
        );
      }),
      { numRuns: 10 },
    );
  });

  it("with an unknown mutant is an error, not a run of the right rules", () => {
    const plan = soakPlan({ mutant: { id: "V0", side: "impl" } });
    assert.throws(() => runJob({ plan, batch: 0 }), /there is no mutant V0/);
  });
});

describe("a fast-check batch", () => {
  const plan = withMutant(plans.check, mutant, "both");
  const whole = {
    seed: plan.seed,
    runs: plan.batchSize,
    maxCommands: plan.maxCommands,
    adjust: adjustTo(plan.needs),
    mutant: plan.mutant,
    path: "",
    replayPath: "",
  };

  function failing(): BatchReport & { batch: number } {
    for (let batch = 0; ; batch += 1) {
      const report = checkBatch({ ...whole, batch }, readingsOf(plan));
      if (report.failures.length > 0) return { ...report, batch };
    }
  }

  it("is done again from path and replay path: one history, the same failure", () => {
    const { batch, failures, histories } = failing();
    const [failure] = failures;
    assert.ok(failure !== undefined && histories >= 1);
    const { path, replayPath } = failure.trace.header.origin;
    assert.match(path, /^\d+(:\d+)*$/);
    assert.match(replayPath, /^.+:.+$/);
    const again = checkBatch({ ...whole, batch, path, replayPath }, readingsOf(plan));
    assert.equal(again.histories, 1);
    assert.deepEqual(again.failures[0]?.trace, failure.trace);
  });

  it("does not take an error of the program for a finding", () => {
    const readings = readingsOf(plan);
    const broken = () => {
      throw new Error("assertion: broken");
    };
    assert.throws(() => checkBatch({ ...whole, batch: 0 }, { ...readings, impl: broken }), /broken/);
  });
});

describe("a timed batch", () => {
  it("keeps a history whole that does not recover", () => {
    const plan = { seed: "1", first: 0, count: 3, mutant: null };
    const right = readingsOf(plans.simulation);
    // A server that never hears its election timer never leads.
    const deaf: typeof right.impl = (configuration) => {
      const subject = right.impl(configuration);
      return {
        get state() {
          return subject.state;
        },
        step: (input) => (input.kind === "timeout" && input.timer === "election" ? [] : subject.step(input)),
      };
    };
    const { failures, histories, witnesses } = simulationBatch(plan, { ...right, impl: deaf, chart: null });
    assert.equal(histories, 1);
    assert.equal(witnesses.recoveredAfterHealing, 0);
    assert.equal(failures[0]?.finding.property, "eventualCommit");
    assert.equal(failures[0]?.trace.footer.steps, failures[0]?.shrunkFrom);
  });

  it("does not take an error of the program for a finding", () => {
    const broken = () => {
      throw new Error("assertion: broken");
    };
    const readings = { ...readingsOf(plans.simulation), impl: broken };
    assert.throws(() => simulationBatch({ seed: "1", first: 0, count: 1, mutant: null }, readings), /broken/);
  });
});

describe("a report", () => {
  it("of nothing is empty", () => {
    assert.deepEqual(timeless(runJob({ plan: { ...plans.soak, histories: 0 }, batch: 0 })), emptyReport());
  });
});
