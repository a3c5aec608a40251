import assert from "node:assert/strict";
import type { Driver } from "./driver.js";
import { elect } from "./election-commands.js";
import { propose, proposeAt, type Replication, replicate } from "./replication-commands.js";
import { plainSettings, startedRig } from "./testing/index.js";

const exchange: Replication = { pick: "newest", rounds: 1, answered: true };
const heartbeat: Replication = { pick: "heartbeat", rounds: 1, answered: true };

/** Three servers that s1 leads; its first appends are out of the way. */
function ledCluster() {
  const rig = startedRig(plainSettings(3));
  elect(0, 0b110, false).run(rig.driver);
  for (const envelope of [...rig.world.network.inFlight]) rig.driver.deliver(envelope);
  for (const envelope of [...rig.world.network.inFlight]) rig.driver.deliver(envelope);
  assert.deepEqual(rig.world.network.inFlight, []);
  return rig;
}

const logOf = (driver: Driver, server: number): string[] =>
  driver.state(server).log.entries.map((entry) => (entry.kind === "command" ? entry.command : entry.kind));

describe("propose", () => {
  it("needs a leader, and hands it a command", () => {
    const { driver } = startedRig(plainSettings(3));
    const command = propose("newest", "a");
    assert.equal(command.check(driver), false);
    elect(0, 0b110, false).run(driver);
    assert.equal(command.check(driver), true);
    command.run(driver);
    assert.deepEqual(logOf(driver, 0), ["a"]);
    assert.equal(driver.state(0).durable.lastIndex, 1);
  });

  it("can be made at a leader that was deposed unknowingly", () => {
    const { driver, world } = startedRig(plainSettings(3));
    elect(0, 0b110, false).run(driver);
    world.setLink(1, 0, true);
    world.setLink(2, 0, true);
    elect(1, 0b100, false).run(driver);
    propose("oldest", "old").run(driver);
    propose("newest", "new").run(driver);
    assert.deepEqual([logOf(driver, 0), logOf(driver, 1)], [["old"], ["new"]]);
  });

  it("can be made at any server that runs", () => {
    const { driver, world } = startedRig(plainSettings(2));
    assert.equal(proposeAt(1, "a").check(driver), true);
    proposeAt(1, "a").run(driver);
    assert.equal(world.proposals, 1);
    assert.deepEqual(logOf(driver, 1), []);
    assert.equal(proposeAt(2, "a").check(driver), false);
    world.crash(1, 0);
    assert.equal(proposeAt(1, "a").check(driver), false);
  });

  it("says what is proposed where", () => {
    assert.equal(`${propose("oldest", "dd")}`, 'propose "dd" at the oldest leader');
    assert.equal(`${proposeAt(1, "a")}`, 'propose "a" at s2');
  });
});

describe("replicate", () => {
  it("hands an append over and brings the answer back", () => {
    const { driver } = ledCluster();
    propose("newest", "a").run(driver);
    replicate("newest", 1, exchange).run(driver);
    assert.deepEqual([logOf(driver, 1), logOf(driver, 2)], [[], ["a"]]);
    assert.equal(driver.state(0).commitIndex, 1);
  });

  it("keeps the last answer in flight if told so", () => {
    const { driver, world } = ledCluster();
    propose("newest", "a").run(driver);
    replicate("newest", 0, { ...exchange, answered: false }).run(driver);
    assert.deepEqual(logOf(driver, 1), ["a"]);
    assert.equal(driver.state(0).commitIndex, 0);
    assert.equal(world.network.find(1, 0, "appendEntriesResponse", "oldest")?.from, 1);
  });

  it("picks the oldest or the newest append", () => {
    for (const pick of ["oldest", "newest"] as const) {
      const { driver } = ledCluster();
      propose("newest", "a").run(driver);
      propose("newest", "b").run(driver);
      replicate("newest", 0, { ...exchange, pick }).run(driver);
      assert.deepEqual(logOf(driver, 1), pick === "oldest" ? ["a"] : []);
    }
  });

  it("makes a heartbeat if there is nothing in flight, or if that is asked for", () => {
    const { driver } = ledCluster();
    propose("newest", "a").run(driver);
    replicate("newest", 0, exchange).run(driver);
    assert.equal(driver.state(1).commitIndex, 0);
    replicate("newest", 0, exchange).run(driver);
    assert.equal(driver.state(1).commitIndex, 1);
    propose("newest", "b").run(driver);
    replicate("newest", 1, exchange).run(driver);
    replicate("newest", 0, heartbeat).run(driver);
    assert.deepEqual(logOf(driver, 1), ["a"], "the heartbeat overtook the append and was refused");
  });

  it("goes on for some rounds while the follower catches up", () => {
    const { driver, world } = ledCluster();
    for (const text of ["a", "b", "c"]) propose("newest", text).run(driver);
    for (const envelope of [...world.network.inFlight]) world.drop(envelope);
    replicate("newest", 0, { ...heartbeat, rounds: 2 }).run(driver);
    assert.deepEqual(logOf(driver, 1), ["a", "b", "c"]);
  });

  it("ends when the answer cannot come back, or there is no more to hand over", () => {
    const { driver, world } = ledCluster();
    propose("newest", "a").run(driver);
    world.setLink(1, 0, true);
    replicate("newest", 0, { ...exchange, rounds: 3 }).run(driver);
    assert.equal(driver.state(0).matchIndex[1], 0);
    propose("newest", "b").run(driver);
    replicate("newest", 1, { ...exchange, rounds: 4 }).run(driver);
    assert.equal(driver.state(0).role, "leader");
  });

  it("ends when the leader is deposed by the answer", () => {
    const { driver } = ledCluster();
    driver.timeout(1, "election");
    replicate("newest", 0, { ...heartbeat, rounds: 4 }).run(driver);
    assert.equal(driver.state(0).role, "follower");
    assert.equal(driver.state(0).currentTerm, 2);
  });

  it("can be done while there is a leader that reaches the follower", () => {
    const { driver, world } = startedRig(plainSettings(3));
    const command = replicate("newest", 1, exchange);
    assert.equal(command.check(driver), false);
    elect(0, 0b110, false).run(driver);
    assert.equal(command.check(driver), true);
    assert.equal(replicate("newest", 2, exchange).check(driver), false);
    world.setLink(0, 2, true);
    assert.equal(command.check(driver), false);
    world.setLink(0, 2, false);
    world.crash(2, 0);
    assert.equal(command.check(driver), false);
  });

  it("says which append goes where", () => {
    assert.equal(
      `${replicate("oldest", 0, { pick: "heartbeat", rounds: 2, answered: false })}`,
      "replicate heartbeat append of the oldest leader to follower 1 behind it, 2 rounds, last answer held",
    );
    assert.equal(
      `${replicate("newest", 1, exchange)}`,
      "replicate newest append of the newest leader to follower 2 behind it, 1 rounds",
    );
  });
});
