import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { ClusterObserver } from "../../traces/format/index.js";
import { timeout } from "./fault-commands.js";
import { createRig, type Readings } from "./rig.js";
import { drawSettings } from "./settings.js";
import { CommandTally, carryOut, runSoakHistory } from "./soak-history.js";
import {
  coreAlone,
  drawsOf,
  mutatedCore,
  plainSettings,
  rightReadings,
  startedRig,
} from "./testing/index.js";

/** Everything that a history showed its observers, in a few letters. */
class Digest implements ClusterObserver {
  readonly #hash = createHash("sha256");

  onStep(event: unknown): void {
    this.#add("step", event);
  }
  onCrash(...crash: readonly number[]): void {
    this.#add("crash", crash);
  }
  onNetwork(...network: readonly unknown[]): void {
    this.#add("network", network);
  }
  onLink(...link: readonly unknown[]): void {
    this.#add("link", link);
  }
  text(): string {
    return this.#hash.digest("hex");
  }
  #add(what: string, happened: unknown): void {
    this.#hash.update(`${what} ${JSON.stringify(happened)}\n`);
  }
}

const commands = 60;

/** History `history` of the stream `seed`, up to `commands` long. */
function run(seed: string, history: number, readings: Readings, recorders: readonly ClusterObserver[] = []) {
  const draw = drawsOf(`${seed}/${history}`);
  const tally = new CommandTally();
  const rig = createRig(drawSettings(draw), readings, recorders);
  runSoakHistory(rig, draw, commands, tally);
  return { tally, rig };
}

function digestOf(history: number): string {
  const digest = new Digest();
  run("same", history, rightReadings, [digest]);
  return digest.text();
}

describe("a soak history", () => {
  it("is the same, to the last event, for the same draws", () => {
    const digests = new Set<string>();
    for (let history = 0; history < 15; history += 1) {
      const digest = digestOf(history);
      assert.equal(digestOf(history), digest, `history ${history}`);
      digests.add(digest);
    }
    assert.equal(digests.size, 15);
  });

  it("holds for right servers, and is made of commands that mostly have something to act on", () => {
    const kinds = new Set<string>();
    const lengths: number[] = [];
    let skipped = 0;
    for (let history = 0; history < 250; history += 1) {
      const { tally, rig } = run("share", history, coreAlone);
      assert.equal(rig.finding(), null);
      assert.equal(tally.effective + tally.skipped, commands);
      assert.equal(rig.world.command, commands);
      skipped += tally.skipped;
      lengths.push(tally.effective);
      for (const kind of Object.keys(tally.byKind)) kinds.add(kind);
    }
    const effective = lengths.reduce((sum, length) => sum + length, 0);
    const share = effective / (effective + skipped);
    assert.ok(share >= 0.6, `${(share * 100).toFixed(1)} % of the commands had something to act on`);
    assert.equal(kinds.size, 15, "every kind of command was carried out");
    const routine = lengths.filter((length) => length >= 25).length / lengths.length;
    assert.ok(routine >= 0.75, `${(routine * 100).toFixed(1)} % of the histories have 25 commands or more`);
  });

  it("ends with the command that brings a finding", () => {
    const rig = createRig(
      plainSettings(3),
      mutatedCore(() => ({ isUpToDate: () => false })),
    );
    const tally = new CommandTally();
    runSoakHistory(rig, drawsOf("found"), 1000, tally);
    assert.equal(rig.finding()?.kind, "deviation");
    assert.ok(rig.world.command < 1000);
    assert.equal(tally.effective + tally.skipped, rig.world.command);
  });
});

describe("carryOut", () => {
  it("numbers and counts commands, those without effect apart", () => {
    const { driver, world } = startedRig(plainSettings(2));
    const tally = new CommandTally();
    carryOut(driver, timeout(0, "election"), tally);
    carryOut(driver, timeout(5, "election"), tally);
    carryOut(driver, timeout(1, "heartbeat"), tally);
    assert.equal(world.command, 3);
    assert.deepEqual([tally.effective, tally.skipped], [2, 1]);
    assert.deepEqual(tally.byKind, { timeout: 2 });
    assert.equal(driver.state(0).role, "candidate");
  });
});
