import assert from "node:assert/strict";
import fc from "fast-check";
import { isMajority, majorityIndex } from "./quorum.js";

describe("quorum (§5.2)", () => {
  it("is more than half", () => {
    const least = [1, 2, 3, 4, 5, 6, 7].map((size) => {
      const counts = [0, 1, 2, 3, 4, 5, 6, 7];
      return counts.find((count) => isMajority(count, size));
    });
    assert.deepEqual(least, [1, 2, 2, 3, 3, 4, 4]);
  });

  it("of two, any share a server", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(9), fc.nat(9), (size, one, other) => {
        fc.pre(isMajority(one, size) && isMajority(other, size));
        assert.ok(one + other > size);
      }),
    );
  });

  it("reaches the index that a sorted copy has in the middle", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { minLength: 1, maxLength: 7 }), (matchIndex) => {
        const descending = matchIndex.toSorted((left, right) => right - left);
        assert.equal(majorityIndex(matchIndex), descending[Math.floor(matchIndex.length / 2)]);
      }),
    );
  });
});
