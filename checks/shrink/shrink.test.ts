import assert from "node:assert/strict";
import type { Finding, Server, Trace } from "../../traces/format/index.js";
import { createMemoryRecorder } from "../../traces/record/index.js";
import { CommandTally, createRig, drawSettings, type Readings, runSoakHistory } from "../commands/index.js";
import {
  coreAlone,
  drawsOf,
  headerOf,
  mutatedBoth,
  mutatedCore,
  plainSettings,
} from "../commands/testing/index.js";
import { type Mutant, mutantOf } from "../mutants/index.js";
import { type ChoiceHistory, runChoices } from "./choice-runner.js";
import type { Choice } from "./choices.js";
import { protocolSteps } from "./protocol-steps.js";
import { settingsOf, shrink, shrinkHistory } from "./shrink.js";

interface Failing {
  readonly trace: Trace;
  readonly finding: Finding;
}

/** The first so many random histories in which something is found. */
function failing(key: string, readings: Readings, count: number, profiles?: readonly number[]): Failing[] {
  const found: Failing[] = [];
  for (let history = 0; found.length < count; history += 1) {
    const draw = drawsOf(`${key}/${history}`);
    const drawn = drawSettings(draw);
    const profile = profiles === undefined ? drawn.profile : (profiles[draw(profiles.length)] as number);
    const settings = { ...drawn, profile };
    const recorder = createMemoryRecorder(headerOf(settings));
    const rig = createRig(settings, readings, [recorder.observer]);
    runSoakHistory(rig, draw, 60, new CommandTally());
    const finding = rig.finding();
    if (finding !== null) found.push({ trace: recorder.finish("violated", finding), finding });
  }
  return found;
}

/** Both sides mutated and the named property watched; no charts, which would only agree. */
function readingsFor({ change, expected }: Mutant): Readings {
  return { ...mutatedBoth(change), chart: null, watch: [expected] };
}

function fails({ settings, choices }: ChoiceHistory, readings: Readings, wanted: Finding): boolean {
  const { finding } = runChoices({ settings, choices }, readings);
  return finding?.kind === wanted.kind && finding.property === wanted.property;
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((left, right) => left - right)[(numbers.length - 1) >> 1] as number;

describe("shrink", () => {
  for (const id of ["V1", "V6", "V7", "V16", "R5"]) {
    it(`brings ${id} down to about the shortest known, with nothing to spare`, () => {
      const mutant = mutantOf(id);
      const readings = readingsFor(mutant);
      const lengths = failing(id, readings, 5, mutant.needs.profiles).map(({ trace, finding }) => {
        const smallest = shrink(trace, readings, finding);
        assert.ok(smallest !== null && fails(smallest, readings, finding));
        for (const [spared] of smallest.choices.entries()) {
          const choices = smallest.choices.filter((_, offset) => offset !== spared);
          assert.ok(!fails({ ...smallest, choices }, readings, finding), `choice ${spared} can be spared`);
        }
        return protocolSteps(smallest.choices);
      });
      assert.ok(
        median(lengths) <= 1.5 * mutant.shortestKnown,
        `${lengths.join(", ")}; shortest known ${mutant.shortestKnown}`,
      );
    });
  }

  it("shrinks deviations too: the same field goes on differing", () => {
    const readings = mutatedCore(() => ({ isUpToDate: () => true }));
    for (const { trace, finding } of failing("deviation", readings, 3)) {
      const smallest = shrink(trace, readings, finding);
      assert.ok(smallest !== null && fails(smallest, readings, finding));
      assert.ok(smallest.choices.length < 12, `${smallest.choices.length} choices`);
    }
  });

  it("simplifies the settings as far as it goes on failing", () => {
    const options = {
      preVote: true,
      checkQuorum: true,
      noOp: true,
      maxEntriesPerMessage: 1,
      maxInFlightEntries: 1,
      maxInFlightBytes: 2,
      maxUncommittedBytes: 3,
    };
    const settings = plainSettings(5, options, ["s1", "s2", "s3", "s4", "s5"]);
    const readings = mutatedCore(() => ({ nextTerm: (server) => server.currentTerm + 2 }));
    const choices: Choice[] = [
      { kind: "propose", server: "s4", command: "dd" },
      { kind: "timeout", server: "s2", timer: "election" },
      { kind: "timeout", server: "s4", timer: "election" },
    ];
    const { finding } = runChoices({ settings, choices }, readings);
    assert.equal(finding?.property, "effects.send");
    const smallest = shrinkHistory({ settings, choices }, readings, finding);
    // Without pre-vote the term itself would differ first, and with one server nobody would be asked.
    const plain = plainSettings(2, { preVote: true, noOp: true });
    assert.deepEqual(smallest?.settings, plain);
    assert.deepEqual(smallest?.choices, [{ kind: "timeout", server: "s2", timer: "election" }]);
  });

  it("gives proposals plain texts where these do not matter", () => {
    const change = {
      isQuorum: () => true,
      appendsNoop: () => false,
      committableIndex: (server: Server) => server.log.entries.length,
    };
    const readings = { ...mutatedCore(() => change), chart: null, watch: ["committedOnMajority"] };
    const choices: Choice[] = [
      { kind: "timeout", server: "s3", timer: "election" },
      { kind: "propose", server: "s3", command: "anything" },
    ];
    const { finding } = runChoices({ settings: plainSettings(3), choices }, readings);
    assert.ok(finding);
    const smallest = shrinkHistory({ settings: plainSettings(3), choices }, readings, finding);
    assert.deepEqual(
      smallest?.choices.map((choice) => (choice.kind === "propose" ? choice.command : choice.kind)),
      ["timeout", "a"],
    );
    assert.equal(smallest?.settings.servers.length, 2);
  });

  it("gives up on a trace that does not fail, or fails in another way", () => {
    const mutant = mutantOf("V6");
    const [{ trace, finding }] = failing("V6", readingsFor(mutant), 1) as [Failing];
    assert.equal(shrink(trace, coreAlone, finding), null);
    const other = { ...finding, property: "logMatching" };
    assert.equal(shrink(trace, readingsFor(mutant), other), null);
    assert.equal(shrink(trace, readingsFor(mutant), { ...finding, kind: "deviation" }), null);
  });
});

describe("settingsOf", () => {
  it("reads the header, and leaves every write to a choice", () => {
    const settings = plainSettings(3, { preVote: true });
    const recorder = createMemoryRecorder(headerOf(settings));
    assert.deepEqual(settingsOf(recorder.finish("held", null)), {
      ...settings,
      slowDisks: [true, true, true],
    });
  });
});
