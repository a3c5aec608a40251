import assert from "node:assert/strict";
import { Random } from "../../impl/cluster/index.js";
import { propertyNames } from "../../spec/index.js";
import { CommandTally, createRig, drawSettings, runSoakHistory } from "../commands/index.js";
import { type Mutant, mutantOf } from "../mutants/index.js";
import { controlMutants } from "./control.js";
import { adjustTo } from "./needs.js";
import { everythingRight, prepareReadings } from "./readings.js";
import { SpecJudge } from "./testing/spec-judge.js";

/** Beyond one mutant a safety property, some that break several at once, or in a crash. */
const mutants = [
  ...controlMutants.filter(({ expected }) => propertyNames.some((name) => name === expected)),
  ...["V9", "V12", "V23", "R8", "R18", "X7", "D2", "M60"].map(mutantOf),
];

/**
 * Runs a random history of the core under both judges, until the mutant's own property breaks if it does.
 * They must agree on the properties that broke by then, and on the step that broke each. Returns their names.
 */
function compare(name: string, mutant: Mutant | null): readonly string[] {
  const random = new Random(`differential/${name}`);
  const draw = (bound: number): number => random.below(bound);
  const settings = adjustTo(mutant?.needs ?? {})(drawSettings(draw), random);
  const watch = mutant === null ? null : [mutant.expected];
  const judge = new SpecJudge(settings.servers);
  const readings = prepareReadings({ ...everythingRight, mutant, lockstep: false, watch });
  const rig = createRig(settings, readings, [judge]);
  runSoakHistory(rig, draw, 1 + draw(50), new CommandTally());
  // The command goes on behind the finding, but the judge is shown nothing more.
  const end = rig.finding()?.step ?? Number.POSITIVE_INFINITY;
  const shown = rig.oracles.allFindings.filter(({ step }) => step <= end);
  const found = shown.map(({ property, step }) => [property, step]);
  assert.deepEqual([...judge.broken].sort(), found.sort(), name);
  return [...judge.broken.keys()];
}

describe("oracles and specification, on histories of the core", () => {
  it("agree that the right core breaks nothing", () => {
    for (let history = 0; history < 80; history += 1) {
      assert.deepEqual(compare(`right/${history}`, null), []);
    }
  });

  const times = new Map<string, number>();
  let violations = 0;

  for (const mutant of mutants) {
    it(`agree on what ${mutant.id} breaks, and when`, () => {
      let broken = 0;
      for (let history = 0; history < 800 && broken < 6; history += 1) {
        const properties = compare(`${mutant.id}/${history}`, mutant);
        if (properties.length > 0) broken += 1;
        for (const property of properties) times.set(property, (times.get(property) ?? 0) + 1);
      }
      violations += broken;
      assert.ok(broken >= 1);
    });
  }

  it("have seen enough: every property broken, and a hundred histories", () => {
    assert.ok(violations >= 100, `${violations} histories with a violation`);
    assert.deepEqual(
      propertyNames.filter((name) => !times.has(name)),
      [],
    );
  });
});
