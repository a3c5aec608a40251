import assert from "node:assert/strict";
import { elect, names } from "./election-commands.js";
import { plainSettings, startedRig } from "./testing/index.js";

const everyone = 0b1111111;

describe("elect", () => {
  it("makes a server leader that is given a majority", () => {
    const { driver, finding } = startedRig(plainSettings(5));
    elect(2, 0b00011, false).run(driver);
    assert.equal(driver.state(2).role, "leader");
    assert.deepEqual(driver.state(2).votesGranted, ["s3", "s1", "s2"]);
    assert.equal(finding(), null);
  });

  it("leaves a candidate whose requests to the others stay in flight", () => {
    const { driver, world } = startedRig(plainSettings(5));
    elect(2, 0b00001, false).run(driver);
    assert.equal(driver.state(2).role, "candidate");
    const receivers = world.network.inFlight.map(({ to }) => to);
    assert.deepEqual(receivers, [1, 3, 4]);
  });

  it("goes through the pre-vote first", () => {
    const { driver } = startedRig(plainSettings(3, { preVote: true }));
    elect(0, 0b010, false).run(driver);
    assert.deepEqual([driver.state(0).role, driver.state(0).currentTerm], ["leader", 1]);
    assert.equal(driver.state(1).votedFor, "s1");
  });

  it("is refused by those that hear from a leader, unless their contact is lost first", () => {
    const { driver } = startedRig(plainSettings(3, { checkQuorum: true }));
    elect(0, everyone, false).run(driver);
    driver.exchange(0, 1, "appendEntries", "appendEntriesResponse");
    assert.equal(driver.state(1).leaderContact, true);
    elect(2, 0b010, false).run(driver);
    assert.equal(driver.state(2).role, "candidate");
    elect(2, 0b010, true).run(driver);
    assert.equal(driver.state(2).role, "leader");
  });

  it("passes over servers that lead, are down or stopped, and needs one that can stand", () => {
    const { driver, world } = startedRig(plainSettings(3, {}, ["s3"]));
    elect(0, everyone, false).run(driver);
    assert.equal(driver.state(0).role, "leader");
    elect(0, 0, false).run(driver);
    assert.equal(driver.state(1).role, "candidate");
    world.crash(1, 0);
    elect(0, 0, false).run(driver);
    assert.equal(driver.state(2).role, "candidate");
    assert.equal(elect(1, everyone, false).check(driver), true);
    world.failWrite(2);
    assert.equal(elect(1, everyone, false).check(driver), false);
  });

  it("says who is elected by whom", () => {
    const text = "elect s3, or the next that can stand, by s1 s2";
    assert.equal(`${elect(2, 0b011, false)}`, text);
    assert.equal(`${elect(2, 0b011, true)}`, `${text} after contact is lost`);
    assert.equal(names(0), "nobody");
    assert.equal(names(0b1010000), "s5 s7");
  });
});
