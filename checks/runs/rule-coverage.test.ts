import assert from "node:assert/strict";
import { defaultRules } from "../../impl/core/index.js";
import { declaredTransitions } from "../../model/index.js";
import { coverRules } from "./rule-coverage.js";

describe("rule coverage", () => {
  const { rules, transitions } = coverRules();

  it("counts every rule, and sees each decide in all the ways it can", () => {
    assert.deepEqual(
      rules.map(({ name }) => name),
      Object.keys(defaultRules),
    );
    assert.deepEqual(
      rules.filter(({ asked, outcomes, expected }) => asked === 0 || outcomes < expected),
      [],
    );
    assert.ok(rules.filter(({ expected }) => expected === 2).length > 10);
  });

  it("takes every transition that can be taken", () => {
    assert.deepEqual(
      declaredTransitions().filter(({ id, replaced }) => replaced === null && !transitions[id]),
      [],
    );
  });
});
