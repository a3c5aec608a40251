import assert from "node:assert/strict";
import type { Driver } from "./driver.js";
import { plainSettings, startedRig } from "./testing/index.js";

/** Elects a server by answers from all. */
function lead(driver: Driver, server: number): void {
  driver.timeout(server, "election");
  for (let voter = 0; voter < driver.size; voter += 1) {
    driver.exchange(server, voter, "requestVote", "requestVoteResponse");
  }
}

describe("Driver", () => {
  it("starts every server", () => {
    const { driver } = startedRig(plainSettings(3));
    assert.deepEqual(
      [0, 1, 2].map((server) => driver.isLive(server)),
      [true, true, true],
    );
  });

  it("completes the writes of fast disks at once, those of slow ones on request", () => {
    const { driver, world } = startedRig(plainSettings(3, {}, ["s2"]));
    driver.timeout(0, "election");
    driver.timeout(1, "election");
    assert.equal(world.hasOutstandingWrite(0), false);
    assert.equal(world.hasOutstandingWrite(1), true);
    driver.settle(1);
    assert.equal(world.hasOutstandingWrite(1), true);
    driver.disksKeepUp = true;
    driver.settle(1);
    assert.equal(world.hasOutstandingWrite(1), false);
  });

  it("completes all writes of a server in one sync", () => {
    const { driver, world } = startedRig(plainSettings(2, {}, ["s1"]));
    driver.timeout(0, "election");
    driver.timeout(0, "election");
    assert.equal(world.disks[0]?.outstanding.length, 2);
    driver.sync(0);
    assert.equal(world.disks[0]?.outstanding.length, 0);
    assert.equal(driver.state(0).durable.currentTerm, 2);
  });

  it("finds no leader where there is none, and the newest and the oldest where there are two", () => {
    const { driver, world } = startedRig(plainSettings(5));
    assert.equal(driver.leader("newest"), -1);
    lead(driver, 1);
    assert.equal(driver.leader("newest"), 1);
    // s2 does not hear that it was deposed.
    for (const other of [0, 2, 3, 4]) world.setLink(other, 1, true);
    driver.timeout(3, "election");
    for (const voter of [0, 2, 4]) driver.exchange(3, voter, "requestVote", "requestVoteResponse");
    assert.deepEqual([driver.leader("newest"), driver.leader("oldest")], [3, 1]);
    assert.deepEqual([driver.isLeader(1), driver.isLeader(2)], [true, false]);
  });

  it("delivers the newest message of a kind, if it can arrive", () => {
    const { driver, world } = startedRig(plainSettings(3));
    driver.timeout(0, "election");
    driver.timeout(0, "election");
    assert.equal(driver.deliverNewest(0, 1, "appendEntries"), false);
    world.setLink(0, 1, true);
    assert.equal(driver.deliverNewest(0, 1, "requestVote"), false);
    world.setLink(0, 1, false);
    assert.equal(driver.deliverNewest(0, 1, "requestVote"), true);
    assert.equal(driver.state(1).currentTerm, 2);
    world.crash(2, 0);
    assert.equal(driver.deliverNewest(0, 2, "requestVote"), false);
  });

  it("loses what it delivers to a server that is down", () => {
    const { driver, world } = startedRig(plainSettings(2));
    driver.timeout(0, "election");
    world.crash(1, 0);
    const [envelope] = world.network.inFlight;
    assert.ok(envelope);
    driver.deliver(envelope);
    assert.equal(world.network.inFlight.length, 0);
    assert.equal(driver.isLive(1), false);
  });

  it("does not call a server live that stopped itself", () => {
    const { driver, world } = startedRig(plainSettings(2, {}, ["s1"]));
    driver.timeout(0, "election");
    world.failWrite(0);
    assert.equal(world.isUp(0), true);
    assert.equal(driver.isLive(0), false);
    assert.equal(driver.canReach(1, 0), false);
  });
});
