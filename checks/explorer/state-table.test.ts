import assert from "node:assert/strict";
import { Origins } from "./origins.js";
import { StateQueue } from "./state-queue.js";
import { StateTable } from "./state-table.js";

describe("StateTable", () => {
  it("knows each fingerprint once, through its growth, at no more than 22 bytes each", () => {
    const table = new StateTable();
    const size = 300_000;
    const low = (k: number) => Math.imul(k, 0x9e3779b1);
    const high = (k: number) => Math.imul(k ^ 0x5bd1e995, 0x85ebca6b);
    for (let k = 0; k < size; k += 1) assert.equal(table.insert(low(k), high(k)), true);
    for (let k = 0; k < size; k += 1) assert.equal(table.insert(low(k), high(k)), false);
    assert.equal(table.size, size);
    assert.ok(table.bytes / size < 22, String(table.bytes / size));
  });

  it("keeps lanes of zero", () => {
    const table = new StateTable();
    const lanes: readonly (readonly [number, number])[] = [
      [0, 5],
      [5, 0],
      [0, 0],
    ];
    for (const [low, high] of lanes) {
      assert.equal(table.insert(low, high), true);
      assert.equal(table.insert(low, high), false);
    }
    assert.equal(table.size, 3);
  });
});

describe("StateQueue", () => {
  it("gives states back in the order in which it took them", () => {
    const queue = new StateQueue(2);
    const into = new Int32Array(2);
    let [pushed, shifted] = [0, 0];
    for (let round = 0; round < 9; round += 1) {
      for (let k = 0; k < 10_000; k += 1) {
        queue.push(Int32Array.of(pushed, -pushed));
        pushed += 1;
      }
      for (let k = 0; k < 9_000; k += 1) {
        queue.shift(into);
        assert.deepEqual([...into], [shifted, shifted === 0 ? 0 : -shifted]);
        shifted += 1;
      }
    }
    assert.equal(queue.length, 9_000);
  });
});

describe("Origins", () => {
  it("remember the way to a state", () => {
    const origins = new Origins();
    origins.push(-1, 0);
    for (let k = 1; k < 70_000; k += 1) origins.push(Math.floor((k - 1) / 2), k % 2);
    assert.equal(origins.length, 70_000);
    assert.deepEqual(origins.pathTo(0), { root: 0, ordinals: [] });
    assert.deepEqual(origins.pathTo(12), { root: 0, ordinals: [0, 1, 0] });
    assert.equal(origins.pathTo(69_999).ordinals.length, 16);
  });
});
