import assert from "node:assert/strict";
import { control, SharedTable } from "./shared-table.js";

const lanesOf = (k: number): readonly [number, number] => [
  Math.imul(k, 0x9e3779b1),
  Math.imul(k ^ 0x5bd1e995, 0x85ebca6b),
];

const bytesOf = (table: SharedTable): number =>
  table.memory.reduce((sum, { byteLength }) => sum + byteLength, 0);

describe("SharedTable", () => {
  it("has room for four fifths of its slots", () => {
    assert.equal(SharedTable.empty(2 ** 15).room, 2 ** 15 * 0.8);
    assert.equal(bytesOf(SharedTable.empty(2 ** 15)), 8 * 2 ** 15);
  });

  it("grows a few segments at a time, and forgets nothing", () => {
    const table = SharedTable.empty(2 ** 14);
    const other = new SharedTable(table.memory);
    const shared = new Int32Array(new SharedArrayBuffer(4 * control.length));
    const { room } = table;
    let known = 0;
    const fillTo = (size: number): void => {
      for (; known < size; known += 1) {
        table.touch(...lanesOf(known));
        assert.equal(table.insert(...lanesOf(known)), true);
      }
      for (let k = 0; k < known; k += 1) assert.equal(other.insert(...lanesOf(k)), false);
    };
    fillTo(room);
    const firsts: number[] = [];
    while (table.room === room) {
      const growth = table.nextGrowth(3 * 2 ** 10);
      firsts.push(growth.first);
      Atomics.store(shared, control.moved, 0);
      table.grow(growth, shared);
      other.grow(growth, shared);
      fillTo(known + 10);
    }
    assert.deepEqual(firsts, [0, 3, 6, 9, 12, 15]);
    assert.equal(table.room, 2 * room);
    assert.equal(bytesOf(table), 16 * 2 ** 14);
    // And once more: all at once, as it is usual for a small table.
    fillTo(table.room);
    Atomics.store(shared, control.moved, 0);
    const growth = table.nextGrowth();
    assert.deepEqual([growth.first, growth.segments.length], [0, 16]);
    other.grow(growth, shared);
    table.grow(growth, shared);
    fillTo(known + 10);
  });

  it("keeps lanes of zero", () => {
    const table = SharedTable.empty(2 ** 14);
    for (const [low, high] of [
      [0, 5],
      [5, 0],
      [0, 0],
    ] as const) {
      assert.equal(table.insert(low, high), true);
      assert.equal(table.insert(low, high), false);
    }
  });
});
