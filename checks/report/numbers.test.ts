import assert from "node:assert/strict";
import { logScaleFor, positionOn, ticksOf } from "./log-scale.js";
import { compact, counted, grouped, percentOf, secondsText, wordsOf } from "./numbers.js";

const pairs = <Value>(
  write: (value: Value) => string,
  table: readonly (readonly [Value, string])[],
): void => {
  for (const [value, text] of table) assert.equal(write(value), text);
};

describe("numbers of the report", () => {
  it("are grouped by three digits, with two decimals at most", () => {
    pairs(grouped, [
      [0, "0"],
      [999, "999"],
      [1_000, "1,000"],
      [1_234_567, "1,234,567"],
      [1_234.5678, "1,234.57"],
    ]);
  });

  it("have a short form with three digits", () => {
    pairs(compact, [
      [9_999, "9,999"],
      [10_000, "10.0 k"],
      [12_345, "12.3 k"],
      [99_949, "99.9 k"],
      [99_950, "100 k"],
      [999_499, "999 k"],
      [999_500, "1.00 M"],
      [1_234_567, "1.23 M"],
      [9_996_000, "10.0 M"],
      [123_456_789, "123 M"],
    ]);
  });

  it("come with their units and nouns", () => {
    pairs(secondsText, [
      [0.123, "0.12 s"],
      [98.42, "98.4 s"],
    ]);
    assert.equal(counted(1, "history", "histories"), "1 history");
    assert.equal(counted(2, "history", "histories"), "2 histories");
    assert.equal(counted(0, "step"), "0 steps");
    assert.equal(wordsOf("judgedAppends"), "judged appends");
    assert.equal(percentOf(1, 3), "33.33%");
    assert.equal(percentOf(0, 0), "0.00%");
  });

  it("stand on a logarithmic axis that has room for 0", () => {
    const scale = logScaleFor([0, 3, 5_000]);
    assert.equal(scale.decades, 4);
    assert.equal(positionOn(scale, 0), 0);
    assert.equal(positionOn(scale, 1), 0.2);
    assert.equal(positionOn(scale, 10_000), 1);
    assert.equal(logScaleFor([]).decades, 1);
    const labels = ticksOf(logScaleFor([2_000_000])).map(({ label }) => label);
    assert.deepEqual(labels, ["0", "1", "10", "100", "1 k", "10 k", "100 k", "1 M", "10 M"]);
  });
});
