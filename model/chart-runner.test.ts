import assert from "node:assert/strict";
import fc from "fast-check";
import { transition } from "xstate";
import type { CoreInput, Input, Server } from "../traces/format/index.js";
import { unbornContext } from "./chart-context.js";
import { toChartEvent } from "./chart-events.js";
import { lastIndexOf } from "./chart-log.js";
import { createChart } from "./chart-runner.js";
import { createRaftChart } from "./raft-chart.js";
import { drive, firstStart } from "./test-drive.js";
import { configurationFor, Life } from "./test-life.js";
import { TransitionCoverage } from "./transition-coverage.js";

const choices = fc.array(fc.nat({ max: 999_999 }), { minLength: 5, maxLength: 60, size: "max" });
const switches = fc.record({ preVote: fc.boolean(), checkQuorum: fc.boolean(), noOp: fc.boolean() });
const sizes = fc.constantFrom(1, 3, 4, 5);

describe("the chart's runner", () => {
  it("agrees with XState's public transition() at every step", () => {
    fc.assert(
      fc.property(sizes, switches, choices, (servers, options, chosen) => {
        const configuration = configurationFor(servers, options);
        const chart = createChart(configuration);
        const machine = createRaftChart();
        let snapshot = machine.resolveState({ value: "unborn", context: unbornContext(configuration) });
        const step = (input: CoreInput) => {
          const effects = chart.step(input);
          const [after, actions] = transition(machine, snapshot, toChartEvent(configuration, input));
          assert.deepEqual(chart.state, after.context.server);
          if (after.context !== snapshot.context) assert.deepEqual(effects, after.context.effects);
          else assert.deepEqual(effects, []);
          assert.deepEqual(actions, []);
          snapshot = after;
          return effects;
        };
        drive(chosen, () => chart.state, step);
      }),
      { numRuns: 30 },
    );
  });

  it("keeps its first principles on arbitrary inputs", () => {
    const coverage = new TransitionCoverage();
    fc.assert(
      fc.property(sizes, switches, choices, (servers, options, chosen) => {
        const chart = createChart(configurationFor(servers, options), { coverage });
        let before: Server = chart.state;
        const step = (input: CoreInput) => {
          const frozen = JSON.stringify(before);
          const effects = chart.step(input);
          const after = chart.state;
          assert.equal(JSON.stringify(before), frozen, "a context is a value");
          if (input.kind !== "start") {
            assert.ok(after.currentTerm >= before.currentTerm, "terms only grow (§5.1)");
            assert.ok(after.commitIndex >= before.commitIndex, "what is committed stays so (§5.3)");
            const sameTerm = after.currentTerm === before.currentTerm;
            assert.ok(
              !sameTerm || before.votedFor === null || after.votedFor === before.votedFor,
              "one vote a term (§5.2)",
            );
          }
          assert.ok(after.commitIndex <= lastIndexOf(after.log));
          assert.ok(after.role !== "leader" || after.leader === after.self);
          before = after;
          return effects;
        };
        drive(chosen, () => chart.state, step);
      }),
      { numRuns: 200 },
    );
    assert.deepEqual(coverage.unexpected(), []);
  });

  it("counts the same rows as without counting it takes", () => {
    fc.assert(
      fc.property(choices, (chosen) => {
        const quiet = createChart(configurationFor(3));
        const counted = createChart(configurationFor(3), { coverage: new TransitionCoverage() });
        const step = (input: CoreInput) => {
          const effects = quiet.step(input);
          assert.deepEqual(counted.step(input), effects);
          return effects;
        };
        drive(chosen, () => quiet.state, step);
      }),
      { numRuns: 20 },
    );
  });

  describe("the driver's order (docs/protocol.md §1, §2)", () => {
    const fresh = () => createChart(configurationFor(3));
    const late: readonly Input[] = [
      { kind: "read", client: "c", serial: 1, query: "x" },
      { kind: "transfer", target: "s2" },
      { kind: "snapshotTaken", index: 1, data: "" },
    ];

    it("begins with start, once", () => {
      assert.throws(() => fresh().step({ kind: "timeout", timer: "election" }), /begins with start/);
      const chart = fresh();
      chart.step(firstStart);
      assert.throws(() => chart.step(firstStart), /begins with start/);
    });

    it("completes no write that nobody handed over", () => {
      assert.throws(() => new Life().start().done(), /outstanding/);
    });

    it("knows the inputs of this version only", () => {
      for (const input of late) assert.throws(() => fresh().step(input), new RegExp(input.kind));
      const message = { kind: "timeoutNow", from: "s2", to: "s1", term: 1 } as const;
      assert.throws(() => fresh().step({ kind: "message", id: 1, message }), /timeoutNow/);
    });
  });
});
