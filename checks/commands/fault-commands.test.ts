import assert from "node:assert/strict";
import { elect } from "./election-commands.js";
import {
  crash,
  failWrite,
  heal,
  leaderTimeout,
  partition,
  restart,
  start,
  sync,
  timeout,
} from "./fault-commands.js";
import { plainSettings, startedRig } from "./testing/index.js";

describe("timeouts", () => {
  it("fire at any server that is live", () => {
    const { driver, world } = startedRig(plainSettings(2));
    timeout(1, "election").run(driver);
    assert.equal(driver.state(1).role, "candidate");
    assert.equal(timeout(2, "election").check(driver), false);
    world.crash(1, 0);
    assert.equal(timeout(1, "election").check(driver), false);
    assert.equal(timeout(0, "heartbeat").check(driver), true);
  });

  it("fire at a leader, the newest or the oldest", () => {
    const { driver, world } = startedRig(plainSettings(3, { checkQuorum: true }));
    assert.equal(leaderTimeout("newest", "heartbeat").check(driver), false);
    elect(0, 0b110, false).run(driver);
    world.setLink(1, 0, true);
    world.setLink(2, 0, true);
    elect(1, 0b100, true).run(driver);
    assert.deepEqual([driver.leader("oldest"), driver.leader("newest")], [0, 1]);
    assert.equal(leaderTimeout("oldest", "quorumCheck").check(driver), true);
    leaderTimeout("oldest", "quorumCheck").run(driver);
    assert.equal(driver.state(0).role, "follower");
    const inFlight = world.network.inFlight.length;
    leaderTimeout("newest", "heartbeat").run(driver);
    assert.equal(world.network.inFlight.length, inFlight + 2);
  });

  it("say which and where", () => {
    assert.equal(`${timeout(1, "leaderContact")}`, "leaderContact timeout at s2");
    assert.equal(`${leaderTimeout("oldest", "heartbeat")}`, "heartbeat timeout at the oldest leader");
  });
});

describe("restart, crash and start", () => {
  it("lose memory and keep the first unsynced records", () => {
    for (const [kept, term] of [
      [0, 0],
      [1, 1],
      [9, 1],
    ] as const) {
      const { driver } = startedRig(plainSettings(3, {}, ["s1"]));
      driver.timeout(0, "election");
      restart(0, kept).run(driver);
      assert.deepEqual([driver.state(0).role, driver.state(0).currentTerm], ["follower", term]);
    }
  });

  it("need a server that is up, or one that is down", () => {
    const { driver, world } = startedRig(plainSettings(3));
    assert.equal(start().check(driver), false);
    crash(1, 0).run(driver);
    crash(2, 0).run(driver);
    for (const command of [crash(1, 0), restart(1, 0), crash(3, 0), restart(3, 0)]) {
      assert.equal(command.check(driver), false, `${command}`);
    }
    assert.equal(restart(0, 0).check(driver), true);
    assert.equal(start().check(driver), true);
    start().run(driver);
    assert.deepEqual([world.isUp(1), world.isUp(2)], [true, false]);
  });

  it("restart a server that stopped itself", () => {
    const { driver, world } = startedRig(plainSettings(2, {}, ["s1"]));
    driver.timeout(0, "election");
    failWrite(0).run(driver);
    assert.equal(driver.isLive(0), false);
    assert.equal(restart(0, 0).check(driver), true);
    restart(0, 0).run(driver);
    assert.equal(driver.isLive(0), true);
    assert.equal(world.steps, 5);
  });

  it("say where, and what survives", () => {
    assert.equal(`${restart(0, 2)}`, "restart s1, keeping 2 unsynced records");
    assert.equal(`${crash(1, 0)}`, "crash s2, keeping 0 unsynced records");
    assert.equal(`${start()}`, "start the first server that is down");
  });
});

describe("partition and heal", () => {
  it("cut what leaves the group and what enters it, or what leaves it only", () => {
    const { driver, world } = startedRig(plainSettings(3));
    const cutLinks = (): string[] => {
      const links: string[] = [];
      for (let from = 0; from < 3; from += 1) {
        for (let to = 0; to < 3; to += 1) if (world.network.isCut(from, to)) links.push(`${from}>${to}`);
      }
      return links;
    };
    partition(0b010, false).run(driver);
    assert.deepEqual(cutLinks(), ["0>1", "1>0", "1>2", "2>1"]);
    partition(0b100, true).run(driver);
    assert.deepEqual(cutLinks(), ["2>0", "2>1"], "one partition takes the place of another");
    assert.equal(heal().check(driver), true);
    heal().run(driver);
    assert.deepEqual(cutLinks(), []);
    assert.equal(heal().check(driver), false);
  });

  it("need a group that is neither empty nor everyone", () => {
    const { driver } = startedRig(plainSettings(3));
    for (const [group, isOne] of [
      [0b000, false],
      [0b111, false],
      [0b001, true],
      [0b1000, false],
      [0b1111, false],
      [0b1011, true],
    ] as const) {
      assert.equal(partition(group, false).check(driver), isOne, group.toString(2));
    }
  });

  it("say who is cut off", () => {
    assert.equal(`${partition(0b101, false)}`, "partition s1 s3");
    assert.equal(`${partition(0b010, true)}`, "partition s2, what they send");
    assert.equal(`${heal()}`, "heal the network");
  });
});

describe("sync and failWrite", () => {
  it("act on the first server from theirs on that has a write outstanding", () => {
    const { driver, world } = startedRig(plainSettings(3, {}, ["s1", "s2", "s3"]));
    assert.equal(sync(2, true).check(driver), false);
    assert.equal(failWrite(2).check(driver), false);
    driver.timeout(1, "election");
    driver.timeout(1, "election");
    assert.equal(sync(2, false).check(driver), true);
    sync(2, false).run(driver);
    assert.equal(world.disks[1]?.outstanding.length, 1);
    driver.timeout(0, "election");
    sync(2, true).run(driver);
    assert.deepEqual([world.hasOutstandingWrite(0), world.hasOutstandingWrite(1)], [false, true]);
    assert.equal(failWrite(2).check(driver), true);
    failWrite(2).run(driver);
    assert.equal(driver.state(1).role, "stopped");
    assert.equal(failWrite(2).check(driver), false);
  });

  it("complete all writes of a server or the oldest", () => {
    const { driver, world } = startedRig(plainSettings(2, {}, ["s1"]));
    driver.timeout(0, "election");
    driver.timeout(0, "election");
    sync(0, true).run(driver);
    assert.equal(world.hasOutstandingWrite(0), false);
  });

  it("say what and where", () => {
    assert.equal(`${sync(0, true)}`, "sync all writes of s1 or the next with one");
    assert.equal(`${sync(1, false)}`, "sync the oldest write of s2 or the next with one");
    assert.equal(`${failWrite(0)}`, "fail the oldest write of s1 or the next with one");
  });
});
