import assert from "node:assert/strict";
import type { ClusterObserver } from "../../traces/format/index.js";
import { mutantOf } from "../mutants/index.js";
import { elect } from "./election-commands.js";
import { createRig, type Readings } from "./rig.js";
import { mutatedBoth, mutatedCore, plainSettings, rightReadings, startedRig } from "./testing/index.js";

/** Notes what it is shown: steps by their number, other events by their name. */
class Notes implements ClusterObserver {
  readonly seen: (number | string)[] = [];

  onStep({ step }: { readonly step: number }): void {
    this.seen.push(step);
  }
  onCrash(): void {
    this.seen.push("crash");
  }
  onNetwork(event: string): void {
    this.seen.push(event);
  }
  onLink(event: string): void {
    this.seen.push(event);
  }
}

/** Three servers that vote for whoever asks: s1 is elected by s3, then s2 too. */
function twoLeaders(readings: Readings, recorders: readonly ClusterObserver[] = []) {
  const rig = createRig(plainSettings(3), readings, recorders);
  rig.driver.startAll();
  elect(0, 0b100, false).run(rig.driver);
  elect(1, 0b100, false).run(rig.driver);
  return rig;
}

const votesAgain = mutantOf("V6").change;

describe("a rig", () => {
  it("finds nothing in right servers", () => {
    const { finding, lockstep } = twoLeaders(rightReadings);
    assert.equal(finding(), null);
    assert.ok((lockstep?.comparisons ?? 0) > 10);
  });

  it("runs the implementation alone if there is no chart", () => {
    const { finding, lockstep } = twoLeaders({ ...mutatedCore(votesAgain), chart: null });
    assert.equal(lockstep, null);
    assert.deepEqual([finding()?.kind, finding()?.property], ["violation", "oneVotePerTerm"]);
  });

  it("reports the first violation, or the first of a property that is watched", () => {
    const readings = mutatedBoth(votesAgain);
    const first = twoLeaders(readings).finding();
    const watched = twoLeaders({ ...readings, watch: ["electionSafety"] }).finding();
    assert.equal(first?.property, "oneVotePerTerm");
    assert.equal(watched?.property, "electionSafety");
    assert.ok(first.step < watched.step);
    assert.equal(twoLeaders({ ...readings, watch: ["logMatching"] }).finding(), null);
  });

  it("reports what came first: here the deviation, steps before the violation that is watched", () => {
    const readings = { ...mutatedCore(votesAgain), watch: ["electionSafety"] };
    const { finding, oracles, lockstep } = twoLeaders(readings);
    assert.equal(finding(), lockstep?.finding);
    assert.deepEqual([finding()?.kind, finding()?.property], ["deviation", "votedFor"]);
    const violation = oracles.allFindings.find(({ property }) => property === "electionSafety");
    assert.ok((violation?.step ?? 0) > (finding()?.step ?? 0));
  });

  it("reports the violation if a step brings both", () => {
    const { finding, oracles, lockstep } = twoLeaders(mutatedCore(votesAgain));
    assert.equal(oracles.finding?.step, lockstep?.finding?.step);
    assert.equal(finding(), oracles.finding);
  });

  it("shows recorders every event up to and including the one that brings the finding", () => {
    const notes = new Notes();
    const { finding, world } = twoLeaders(mutatedBoth(votesAgain), [notes]);
    const step = finding()?.step as number;
    assert.deepEqual(
      notes.seen,
      Array.from({ length: step }, (_, offset) => offset + 1),
    );
    assert.ok(world.steps > step);
  });

  it("shows recorders the crash that brings the finding, and nothing behind it", () => {
    // Term and vote written apart, the vote first: a crash between leaves two votes in one term.
    const notes = new Notes();
    const readings = mutatedBoth(mutantOf("V12").change);
    const { world, driver, finding } = createRig(plainSettings(3, {}, ["s3"]), readings, [notes]);
    driver.startAll();
    elect(0, 0b100, false).run(driver);
    driver.sync(2);
    driver.timeout(1, "election");
    driver.timeout(1, "election");
    driver.deliverNewest(1, 2, "requestVote");
    assert.equal(finding(), null);
    world.setLink(0, 1, true);
    world.crash(2, 1);
    assert.equal(finding()?.property, "oneVotePerTerm");
    world.start(2);
    world.setLink(0, 1, false);
    world.crash(0, 0);
    assert.deepEqual(notes.seen.slice(-3), [world.steps - 1, "cut", "crash"]);
  });

  it("shows recorders what happens to messages and links", () => {
    const notes = new Notes();
    const { world, driver } = startedRig(plainSettings(2), [notes]);
    driver.timeout(0, "election");
    const [envelope] = world.network.inFlight;
    assert.ok(envelope);
    world.duplicate(envelope);
    world.drop(envelope);
    world.setLink(0, 1, true);
    world.setLink(0, 1, false);
    assert.deepEqual(notes.seen, [1, 2, 3, 4, "duplicated", "dropped", "cut", "mended"]);
  });

  it("bounds the messages in flight: the oldest are lost", () => {
    const { world, driver } = startedRig(plainSettings(3));
    for (let round = 0; round < 30; round += 1) driver.timeout(0, "election");
    assert.equal(world.network.inFlight.length, 40);
    assert.equal(world.network.inFlight[0]?.message.term, 11);
  });
});
