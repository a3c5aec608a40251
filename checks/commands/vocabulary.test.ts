import assert from "node:assert/strict";
import { withDisksKeepingUp } from "./command.js";
import { timeout } from "./fault-commands.js";
import { drawsOf, plainSettings, startedRig } from "./testing/index.js";
import { Deck, deckFor, type Mix, mixFor, profiles, type RowName, rowNames, rows } from "./vocabulary.js";

/** All commands that a row can make for a cluster of this size, as written; at most so many. */
function texts(name: RowName, size: number, most = 500): Set<string> {
  const row = rows[name];
  const draw = drawsOf(name);
  const zeros = row.bounds(size).map(() => 0);
  const made = new Set([`${row.make(zeros)}`]);
  for (let count = 0; count < most; count += 1) made.add(`${row.make(row.bounds(size).map(draw))}`);
  return made;
}

describe("the rows of the vocabulary", () => {
  it("make a command of whatever numbers are within bounds", () => {
    for (const name of rowNames) {
      for (let size = 1; size <= 7; size += 1) {
        const { bounds, make } = rows[name];
        const most = bounds(size).map((bound) => bound - 1);
        assert.ok(
          most.every((number) => number >= 0),
          name,
        );
        assert.match(`${make(most)}`, /^[a-z]+/, name);
        for (const text of texts(name, size, 20)) assert.doesNotMatch(text, /undefined|NaN/, name);
      }
    }
  });

  it("name no server that is not there", () => {
    for (const name of rowNames) {
      for (const text of texts(name, 3)) assert.doesNotMatch(text, /s[4-9]/, `${name}: ${text}`);
    }
  });

  it("make the simplest command of zeros", () => {
    const simplest = Object.fromEntries(
      rowNames.map((name) => [name, `${rows[name].make(rows[name].bounds(3).map(() => 0))}`]),
    );
    assert.deepEqual(simplest, {
      elect: "elect s1, or the next that can stand, by nobody",
      propose: 'propose "a" at the newest leader',
      proposeAt: 'propose "a" at s1',
      replicate: "replicate newest append of the newest leader to follower 1 behind it, 1 rounds",
      deliver: "deliver oldest request to anyone",
      again: "deliver again what s1 last told s1",
      deliverAll: "deliver up to 1 messages in order",
      drop: "lose oldest request to anyone",
      timeout: "election timeout at s1",
      leaderTimeout: "heartbeat timeout at the newest leader",
      restart: "restart s1, keeping 0 unsynced records",
      crash: "crash s1, keeping 0 unsynced records",
      start: "start the first server that is down",
      partition: "partition nobody",
      heal: "heal the network",
      sync: "sync all writes of s1 or the next with one",
      failWrite: "fail the oldest write of s1 or the next with one",
    });
  });

  it("reach every variant", () => {
    assert.equal(texts("timeout", 3).size, 12);
    assert.equal(texts("deliver", 2).size, 24);
    assert.equal(texts("partition", 3).size, 16);
    assert.equal(texts("sync", 3).size, 6);
    assert.equal(texts("leaderTimeout", 3).size, 4);
    assert.equal(texts("deliverAll", 3).size, 12);
  });
});

describe("withDisksKeepingUp", () => {
  it("completes the writes of slow disks while the command runs, and only then", () => {
    const { driver, world } = startedRig(plainSettings(3, {}, ["s1"]));
    const command = withDisksKeepingUp(timeout(0, "election"));
    assert.equal(command.kind, "timeout");
    assert.equal(command.check(driver), true);
    command.run(driver);
    assert.equal(world.hasOutstandingWrite(0), false);
    timeout(0, "election").run(driver);
    assert.equal(world.hasOutstandingWrite(0), true);
    assert.equal(`${command}`, "election timeout at s1 (disks keep up)");
    world.crash(0, 0);
    assert.equal(command.check(driver), false);
  });
});

describe("a deck", () => {
  /** How often each row is drawn, told by what its commands are called. */
  function frequencies(mix: Mix, draws: number): { readonly [kind: string]: number } {
    const deck = new Deck(mix);
    const draw = drawsOf("deck");
    const counts: { [kind: string]: number } = {};
    for (let count = 0; count < draws; count += 1) {
      const { kind } = deck.draw(draw, 3);
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return counts;
  }

  it("draws each row as often as its weight says, and none without weight", () => {
    const counts = frequencies({ elect: 1, propose: 3, crash: 0, heal: 6 }, 10_000);
    assert.deepEqual(Object.keys(counts).sort(), ["elect", "heal", "propose"]);
    for (const [kind, share] of [
      ["elect", 0.1],
      ["propose", 0.3],
      ["heal", 0.6],
    ] as const) {
      assert.ok(Math.abs((counts[kind] ?? 0) / 10_000 - share) < 0.02, `${kind}: ${counts[kind]}`);
    }
  });

  it("draws first the row, then its numbers", () => {
    const bounds: number[] = [];
    const draw = (bound: number): number => {
      bounds.push(bound);
      return bound - 1;
    };
    const command = new Deck({ elect: 2, partition: 3 }).draw(draw, 3);
    assert.equal(`${command}`, "partition s1 s2 s3, what they send");
    assert.deepEqual(bounds, [5, 8, 3]);
  });
});

describe("the mix for given settings", () => {
  const namesIn = (mix: Mix): RowName[] => rowNames.filter((name) => (mix[name] ?? 0) > 0);

  it("is the profile's, as long as everything in it can act", () => {
    for (const [profile, mix] of profiles.entries()) {
      const settings = { ...plainSettings(3, {}, ["s1"]), profile };
      assert.deepEqual(namesIn(mixFor(settings)), namesIn(mix));
    }
  });

  it("leaves out what needs a slow disk where there is none", () => {
    const names = namesIn(mixFor(plainSettings(3)));
    assert.ok(!names.includes("sync") && !names.includes("failWrite"));
    assert.ok(names.includes("replicate"));
  });

  it("leaves out what needs other servers where there are none", () => {
    assert.deepEqual(namesIn(mixFor(plainSettings(1))), [
      "elect",
      "propose",
      "proposeAt",
      "timeout",
      "leaderTimeout",
      "restart",
      "crash",
      "start",
    ]);
  });

  it("has some profile for every row", () => {
    assert.deepEqual(new Set(profiles.flatMap(namesIn)), new Set(rowNames));
  });

  it("is made into a deck once", () => {
    assert.equal(deckFor(plainSettings(3)), deckFor(plainSettings(5, { preVote: true })));
    assert.notEqual(deckFor(plainSettings(3)), deckFor(plainSettings(1)));
    assert.notEqual(deckFor(plainSettings(3)), deckFor(plainSettings(3, {}, ["s2"])));
    assert.notEqual(deckFor(plainSettings(3)), deckFor({ ...plainSettings(3), profile: 1 }));
  });
});
