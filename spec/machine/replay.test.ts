import assert from "node:assert/strict";
import { instantiate, type Machine, type StateJson, type Step } from "./index.js";
import { museum } from "./testing/museum.js";

const first = (machine: Machine) => machine.initial[0] as Int32Array;

/** All steps from a state. */
function stepsFrom(machine: Machine, words: Int32Array): readonly Step[] {
  const generated = machine.expand(words.slice(), 0, { visit: () => true, violated: () => {} });
  return Array.from({ length: generated }, (_, ordinal) => machine.replay(words, 0, ordinal));
}

describe("steps", () => {
  for (const generated of [true, false]) {
    const mode = generated ? "generated code" : "the interpreter";

    it(`are told with parameters, states and what changed (${mode})`, () => {
      const machine = instantiate(museum, { generated });
      const steps = stepsFrom(machine, first(machine));
      assert.equal(steps.length, 12);
      const give = steps[3];
      assert.deepEqual(give?.action, "Give");
      assert.deepEqual(give?.parameters, { from: "p1", to: "p3", what: "t2" });
      assert.deepEqual(give?.changed, ["met", "post"]);
      assert.deepEqual(give?.broken, []);
      const take = stepsFrom(machine, give?.words as Int32Array).find((step) => step.action === "Take");
      assert.deepEqual(take?.parameters, {
        ...{ count: 1, m: { kind: "Gift", from: "p1", to: "p3", what: "t2", weight: 2 } },
      });
      assert.deepEqual(take?.after.stock, { t1: [], t2: [{ owner: "p3", count: 1 }] });
      assert.deepEqual(machine.toJson(take?.words as Int32Array, 0), take?.after);
      const hear = stepsFrom(machine, take?.words as Int32Array).find((step) => step.action === "Hear");
      assert.equal(hear?.after.hour, 1);
      assert.deepEqual(hear?.after.stock, { t1: [], t2: [] });
    });

    it(`walk alike through code and interpreter, ghosts included (${mode})`, () => {
      const instance = { properties: ["calm", "timeGoesOn", "remembered"], generated };
      const machine = instantiate(museum, instance);
      const checked = instantiate(museum, { ...instance, checked: true });
      const seen = new Set<string>();
      const queue = [first(machine).slice()];
      for (const words of queue.values()) {
        if (queue.length > 400) break;
        const told: string[][] = [machine, checked].map((one) => {
          const list: string[] = [];
          one.expand(words.slice(), 0, {
            visit: (low, high, successor, ordinal) => {
              const key = [low, high, ordinal, ...successor].join();
              list.push(key);
              const isNew = !seen.has(successor.join());
              seen.add(successor.join());
              if (isNew) queue.push(successor.slice());
              return true;
            },
            violated: (property, ordinal) => list.push(`violated ${property} ${ordinal}`),
          });
          return list;
        });
        assert.deepEqual(told[0], told[1]);
      }
      assert.deepEqual(machine.taken, checked.taken);
      assert.deepEqual(machine.witnessed, checked.witnessed);
    });
  }

  it("tell what lies beyond a limit exactly, though exploring only counts it", () => {
    const machine = instantiate(museum);
    let words = first(machine);
    for (const ordinal of [0, 0, 4]) words = machine.replay(words, 0, ordinal).words as Int32Array;
    const beyond = stepsFrom(machine, words).find((step) => step.words === null);
    assert.equal(
      (beyond?.after.post as readonly { copies: number }[] | undefined)?.reduce(
        (sum, one) => sum + one.copies,
        0,
      ),
      4,
    );
  });

  it("name the conjunct that fails", () => {
    const machine = instantiate(museum, { properties: ["remembered"], mutant: "always" });
    const { past, ...others } = machine.toJson(first(machine), 0) as { readonly [name: string]: object };
    const words = machine.fromJson({ ...others, past: { ...past, p1: 2 } } as unknown as StateJson);
    assert.deepEqual(machine.replay(words, 0, 0).broken, [
      { property: "remembered", conjunct: "little is given" },
    ]);
    assert.equal(machine.judge(words, 0), -1);
    assert.equal(machine.judge(machine.replay(words, 0, 0).words as Int32Array, 0), 0);
    assert.throws(() => machine.replay(words, 0, 99), /more than 99 successors/);
  });

  it("answer whether a goal is reached", () => {
    const machine = instantiate(museum, { properties: ["evening"] });
    assert.equal(machine.reaches(0, first(machine), 0), false);
    const evening = machine.fromJson({ ...machine.toJson(first(machine), 0), hour: 2 });
    assert.equal(machine.reaches(0, evening, 0), true);
    assert.equal(machine.judge(evening, 0), -1);
    assert.deepEqual([...machine.witnessed], [1]);
  });
});
