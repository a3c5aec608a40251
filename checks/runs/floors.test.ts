import assert from "node:assert/strict";
import { emptyReport } from "./batch.js";
import { floors, missedFloors, workFloors } from "./floors.js";

const transition = (id: string, replaced: string | null) => ({
  id,
  state: "follower",
  event: "requestVote",
  guard: null,
  target: "follower",
  replaced,
});
type Transitions = Parameters<typeof missedFloors>[1];

const least = { histories: 10, comparisons: 100, witnesses: { leaderElected: 3 } };

describe("floors", () => {
  it("are none of them zero", () => {
    for (const floor of [...Object.values(floors), ...Object.values(workFloors)]) assert.ok(floor > 0);
  });

  it("say what was not seen, in words", () => {
    const transitions = [transition("a", null), transition("b", "isUpToDate")] as unknown as Transitions;
    assert.deepEqual(
      missedFloors({ ...emptyReport(), witnesses: { leaderElected: 2 } }, transitions, least),
      [
        "histories: 0 of at least 10",
        "comparisons: 0 of at least 100",
        "witness leaderElected: seen 2 times, at least 3 wanted",
        "chart transition never taken: a",
      ],
    );
  });

  it("are met by exactly as much as they ask for", () => {
    const report = {
      ...emptyReport(),
      histories: 10,
      comparisons: 100,
      witnesses: { leaderElected: 3 },
      transitions: { a: 1 },
    };
    assert.deepEqual(missedFloors(report, [transition("a", null)] as unknown as Transitions, least), []);
    assert.deepEqual(missedFloors({ ...report, witnesses: {} }, [], least), [
      "witness leaderElected: seen 0 times, at least 3 wanted",
    ]);
  });
});
