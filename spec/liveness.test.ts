import assert from "node:assert/strict";
import { initialView } from "./cluster-view.js";
import { eventualCommit } from "./liveness.js";

describe("eventualCommit (paper §5.6)", () => {
  const healed = { ...initialView(["s1", "s2", "s3"]), up: [true, true, true] };

  it("is reached when there is a leader and every server has committed something new", () => {
    const role = ["follower", "leader", "follower"] as const;
    assert.equal(eventualCommit.reached(healed, { ...healed, role, commitIndex: [1, 1, 1] }), true);
  });

  it("is not reached without a leader, with a server behind, or with one that is down", () => {
    const role = ["follower", "leader", "follower"] as const;
    const committed = { ...healed, role, commitIndex: [1, 1, 1] };
    assert.equal(
      eventualCommit.reached(healed, { ...committed, role: ["follower", "follower", "follower"] }),
      false,
    );
    assert.equal(eventualCommit.reached(healed, { ...committed, commitIndex: [1, 0, 1] }), false);
    assert.equal(eventualCommit.reached(healed, { ...committed, up: [true, true, false] }), false);
  });

  it("counts only what was committed after the healing", () => {
    const role = ["leader", "follower", "follower"] as const;
    const before = { ...healed, commitIndex: [2, 1, 1] };
    assert.equal(eventualCommit.reached(before, { ...before, role, commitIndex: [2, 2, 2] }), false);
    assert.equal(eventualCommit.reached(before, { ...before, role, commitIndex: [3, 3, 3] }), true);
  });
});
