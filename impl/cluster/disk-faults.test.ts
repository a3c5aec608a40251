import assert from "node:assert/strict";
import type { StorageRecord } from "../../traces/format/index.js";
import { DiskFaults } from "./disk-faults.js";
import type { CrashPlan, DiskPlan } from "./fault-plan.js";
import { healedSync } from "./liveness.js";
import { Random } from "./random.js";
import { SimulatedDisk } from "./simulated-disk.js";

const disks: DiskPlan = { syncMost: 1000, slowPerMille: 100, slowMost: 90_000, failurePerTenThousand: 2000 };
const crashes: CrashPlan = {
  intervalMost: 1,
  downtimeMost: 1,
  keeps: ["prefix"],
  inWritePerMille: 20,
  powerFailurePerMille: 0,
};
const record: StorageRecord = { kind: "hardState", currentTerm: 1, votedFor: null };

const createFaults = (keeps: CrashPlan["keeps"] = crashes.keeps) =>
  new DiskFaults(disks, { ...crashes, keeps }, 2, new Random("disks"));

/** A disk with writes of two records and of one. */
function createDisk(): SimulatedDisk {
  const disk = new SimulatedDisk();
  disk.write(1, [record, record]);
  disk.write(2, [record]);
  return disk;
}

const repeat = <Result>(draw: () => Result) => Array.from({ length: 400 }, draw);

describe("disk faults", () => {
  it("syncs the writes of a server in order, each disk by itself", () => {
    const faults = createFaults();
    const done = Array.from({ length: 200 }, (_, now) => faults.drawSync(0, now));
    assert.ok(done.every((time, now) => time > now && (now === 0 || time >= (done[now - 1] as number))));
    assert.ok(Math.max(...done) > 1000, "some are slow, and those behind them wait");
    assert.ok(faults.drawSync(1, 0) <= 90_000);
  });

  it("does not wait after a crash for writes that are gone", () => {
    const faults = createFaults();
    const latest = Math.max(...repeat(() => faults.drawSync(0, 0)));
    faults.drawTail(0, createDisk());
    faults.heal();
    assert.ok(faults.drawSync(0, 0) <= healedSync && latest > healedSync);
  });

  it("lets writes fail, and servers crash while they write, until healed", () => {
    const faults = createFaults();
    const failed = repeat(() => faults.drawFailure()).filter(Boolean).length;
    assert.ok(failed > 40 && failed < 120, `${failed} of 400`);
    const times = repeat(() => faults.drawCrash(50, 60, 1)).filter((time) => time !== null);
    const tearing = repeat(() => faults.drawCrash(50, 60, 2)).filter((time) => time !== null);
    assert.ok(times.length > 0 && tearing.length > 3 * times.length);
    assert.ok([...times, ...tearing].every((time) => time >= 50 && time <= 60));
    faults.heal();
    assert.ok(repeat(() => faults.drawFailure()).every((fails) => !fails));
    assert.ok(repeat(() => faults.drawCrash(50, 60, 2)).every((time) => time === null));
  });

  it("leaves of an unsynced tail what the plan says", () => {
    assert.deepEqual(createFaults(["nothing"]).drawTail(0, createDisk()), { kept: 0, torn: false });
    assert.deepEqual(createFaults(["everything"]).drawTail(0, createDisk()), { kept: 3, torn: false });
    const faults = createFaults(["prefix"]);
    const tails = repeat(() => faults.drawTail(0, createDisk()));
    assert.deepEqual([...new Set(tails.map(({ kept }) => kept))].sort(), [0, 1, 2, 3]);
    // Only a cut behind the first of three records goes through a write.
    assert.ok(tails.every(({ kept, torn }) => torn === (kept === 1)));
  });
});
