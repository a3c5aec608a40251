import assert from "node:assert/strict";
import fc from "fast-check";
import type { Entry, StorageRecord } from "../../traces/format/index.js";
import { SimulatedDisk } from "./simulated-disk.js";

const noop = (term: number): Entry => ({ kind: "noop", term });
const append = (index: number, term: number): StorageRecord => ({ kind: "append", index, entry: noop(term) });
const hardState = (currentTerm: number, votedFor: string | null): StorageRecord => ({
  kind: "hardState",
  currentTerm,
  votedFor,
});

/** What a reader finds. */
const contents = ({ currentTerm, votedFor, entries }: SimulatedDisk) => ({
  currentTerm,
  votedFor,
  entries: [...entries],
});

/** Any sequence of writes, each of any records. */
const anyWrites = fc.array(
  fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant("hardState" as const),
        currentTerm: fc.nat(9),
        votedFor: fc.constant("s1"),
      }),
      fc.record({ kind: fc.constant("truncate" as const), from: fc.integer({ min: 1, max: 5 }) }),
      fc
        .record({ index: fc.integer({ min: 1, max: 5 }), term: fc.nat(9) })
        .map(({ index, term }) => append(index, term)),
    ),
    { minLength: 1, maxLength: 4 },
  ),
  { maxLength: 5 },
);

describe("simulated disk", () => {
  it("holds nothing of a write before it completes, all of it after", () => {
    const disk = new SimulatedDisk();
    disk.write(1, [hardState(2, "s3"), append(1, 2)]);
    disk.write(2, [append(2, 2)]);
    assert.deepEqual(contents(disk), { currentTerm: 0, votedFor: null, entries: [] });
    assert.equal(disk.unsyncedRecords(), 3);
    assert.equal(disk.complete().id, 1);
    assert.deepEqual(contents(disk), { currentTerm: 2, votedFor: "s3", entries: [noop(2)] });
    assert.equal(disk.unsyncedRecords(), 1);
    assert.equal(disk.complete().id, 2);
    assert.throws(() => disk.complete(), /outstanding/);
  });

  it("cuts the log where a truncation or a second entry of an index says", () => {
    const disk = new SimulatedDisk();
    disk.write(1, [append(1, 1), append(2, 1), append(3, 1), { kind: "truncate", from: 2 }, append(2, 4)]);
    disk.complete();
    assert.deepEqual(disk.log(), { baseIndex: 0, baseTerm: 0, entries: [noop(1), noop(4)] });
    disk.write(2, [append(1, 5)]);
    disk.complete();
    assert.deepEqual(disk.entries, [noop(5)]);
  });

  it("keeps on a crash what a disk holds that was given just the first records", () => {
    fc.assert(
      fc.property(anyWrites, fc.nat(20), (writes, kept) => {
        const crashed = new SimulatedDisk();
        for (const [offset, records] of writes.entries()) crashed.write(offset + 1, records);
        crashed.crash(kept);
        const expected = new SimulatedDisk();
        expected.write(1, writes.flat().slice(0, kept));
        expected.complete();
        assert.deepEqual(contents(crashed), contents(expected));
        assert.equal(crashed.outstanding.length, 0);
      }),
    );
  });

  it("gives a reader a log of his own", () => {
    const disk = new SimulatedDisk();
    disk.write(1, [append(1, 1)]);
    disk.complete();
    const { entries } = disk.log();
    disk.write(2, [append(2, 1)]);
    disk.complete();
    assert.equal(entries.length, 1);
  });

  it("is empty after a reset", () => {
    const disk = new SimulatedDisk();
    disk.write(1, [hardState(2, "s3"), append(1, 2)]);
    disk.complete();
    disk.write(2, [append(2, 2)]);
    disk.reset();
    assert.deepEqual(contents(disk), { currentTerm: 0, votedFor: null, entries: [] });
    assert.equal(disk.unsyncedRecords(), 0);
  });
});
