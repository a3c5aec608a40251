import assert from "node:assert/strict";
import { drawSettings, type HistorySettings } from "./settings.js";
import { drawsOf } from "./testing/index.js";
import { profiles } from "./vocabulary.js";

/** Settings and the bounds that were drawn for them. */
function drawn(draw: (bound: number) => number): { settings: HistorySettings; bounds: number[] } {
  const bounds: number[] = [];
  const settings = drawSettings((bound) => {
    bounds.push(bound);
    return draw(bound);
  });
  return { settings, bounds };
}

describe("drawSettings", () => {
  const many = Array.from({ length: 3000 }, (_, history) => drawSettings(drawsOf(`settings/${history}`)));
  const valuesOf = (read: (settings: HistorySettings) => unknown): Set<unknown> => new Set(many.map(read));

  it("asks for the same numbers whatever they turn out to be", () => {
    const { bounds } = drawn(() => 0);
    assert.deepEqual(drawn((bound) => bound - 1).bounds, bounds);
    assert.equal(bounds.at(-1), profiles.length);
    assert.ok(bounds.every((bound) => bound > 1));
  });

  it("gives the simplest settings for zeros", () => {
    assert.deepEqual(drawn(() => 0).settings, {
      servers: ["s1", "s2", "s3"],
      options: {
        preVote: false,
        checkQuorum: false,
        noOp: false,
        maxEntriesPerMessage: 64,
        maxInFlightEntries: 64,
        maxInFlightBytes: 65_536,
        maxUncommittedBytes: 65_536,
      },
      slowDisks: [false, false, false],
      profile: 0,
    });
  });

  it("draws every size from 1 to 7, and 3 more often than any other", () => {
    const sizes = Array.from(
      { length: 8 },
      (_, size) => many.filter((one) => one.servers.length === size).length,
    );
    assert.equal(sizes[0], 0);
    for (const [size, count] of sizes.entries()) {
      if (size === 0) continue;
      assert.ok(count > 100, `size ${size} was drawn ${count} times`);
      assert.ok(size === 3 || count < (sizes[3] as number) / 2, `size ${size} was drawn ${count} times`);
    }
  });

  it("draws every value of every option", () => {
    for (const name of ["preVote", "checkQuorum", "noOp"] as const) {
      assert.equal(valuesOf(({ options }) => options[name]).size, 2, name);
    }
    assert.deepEqual(
      valuesOf(({ options }) => options.maxEntriesPerMessage),
      new Set([64, 1, 2, 3]),
    );
    assert.deepEqual(
      valuesOf(({ options }) => options.maxInFlightEntries),
      new Set([64, 1, 2, 4]),
    );
    assert.deepEqual(
      valuesOf(({ options }) => options.maxInFlightBytes),
      new Set([65_536, 2, 6]),
    );
    assert.deepEqual(
      valuesOf(({ options }) => options.maxUncommittedBytes),
      new Set([65_536, 3, 8]),
    );
    assert.equal(valuesOf(({ profile }) => profile).size, profiles.length);
  });

  it("gives a part of the histories slow disks: any server, seldom all", () => {
    const slow = many.filter(({ slowDisks }) => slowDisks.includes(true));
    assert.ok(slow.length > many.length / 5 && slow.length < many.length / 2, `${slow.length}`);
    for (let server = 0; server < 7; server += 1) {
      assert.ok(slow.some(({ slowDisks }) => slowDisks[server]));
      assert.ok(slow.some(({ slowDisks }) => slowDisks[server] === false));
    }
    for (const { servers, slowDisks } of many) assert.equal(slowDisks.length, servers.length);
  });
});
