import assert from "node:assert/strict";
import fc from "fast-check";
import {
  bytesBetween,
  entriesFrom,
  hasTermAt,
  lastIndex,
  lastIndexUpToTerm,
  lastTerm,
  termAt,
} from "./log.js";
import { entriesOf } from "./test-server.js";

/** A log with a base and rising terms, and the same as a plain list of [index, term]. */
const anyLog = fc
  .record({
    baseIndex: fc.nat(4),
    rises: fc.array(fc.nat(2), { maxLength: 8 }),
  })
  .map(({ baseIndex, rises }) => {
    const baseTerm = baseIndex > 0 ? 1 : 0;
    let term = Math.max(1, baseTerm);
    const terms = rises.map((rise) => {
      term += rise;
      return term;
    });
    const log = { baseIndex, baseTerm, entries: entriesOf(terms, baseIndex + 1) };
    const known = [[baseIndex, baseTerm] as const, ...terms.map((t, at) => [baseIndex + at + 1, t] as const)];
    return { log, known };
  });

describe("log", () => {
  it("knows its end and its terms as a list of all it knows does", () => {
    fc.assert(
      fc.property(anyLog, fc.nat(16), fc.nat(16), ({ log, known }, index, term) => {
        const found = known.find(([at]) => at === index);
        assert.equal(termAt(log, index), found?.[1] ?? 0);
        assert.equal(hasTermAt(log, index, term), found !== undefined && found[1] === term);
        assert.deepEqual([lastIndex(log), lastTerm(log)], known.at(-1));
      }),
    );
  });

  it("finds the last index up to a term as a search of the list does, and never leaves the log", () => {
    fc.assert(
      fc.property(anyLog, fc.nat(16), fc.nat(16), ({ log, known }, from, term) => {
        fc.pre(from >= log.baseIndex);
        const expected = known.findLast(([index, t]) => index <= from && t <= term)?.[0] ?? log.baseIndex;
        assert.equal(lastIndexUpToTerm(log, from, term), expected);
      }),
    );
  });

  it("counts bytes and takes pieces as the list does", () => {
    fc.assert(
      fc.property(anyLog, fc.nat(16), fc.nat(16), ({ log }, after, count) => {
        const indexed = log.entries.map((entry, offset) => ({ index: log.baseIndex + offset + 1, entry }));
        const between = indexed.filter(({ index }) => index > after && index <= after + count);
        const bytes = between.reduce((sum, { entry }) => sum + `t${entry.term}`.length, 0);
        assert.equal(bytesBetween(log, after, after + count), bytes);
        fc.pre(after >= log.baseIndex);
        assert.deepEqual(
          entriesFrom(log, after + 1, count),
          between.map(({ entry }) => entry),
        );
      }),
    );
  });

  it("lets empty entries weigh nothing", () => {
    const log = { baseIndex: 0, baseTerm: 0, entries: [{ kind: "noop", term: 1 } as const] };
    assert.equal(bytesBetween(log, 0, 1), 0);
  });
});
