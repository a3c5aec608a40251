import assert from "node:assert/strict";
import type { Entry, Log } from "../traces/format/index.js";
import {
  entryAt,
  firstLostIndex,
  holdsEntry,
  indexes,
  lastIndex,
  logEnd,
  sameEntry,
  termAt,
} from "./log-reading.js";

const noop = (term: number): Entry => ({ kind: "noop", term });
const command = (serial: number): Entry => ({ kind: "command", term: 1, client: "c1", serial, command: "x" });
const config = (learner: string): Entry => ({
  kind: "config",
  term: 1,
  voters: ["s1"],
  outgoing: [],
  learners: [learner],
});

describe("reading logs", () => {
  const compacted: Log = { baseIndex: 2, baseTerm: 1, entries: [noop(2), noop(3)] };
  const empty: Log = { baseIndex: 2, baseTerm: 1, entries: [] };

  it("tells entries apart by all they carry, and by nothing else", () => {
    const entries = [noop(1), noop(2), command(1), command(2), config("s2"), config("s3")];
    for (const [position, left] of entries.entries()) {
      for (const [other, right] of entries.entries()) {
        assert.equal(sameEntry(left, structuredClone(right)), position === other);
      }
    }
    assert.equal(sameEntry(noop(1), command(1)), false);
  });

  it("counts from the first entry that was not compacted away", () => {
    assert.deepEqual([lastIndex(compacted), lastIndex(empty)], [4, 2]);
    assert.deepEqual(
      [entryAt(compacted, 2), entryAt(compacted, 3), entryAt(compacted, 5)],
      [undefined, noop(2), undefined],
    );
    assert.deepEqual(
      [1, 2, 4, 5].map((index) => termAt(compacted, index)),
      [undefined, 1, 3, undefined],
    );
    assert.deepEqual(
      [logEnd(compacted), logEnd(empty)],
      [
        { index: 4, term: 3 },
        { index: 2, term: 1 },
      ],
    );
  });

  it("counts what was compacted away as held", () => {
    assert.deepEqual([holdsEntry(compacted, 1, noop(9)), holdsEntry(compacted, 3, noop(9))], [true, false]);
    const whole: Log = { baseIndex: 0, baseTerm: 0, entries: [noop(1), noop(1), noop(2), noop(3)] };
    assert.deepEqual([firstLostIndex(whole, compacted), firstLostIndex(whole, empty)], [0, 3]);
  });

  it("lists indexes, none if the last comes before the first", () => {
    assert.deepEqual([indexes(2, 4), indexes(3, 2)], [[2, 3, 4], []]);
  });
});
