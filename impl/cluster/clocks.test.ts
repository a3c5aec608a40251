import assert from "node:assert/strict";
import { Clocks } from "./clocks.js";
import { type ClockPlan, electionTimeout } from "./fault-plan.js";
import { Random } from "./random.js";
import { timers } from "./world.js";

const plan: ClockPlan = {
  rates: [1000, 2000, 500],
  duplicatePerMille: 0,
  electionSpread: 20_000,
  heartbeat: 250_000,
};

const createClocks = () => new Clocks(plan, new Random("clocks"));

const lengths = (clocks: Clocks, server: number) =>
  Array.from({ length: 500 }, () => clocks.drawLength(server, "election"));

describe("clocks", () => {
  it("stretches and shortens all timers of a server by its rate", () => {
    const clocks = createClocks();
    assert.deepEqual(
      [0, 1, 2].map((server) => clocks.drawLength(server, "heartbeat")),
      [250_000, 125_000, 500_000],
    );
    assert.equal(clocks.drawLength(2, "quorumCheck"), 2 * electionTimeout);
    assert.equal(clocks.drawLength(1, "leaderContact"), electionTimeout / 2);
    const slow = lengths(clocks, 2);
    assert.ok(Math.min(...slow) >= 2 * electionTimeout && Math.max(...slow) < 2 * (electionTimeout + 20_000));
  });

  it("is true once healed, and spreads election timeouts over [T, 2T)", () => {
    const clocks = createClocks();
    clocks.heal();
    assert.equal(clocks.drawLength(2, "quorumCheck"), electionTimeout);
    const healed = lengths(clocks, 1);
    assert.ok(Math.min(...healed) >= electionTimeout && Math.max(...healed) < 2 * electionTimeout);
    assert.ok(Math.max(...healed) - Math.min(...healed) > electionTimeout / 2);
  });

  it("counts only the last setting of a timer", () => {
    const clocks = createClocks();
    const first = clocks.set(0, "election");
    const other = clocks.set(1, "election");
    assert.ok(clocks.isCurrent(0, "election", first));
    const second = clocks.set(0, "election");
    assert.ok(!clocks.isCurrent(0, "election", first));
    assert.ok(clocks.isCurrent(0, "election", second));
    assert.ok(clocks.isCurrent(1, "election", other));
  });

  it("forgets all timers of a server that is switched off", () => {
    const clocks = createClocks();
    const settings = timers.map((timer) => clocks.set(1, timer));
    const other = clocks.set(2, "heartbeat");
    clocks.switchOff(1);
    assert.ok(timers.every((timer, offset) => !clocks.isCurrent(1, timer, settings[offset] as number)));
    assert.ok(clocks.isCurrent(2, "heartbeat", other));
  });
});
