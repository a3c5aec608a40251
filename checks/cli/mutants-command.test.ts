import assert from "node:assert/strict";
import { documentOf } from "./testing/documents.js";
import { type RunOptions, runInProcess } from "./testing/run-in-process.js";

interface MutantRow {
  readonly id: string;
  readonly class: number;
  readonly seenIn: string;
  readonly needs: object;
  readonly expected: string;
  readonly caughtBy: readonly {
    readonly engine: string;
    readonly side: string;
    readonly property?: string;
    readonly deviation?: string;
    readonly seconds: number;
    readonly steps: number;
    readonly protocolSteps: number;
    readonly caught: number;
    readonly seeds: number;
  }[];
  readonly shortestKnown: number;
  readonly survived: boolean;
  readonly equivalent: string | null;
}

interface MutantsDocument {
  readonly verdict: string;
  readonly mutants: readonly MutantRow[];
  readonly killed: number;
  readonly survived: number;
  readonly equivalent: number;
  readonly medianLengthRatio: number | null;
}

const mutants = (line: string, options: RunOptions = {}) =>
  documentOf<MutantsDocument>(`mutants ${line} --workers 0`, options);

describe("lockstep mutants", () => {
  it("puts one mutant on every side, and tells how each was caught", async () => {
    const { code, document } = await mutants("--only V10 --seeds 2");
    assert.equal(code, 0);
    const { verdict, killed, survived, equivalent, medianLengthRatio } = document;
    assert.deepEqual([verdict, killed, survived, equivalent], ["held", 1, 0, 0]);
    const [row] = document.mutants;
    assert.ok(row !== undefined && document.mutants.length === 1);
    assert.deepEqual(
      [row.id, row.class, row.expected, row.survived, row.equivalent],
      ["V10", 1, "monotonicTerm", false, null],
    );
    assert.ok(row.seenIn.length > 0 && "profiles" in row.needs);
    assert.deepEqual(
      row.caughtBy.map(({ engine, side, caught, seeds }) => [engine, side, caught, seeds]),
      [
        ["check", "impl", 2, 2],
        ["check", "chart", 2, 2],
        ["check", "both", 2, 2],
      ],
    );
    const both = row.caughtBy.at(-1);
    assert.equal(both?.property, "monotonicTerm");
    assert.equal(row.caughtBy[1]?.property, undefined);
    assert.ok(row.caughtBy[1]?.deviation !== undefined);
    assert.ok((both?.protocolSteps ?? 0) >= row.shortestKnown);
    assert.ok(medianLengthRatio !== null && medianLengthRatio >= 1);
  });

  it("keeps to one side", async () => {
    const { document } = await mutants("--only M27 --side chart");
    assert.deepEqual(
      document.mutants[0]?.caughtBy.map(({ side, deviation }) => [side, deviation]),
      [["chart", "votedFor"]],
    );
    assert.equal(document.medianLengthRatio, null, "nothing was caught on both sides");
  });

  it("that is interrupted is unknown", async () => {
    const { code, document } = await mutants("", { signal: AbortSignal.abort() });
    assert.deepEqual([code, document.verdict, document.mutants], [3, "unknown", []]);
  });

  it("tells a person the same in a table", async () => {
    const { code, stdout } = await runInProcess("mutants --only M23 --workers 0".split(" "));
    assert.equal(code, 0);
    assert.match(stdout, /^ *mutant +class +fault +both +steps \(known\) +impl +chart/m);
    assert.match(stdout, /^ *M23 .*–.*–.*effects.setTimer .*effects.setTimer /m);
    assert.match(stdout, /^1 killed, 0 survived, 0 declared equivalent$/m);
    const both = await runInProcess("mutants --only V6 --side both --workers 0".split(" "));
    assert.match(both.stdout, /^ *V6 .*electionSafety .* \d+ \(4\)/m);
  });

  it("knows its mutants by name", async () => {
    const { code, stderr } = await runInProcess("mutants --only V100".split(" "));
    assert.equal(code, 2);
    assert.match(stderr, /--only: there is no mutant "V100" \(did you mean V10\?\)/);
  });
});
