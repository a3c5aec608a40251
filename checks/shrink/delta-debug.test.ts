import assert from "node:assert/strict";
import fc from "fast-check";
import { type Direction, deltaDebug, removePairs, type Trial } from "./delta-debug.js";

/** Fails as long as all that is needed is there; counts how often it was asked. */
function needing(needed: readonly number[]): { trial: Trial<number>; asked: () => number } {
  let count = 0;
  return {
    asked: () => count,
    trial(candidate) {
      count += 1;
      return needed.every((item) => candidate.includes(item)) ? candidate : null;
    },
  };
}

const upTo = (length: number): number[] => Array.from({ length }, (_, item) => item);
const directions = fc.constantFrom<Direction>("backward", "forward");

/** Items 0 to n - 1, and some of them that are needed, in order. */
const problems = fc.integer({ min: 0, max: 80 }).chain((length) =>
  fc.record({
    items: fc.constant(upTo(length)),
    needed: fc.subarray(upTo(length), { maxLength: Math.min(8, length) }),
    direction: directions,
  }),
);

describe("deltaDebug", () => {
  it("leaves exactly what is needed", () => {
    fc.assert(
      fc.property(problems, ({ items, needed, direction }) => {
        assert.deepEqual(deltaDebug(items, needing(needed).trial, direction), needed);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("leaves nothing that could be spared alone, whatever makes it fail", () => {
    // Any table of clauses: it fails if some clause has all its items there.
    const clauses = fc.array(fc.subarray(upTo(12), { minLength: 1 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(clauses, directions, (table, direction) => {
        const fails = (candidate: readonly number[]): boolean =>
          table.some((clause) => clause.every((item) => candidate.includes(item)));
        const trial: Trial<number> = (candidate) => (fails(candidate) ? candidate : null);
        const left = deltaDebug(upTo(12), trial, direction);
        assert.ok(fails(left));
        for (const spared of left) assert.ok(!fails(left.filter((item) => item !== spared)));
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it("keeps the order, and looks no further at what the failing run made no use of", () => {
    const wasteful = needing([3, 70]);
    deltaDebug(upTo(100), wasteful.trial);
    const thrifty = needing([3, 70]);
    const left = deltaDebug(upTo(100), (candidate) => {
      const used = thrifty.trial(candidate);
      return used === null ? null : used.filter((item) => item === 3 || item === 70 || item % 7 === 0);
    });
    assert.deepEqual(left, [3, 70]);
    assert.ok(thrifty.asked() < wasteful.asked());
  });

  it("asks few times where little is needed", () => {
    const one = needing([500]);
    assert.deepEqual(deltaDebug(upTo(1000), one.trial), [500]);
    assert.ok(one.asked() < 60, `${one.asked()}`);
  });

  it("can end with nothing, and begin with it", () => {
    assert.deepEqual(deltaDebug(upTo(9), needing([]).trial), []);
    assert.deepEqual(deltaDebug([], needing([]).trial), []);
  });

  it("prefers to leave out what is late, or what is early", () => {
    const either: Trial<number> = (candidate) =>
      candidate.includes(2) || candidate.includes(7) ? candidate : null;
    assert.deepEqual(deltaDebug(upTo(10), either, "backward"), [2]);
    assert.deepEqual(deltaDebug(upTo(10), either, "forward"), [7]);
  });
});

describe("removePairs", () => {
  it("leaves out what only goes together", () => {
    // Items 2 and 5 belong together: one without the other does not fail.
    const trial: Trial<number> = (candidate) =>
      candidate.includes(0) && candidate.includes(2) === candidate.includes(5) ? candidate : null;
    assert.deepEqual(deltaDebug([2, 0, 5], trial), [2, 0, 5]);
    assert.deepEqual(removePairs([2, 0, 5], trial), [0]);
  });

  it("leaves out several pairs, but none that stands far apart", () => {
    const halves = (candidate: readonly number[], distance: number): boolean =>
      candidate.every((item) => candidate.includes((item + distance) % (2 * distance)));
    const pairs =
      (distance: number): Trial<number> =>
      (candidate) =>
        halves(candidate, distance) ? candidate : null;
    assert.deepEqual(removePairs(upTo(24), pairs(12)), []);
    assert.deepEqual(removePairs(upTo(26), pairs(13)), upTo(26));
  });

  it("goes on from what was made use of", () => {
    const left = removePairs(upTo(6), (candidate) =>
      candidate.includes(1) ? candidate.filter((item) => item % 2 === 1) : null,
    );
    assert.deepEqual(left, [1, 3]);
  });
});
