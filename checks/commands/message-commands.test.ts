import assert from "node:assert/strict";
import { elect } from "./election-commands.js";
import { again, anyone, deliver, deliverAll, drop } from "./message-commands.js";
import { plainSettings, startedRig } from "./testing/index.js";

/** Three servers; s1 is a candidate for the second time, so that four requests are in flight. */
function twiceCandidate() {
  const rig = startedRig(plainSettings(3));
  rig.driver.timeout(0, "election");
  rig.driver.timeout(0, "election");
  return rig;
}

describe("deliver", () => {
  it("brings the oldest or the newest message", () => {
    const old = twiceCandidate();
    deliver(1, "request", "oldest").run(old.driver);
    assert.equal(old.driver.state(1).currentTerm, 1);
    const late = twiceCandidate();
    deliver(1, "request", "newest").run(late.driver);
    assert.equal(late.driver.state(1).currentTerm, 2);
  });

  it("brings it to anyone, if no receiver is named", () => {
    const { driver } = twiceCandidate();
    deliver(anyone, "vote", "newest").run(driver);
    assert.deepEqual([driver.state(1).currentTerm, driver.state(2).currentTerm], [0, 2]);
  });

  it("looks at messages of its family that can arrive", () => {
    const { driver, world } = twiceCandidate();
    assert.equal(deliver(1, "vote", "oldest").check(driver), true);
    for (const family of ["answer", "append"] as const) {
      assert.equal(deliver(1, family, "oldest").check(driver), false);
      assert.equal(deliver(anyone, family, "newest").check(driver), false);
    }
    assert.equal(deliver(0, "request", "oldest").check(driver), false);
    world.setLink(0, 1, true);
    assert.equal(deliver(1, "request", "oldest").check(driver), false);
    world.crash(2, 0);
    assert.equal(deliver(anyone, "request", "oldest").check(driver), false);
  });

  it("says what is brought", () => {
    assert.equal(`${deliver(1, "answer", "newest")}`, "deliver newest answer to s2");
    assert.equal(`${deliver(anyone, "vote", "oldest")}`, "deliver oldest vote to anyone");
  });
});

describe("again", () => {
  it("brings a copy of what was last delivered on a link, and can do so repeatedly", () => {
    const { driver, world, finding } = startedRig(plainSettings(3));
    const command = again(0, 1);
    driver.timeout(0, "election");
    assert.equal(command.check(driver), false);
    driver.deliverNewest(0, 1, "requestVote");
    const before = world.steps;
    for (const copy of [1, 2]) {
      assert.equal(command.check(driver), true);
      command.run(driver);
      assert.equal(world.steps, before + copy);
    }
    assert.equal(world.network.inFlight.filter(({ from }) => from === 1).length, 3);
    assert.equal(finding(), null);
  });

  it("needs two servers of the cluster, and a way between them", () => {
    const { driver, world } = startedRig(plainSettings(3));
    elect(0, 0b010, false).run(driver);
    assert.equal(again(0, 1).check(driver), true);
    assert.equal(again(0, 2).check(driver), false);
    assert.equal(again(3, 1).check(driver), false);
    assert.equal(again(1, 3).check(driver), false);
    world.setLink(0, 1, true);
    assert.equal(again(0, 1).check(driver), false);
  });

  it("says which link is meant", () => {
    assert.equal(`${again(0, 1)}`, "deliver again what s1 last told s2");
  });
});

describe("drop", () => {
  it("takes one message out of flight, unseen", () => {
    const { driver, world } = twiceCandidate();
    const steps = world.steps;
    drop(2, "request", "oldest").run(driver);
    assert.deepEqual(
      world.network.inFlight.map(({ to, message }) => [to, message.term]),
      [
        [1, 1],
        [1, 2],
        [2, 2],
      ],
    );
    assert.equal(world.steps, steps);
    assert.equal(drop(2, "append", "oldest").check(driver), false);
    assert.equal(drop(2, "vote", "oldest").check(driver), true);
  });

  it("says what is lost", () => {
    assert.equal(`${drop(anyone, "append", "newest")}`, "lose newest append to anyone");
    assert.equal(`${drop(0, "vote", "oldest")}`, "lose oldest vote to s1");
  });
});

describe("deliverAll", () => {
  it("delivers in the order of sending, answers included, until nothing can arrive", () => {
    const { driver, world } = startedRig(plainSettings(3));
    driver.timeout(0, "election");
    deliverAll(100).run(driver);
    assert.equal(driver.state(0).role, "leader");
    assert.equal(driver.state(2).leader, "s1");
    assert.equal(world.network.inFlight.length, 0);
    assert.equal(deliverAll(1).check(driver), false);
  });

  it("stops at its limit", () => {
    const { driver, world } = twiceCandidate();
    deliverAll(3).run(driver);
    assert.equal(driver.state(2).currentTerm, 1);
    assert.equal(world.network.inFlight.length, 4);
  });

  it("passes over what cannot arrive", () => {
    const { driver, world } = twiceCandidate();
    world.setLink(0, 1, true);
    assert.equal(deliverAll(9).check(driver), true);
    deliverAll(9).run(driver);
    assert.equal(driver.state(1).currentTerm, 0);
    assert.equal(deliverAll(9).check(driver), false);
  });

  it("says how much at most", () => {
    assert.equal(`${deliverAll(3)}`, "deliver up to 3 messages in order");
  });
});
