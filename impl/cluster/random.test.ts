import assert from "node:assert/strict";
import fc from "fast-check";
import { Random } from "./random.js";

const words = (random: Random, count: number) => Array.from({ length: count }, () => random.word());

/** The first words of the stream "1/0": they must never change, or saved seeds lose their meaning. */
const expectedWords = [1091846373, 3005758028, 862663554, 118146375];

describe("random", () => {
  it("gives the same stream for the same key, on every machine", () => {
    assert.deepEqual(words(new Random("1/0"), 4), expectedWords);
    assert.deepEqual(words(Random.ofHistory("1", 0), 4), expectedWords);
  });

  it("gives streams that share nothing for keys that differ in one character", () => {
    const seen = new Set<number>();
    for (let history = 0; history < 200; history++) {
      for (const word of words(Random.ofHistory("7", history), 20)) seen.add(word);
    }
    // Of 4000 words from 2³² a pair is equal with a chance of 0.2 %.
    assert.equal(seen.size, 4000);
  });

  it("forks a stream that does not depend on what was drawn before", () => {
    const fresh = new Random("seed");
    const used = new Random("seed");
    used.word();
    assert.deepEqual(words(used.fork("loss"), 8), words(fresh.fork("loss"), 8));
    assert.notDeepEqual(words(used.fork("loss"), 8), words(fresh.fork("latency"), 8));
  });

  it("stays within its limits and reaches them", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 2 ** 32 }), (key, limit) => {
        const drawn = new Random(key).below(limit);
        assert.ok(Number.isInteger(drawn) && drawn >= 0 && drawn < limit);
      }),
    );
    const random = new Random("dice");
    const faces = new Set(Array.from({ length: 200 }, () => random.between(1, 6)));
    assert.deepEqual([...faces].sort(), [1, 2, 3, 4, 5, 6]);
    assert.throws(() => random.below(0), /limit/);
    assert.throws(() => random.pick([]), /pick/);
    assert.ok(["a", "b"].includes(random.pick(["a", "b"])));
  });

  it("favours no result, even where the limit does not divide 2³²", () => {
    const random = new Random("fair");
    const limit = 3 * 2 ** 30;
    let small = 0;
    for (let draw = 0; draw < 3000; draw++) if (random.below(limit) < 2 ** 30) small += 1;
    // A remainder without rejection would give half of all draws; a fair one gives a third.
    assert.ok(small > 850 && small < 1150, `${small} of 3000`);
  });

  it("is uniform: chi-squared over 64 cells is within six deviations", () => {
    const cells = new Array<number>(64).fill(0);
    const random = new Random("uniform");
    for (let draw = 0; draw < 64_000; draw++) cells[random.below(64)]! += 1;
    const chiSquared = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    assert.ok(Math.abs(chiSquared - 63) < 6 * Math.sqrt(2 * 63), `chi-squared ${chiSquared}`);
  });

  it("draws for a chance even if the outcome is certain", () => {
    const never = new Random("chance");
    const always = new Random("chance");
    assert.equal(never.chance(0), false);
    assert.equal(always.chance(1000), true);
    assert.equal(never.word(), always.word());
  });
});
