import assert from "node:assert/strict";
import fc from "fast-check";
import { Random } from "../../impl/cluster/index.js";
import { drawSettings, type HistorySettings } from "../commands/index.js";
import { adjustTo } from "./needs.js";

function drawn(seed: number): { settings: HistorySettings; random: Random } {
  const random = new Random(`needs/${seed}`);
  return { settings: drawSettings((bound) => random.below(bound)), random };
}

describe("the needs of a mutant", () => {
  it("change nothing if there are none", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { settings, random } = drawn(seed);
        assert.deepEqual(adjustTo({})(settings, random), settings);
      }),
    );
  });

  it("are met, and leave the rest as drawn", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { settings, random } = drawn(seed);
        const needs = { servers: [2, 4], options: { preVote: true }, profiles: [5] };
        const adjusted = adjustTo(needs)(settings, random);
        assert.ok([2, 4].includes(adjusted.servers.length));
        assert.equal(adjusted.slowDisks.length, adjusted.servers.length);
        assert.deepEqual(adjusted.options, { ...settings.options, preVote: true });
        assert.equal(adjusted.profile, 5);
      }),
    );
  });

  it("make most disks slow where slow disks are needed, not all", () => {
    const disks = Array.from({ length: 200 }, (_, seed) => {
      const { settings, random } = drawn(seed);
      return adjustTo({ slowDisks: true })(settings, random).slowDisks;
    }).flat();
    const slow = disks.filter(Boolean).length / disks.length;
    assert.ok(slow > 0.6 && slow < 0.8, `${slow}`);
  });
});
