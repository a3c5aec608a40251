import assert from "node:assert/strict";
import fc from "fast-check";
import { mutantOf } from "../mutants/index.js";
import { FoundError, historyArbitrary, setUp } from "./model-based.js";
import { createRig, type Readings } from "./rig.js";
import { drawSettings } from "./settings.js";
import { CommandTally } from "./soak-history.js";
import { coreAlone, drawsOf, mutatedBoth, mutatedCore, plainSettings } from "./testing/index.js";

interface Replay {
  readonly path: string;
  readonly replayPath: string;
}

interface Check {
  readonly executions: number;
  readonly error: unknown;
  /** Effective commands of the run that failed first, and of the counterexample. */
  readonly firstLength: number;
  readonly length: number;
  /** The commands of the counterexample, as written. */
  readonly commands: string;
  readonly replay: Replay;
}

const settings = plainSettings(3);

/** Lets fast-check look for a finding; with `replay` it does that one run only. */
function check(readings: Readings, seed: number, replay?: Replay): Check {
  let executions = 0;
  const lengths: number[] = [];
  const property = fc.property(historyArbitrary(settings, 80, replay?.replayPath), (commands) => {
    executions += 1;
    const tally = new CommandTally();
    try {
      fc.modelRun(() => setUp(createRig(settings, readings), tally), commands);
    } catch (error) {
      lengths.push(tally.effective);
      throw error;
    }
  });
  const how = replay === undefined ? { numRuns: 200 } : { numRuns: 1, path: replay.path, endOnFailure: true };
  const { counterexample, counterexamplePath, errorInstance } = fc.check(property, { seed, ...how });
  const printed = String(counterexample?.[0] ?? "");
  return {
    executions,
    error: errorInstance,
    firstLength: lengths[0] ?? 0,
    length: lengths.at(-1) ?? 0,
    commands: printed.replace(/ *\/\*.*\*\//, ""),
    replay: {
      path: counterexamplePath ?? "",
      replayPath: /replayPath="([^"]*)"/.exec(printed)?.[1] ?? "",
    },
  };
}

describe("model-based histories", () => {
  it("hold for right servers, and routinely have some tens of commands", () => {
    const lengths: number[] = [];
    let skipped = 0;
    for (let batch = 0; batch < 10; batch += 1) {
      const drawn = drawSettings(drawsOf(`model-based/${batch}`));
      const property = fc.property(historyArbitrary(drawn, 80), (commands) => {
        const tally = new CommandTally();
        const rig = createRig(drawn, coreAlone);
        fc.modelRun(() => setUp(rig, tally), commands);
        assert.equal(rig.world.command, tally.effective);
        lengths.push(tally.effective);
        skipped += tally.skipped;
      });
      fc.assert(property, { seed: batch, numRuns: 25 });
    }
    const effective = lengths.reduce((sum, length) => sum + length, 0);
    const share = effective / (effective + skipped);
    assert.ok(share >= 0.6, `${(share * 100).toFixed(1)} % of the commands had something to act on`);
    const routine = lengths.filter((length) => length >= 25 && length <= 60).length / lengths.length;
    assert.ok(routine >= 0.3, `${(routine * 100).toFixed(1)} % of the histories have 25 to 60 commands`);
  });

  it("find a core that votes for anybody, and shrink what they find", () => {
    const readings = mutatedCore(() => ({ isUpToDate: () => true }));
    const found = check(readings, 1);
    assert.ok(found.error instanceof FoundError);
    const { kind, property, message } = found.error.finding;
    assert.deepEqual([kind, property], ["deviation", "votedFor"]);
    assert.equal(found.error.message, message);
    assert.ok(found.length <= 4 && found.length < found.firstLength, found.commands);
    assert.ok(found.executions > 1);
  });

  it("find what breaks a property though core and chart agree", () => {
    const found = check(mutatedBoth(mutantOf("V6").change), 2);
    assert.ok(found.error instanceof FoundError);
    assert.deepEqual(
      [found.error.finding.kind, found.error.finding.property],
      ["violation", "oneVotePerTerm"],
    );
    assert.ok(found.length <= 3, found.commands);
  });

  it("replay a counterexample from seed and paths in a single execution", () => {
    for (const [seed, change] of [
      [1, () => ({ isUpToDate: () => true })],
      [2, mutantOf("V6").change],
      [3, mutantOf("R2").change],
    ] as const) {
      const readings = mutatedCore(change);
      const found = check(readings, seed);
      assert.ok(found.error instanceof FoundError);
      assert.notEqual(found.replay.path, "");
      const again = check(readings, seed, found.replay);
      assert.equal(again.executions, 1);
      assert.deepEqual((again.error as FoundError).finding, found.error.finding);
      assert.equal(again.commands, found.commands);
      assert.equal(again.length, found.length);
    }
  });

  it("find what is wrong from the start on", () => {
    const readings = mutatedCore(() => ({ restoredState: () => ({ currentTerm: 5, votedFor: null }) }));
    const rig = createRig(settings, readings);
    assert.throws(() => setUp(rig, new CommandTally()), FoundError);
    assert.equal(rig.finding()?.property, "currentTerm");
  });
});
