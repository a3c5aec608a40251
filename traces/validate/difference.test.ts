import assert from "node:assert/strict";
import fc from "fast-check";
import { firstDifference } from "./index.js";

describe("firstDifference", () => {
  const cases: readonly (readonly [unknown, unknown, string, string, string])[] = [
    [1, 2, "v", "1", "2"],
    [{ a: { b: 1 } }, { a: { b: 2 } }, "v.a.b", "1", "2"],
    [{ a: [0, { b: 1 }] }, { a: [0, { b: null }] }, "v.a[1].b", "1", "null"],
    [[1], [1, 2], "v[1]", "nothing", "2"],
    [[1, 2], [1], "v[1]", "2", "nothing"],
    [{ a: 1 }, {}, "v.a", "1", "nothing"],
    [{}, { a: 1 }, "v.a", "nothing", "1"],
    [[], {}, "v", "[]", "{}"],
    [null, {}, "v", "null", "{}"],
    ["x".repeat(200), "", "v", `"${"x".repeat(118)}…`, '""'],
  ];
  for (const [expected, actual, field, one, other] of cases) {
    it(`finds ${field}: ${one.slice(0, 10)} is not ${other}`, () => {
      assert.deepEqual(firstDifference(expected, actual, "v"), { field, expected: one, actual: other });
    });
  }

  it("finds nothing exactly where there is nothing", () => {
    const values = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes("-0"));
    fc.assert(
      fc.property(values, values, (one, other) => {
        assert.equal(firstDifference(one, structuredClone(one), ""), null);
        let equal = true;
        try {
          assert.deepEqual(one, other);
        } catch {
          equal = false;
        }
        assert.equal(firstDifference(one, other, "") === null, equal);
      }),
    );
  });
});
