import assert from "node:assert/strict";
import { drawFaultPlan, electionTimeout } from "./fault-plan.js";
import { healedLatency, healedSync, recoveryBound, runsPerFalseAlarm } from "./liveness.js";
import { Random } from "./random.js";

/** δ of the argument: how long anything that an election timeout starts can take. */
const exchange = 4 * healedSync + 5 * healedLatency;

describe("liveness bound", () => {
  it("gives a false alarm in fewer than one of 10⁹ runs, for every plan that is drawn", () => {
    for (let history = 0; history < 300; history++) {
      const { servers, clocks } = drawFaultPlan(Random.ofHistory("bound", history));
      const { collisionChance, windows, falseAlarmChance } = recoveryBound(servers, clocks.heartbeat, 100);
      assert.ok(falseAlarmChance * runsPerFalseAlarm < 1, `${servers} servers: ${falseAlarmChance}`);
      assert.ok(collisionChance < 0.25 && windows <= 15, `${servers} servers: ${windows} windows`);
      assert.ok(Math.abs(falseAlarmChance - collisionChance ** windows) < 1e-20);
    }
  });

  it("has no more windows than it needs", () => {
    for (let size = 2; size <= 7; size++) {
      const { collisionChance, windows } = recoveryBound(size, electionTimeout / 4, 0);
      assert.ok(collisionChance ** (windows - 1) * runsPerFalseAlarm >= 1);
    }
  });

  it("grows with the cluster, the heartbeat and the log; one server alone cannot collide", () => {
    const { collisionChance, windows } = recoveryBound(1, electionTimeout / 4, 0);
    assert.deepEqual([collisionChance, windows], [0, 1]);
    for (let size = 2; size <= 7; size++) {
      const { total } = recoveryBound(size, electionTimeout / 4, 0);
      assert.ok(total > recoveryBound(size - 1, electionTimeout / 4, 0).total);
      assert.ok(recoveryBound(size, electionTimeout / 2, 0).total > total);
      assert.ok(recoveryBound(size, electionTimeout / 4, 500).total > total);
    }
  });

  it("rests on a chance of collision that simulated timers do not exceed", () => {
    // Servers whose timers are drawn anew when they fire, as long as nobody wins: the worst case.
    const size = 5;
    const { window, collisionChance } = recoveryBound(size, electionTimeout / 4, 0);
    const random = new Random("collisions");
    const runs = 4000;
    let spoilt = 0;
    for (let run = 0; run < runs; run++) {
      const firings: { time: number; server: number }[] = [];
      for (let server = 0; server < size; server++) {
        let time = random.below(2 * electionTimeout);
        for (; time < window; time += electionTimeout + random.below(electionTimeout))
          firings.push({ time, server });
      }
      firings.sort((one, other) => one.time - other.time);
      const collides = firings.some((firing, offset) => {
        const before = firings[offset - 1];
        return (
          before !== undefined && before.server !== firing.server && firing.time - before.time <= exchange
        );
      });
      if (collides) spoilt += 1;
    }
    assert.ok(spoilt > 0 && spoilt / runs <= collisionChance, `${spoilt / runs} against ${collisionChance}`);
  });
});
