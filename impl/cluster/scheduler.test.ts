import assert from "node:assert/strict";
import fc from "fast-check";
import { Scheduler } from "./scheduler.js";

describe("scheduler", () => {
  it("lets things happen by time, and in the order of scheduling at one time", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (times) => {
        const scheduler = new Scheduler<{ time: number; position: number }>();
        const expected = times.map((time, position) => ({ time, position }));
        for (const happening of expected) scheduler.at(happening.time, happening);
        const happened = times.map(() => {
          const happening = scheduler.next();
          assert.equal(scheduler.now, happening.time);
          return happening;
        });
        expected.sort((one, other) => one.time - other.time || one.position - other.position);
        assert.deepEqual(happened, expected);
      }),
    );
  });

  it("keeps the order while things are added as others happen", () => {
    const scheduler = new Scheduler<number>();
    scheduler.after(5, 0);
    let last = 0;
    for (let round = 1; round < 200; round++) {
      scheduler.next();
      assert.ok(scheduler.now >= last);
      last = scheduler.now;
      scheduler.after((round * 7) % 13, round);
      scheduler.after((round * 5) % 11, round);
    }
    assert.equal(scheduler.pending, 200);
  });

  it("knows when the next thing is due", () => {
    const scheduler = new Scheduler<string>();
    assert.equal(scheduler.nextTime, Number.POSITIVE_INFINITY);
    scheduler.after(3, "later");
    assert.equal(scheduler.nextTime, 3);
    assert.equal(scheduler.next(), "later");
    assert.equal(scheduler.pending, 0);
  });

  it("refuses the past, and to wait for nothing", () => {
    const scheduler = new Scheduler<string>();
    assert.throws(() => scheduler.next(), /scheduled/);
    scheduler.now = 10;
    assert.throws(() => scheduler.at(9, "late"), /past/);
  });
});
