import assert from "node:assert/strict";
import { defaultRules } from "../../impl/core/index.js";
import { propertyNames } from "../../spec/index.js";
import type { RuleName } from "../../traces/format/index.js";
import { catalogue, findMutant, mutantOf } from "./index.js";

/** Rows of the research catalogue that this version can express. */
const published = [
  ...["V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10"],
  ...["V12", "V13", "V14", "V15", "V16", "V17", "V23", "V24"],
  ...["R1", "R2", "R4", "R5", "R6", "R8", "R9", "R10", "R11", "R13", "R14", "R15", "R16", "R17", "R18"],
  ...["D1", "D2", "D7", "M16", "M19", "M22", "M27"],
];

describe("the catalogue of mutants", () => {
  it("names each once, and finds it by its name", () => {
    const ids = catalogue.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const row of catalogue) assert.equal(mutantOf(row.id), row);
    assert.equal(findMutant("V0"), undefined);
    assert.throws(() => mutantOf("V0"), /there is no mutant V0/);
  });

  it("holds what was published, and more than thirty in all", () => {
    assert.deepEqual(
      published.filter((id) => findMutant(id) === undefined),
      [],
    );
    assert.ok(catalogue.length >= 30);
  });

  it("expects every property of some mutant, and nothing else but a deviation", () => {
    const expected = new Set(catalogue.map((row) => row.expected));
    assert.deepEqual(
      propertyNames.filter((name) => !expected.has(name)),
      [],
    );
    assert.deepEqual(
      [...expected].filter(
        (name) =>
          name !== "deviation" && ![...propertyNames, "eventualCommit"].some((known) => known === name),
      ),
      [],
    );
  });

  for (const { id, change, expected, shortestKnown, sides, equivalent, ...row } of catalogue) {
    it(`${id} is filled in, and replaces rules by others`, () => {
      assert.ok(row.fault.length > 10 && row.seenIn.length > 3);
      assert.ok([0, 1, 2, 3].includes(row.class));
      assert.ok(sides.length > 0);
      assert.equal(shortestKnown === 0, expected === "deviation" || expected === "eventualCommit");
      assert.ok(equivalent === null || equivalent.length > 100, "an equivalent has an argument");
      const changed = Object.entries(change(defaultRules));
      assert.ok(changed.length > 0);
      for (const [name, rule] of changed) {
        assert.ok(name in defaultRules, name);
        assert.notEqual(rule, defaultRules[name as RuleName], name);
      }
    });
  }
});
