import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Trace } from "../../traces/format/index.js";
import { readTraces } from "../../traces/validate/files/index.js";
import { catalogue, type Mutant, mutantOf } from "../mutants/index.js";
import { choicesOf, protocolSteps } from "../shrink/index.js";
import { galleryFile, galleryMutants, galleryReadme, mutantOfTrace, writeGallery } from "./gallery.js";
import { everythingRight, type PreparedReadings, prepareReadings } from "./readings.js";
import { assertReproduces, runAgain } from "./testing/trace-checks.js";
import { createPool, type Pool } from "./worker-pool.js";

const gallery = path.resolve(import.meta.dirname, "../../traces/gallery");

function readOne(folder: string, mutant: Mutant): Trace {
  const results = [...readTraces(path.join(folder, galleryFile(mutant)))];
  const [result] = results;
  assert.ok(results.length === 1 && result !== undefined && "trace" in result, JSON.stringify(result));
  return result.trace;
}

const readingsWith = (mutant: Mutant | null): PreparedReadings =>
  prepareReadings({ ...everythingRight, mutant, side: "both" });

describe("the gallery", () => {
  it("holds a trace for each mutant that a property catches, and nothing else", () => {
    assert.deepEqual(readdirSync(gallery).sort(), [...galleryMutants.map(galleryFile), "README.md"].sort());
    assert.deepEqual(
      catalogue.filter(({ expected }) => !["deviation", "eventualCommit"].includes(expected)),
      galleryMutants,
    );
    assert.equal(galleryFile(mutantOf("V1")), "V1-leader-completeness.ndjson");
  });

  it("is small", () => {
    const sizes = readdirSync(gallery).map((name) => statSync(path.join(gallery, name)).size);
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 1.5e6);
  });

  it("has a table of what it holds", () => {
    const traces = galleryMutants.map((mutant) => readOne(gallery, mutant));
    assert.equal(readFileSync(path.join(gallery, "README.md"), "utf8"), galleryReadme(traces));
  });

  for (const mutant of galleryMutants) {
    it(`shows ${mutant.id}: ${mutant.expected} breaks again at the same step, and not with the right rules`, () => {
      const trace = readOne(gallery, mutant);
      const { header, footer } = trace;
      assert.deepEqual(header.mutant, { id: mutant.id, side: "both" });
      assert.equal(mutantOfTrace(trace), mutant);
      assert.equal(footer.finding?.property, mutant.expected);
      assert.equal(footer.finding?.step, footer.steps);
      assert.ok(protocolSteps(choicesOf(trace)) >= mutant.shortestKnown);
      assertReproduces(trace, readingsWith(mutant));
      const { isSame, findings } = runAgain(trace, readingsWith(null));
      assert.deepEqual(findings, []);
      assert.ok(!isSame, "the right rules do something else");
    });
  }
});

describe("making the gallery", () => {
  let folder: string;
  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), "lockstep-gallery-")), "gallery");
  });
  afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

  it("writes traces and table, the same every time, and leaves nothing old", async () => {
    const told: string[] = [];
    const make = (...ids: readonly string[]): Promise<void> =>
      writeGallery(folder, ids.map(mutantOf), 2, createPool(0), (line) => void told.push(line));
    await make("V10", "V23");
    const before = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), "utf8"));
    await make("V10", "V23");
    assert.deepEqual(
      readdirSync(folder).map((name) => readFileSync(path.join(folder, name), "utf8")),
      before,
    );
    await make("V23");
    assert.deepEqual(readdirSync(folder).sort(), ["README.md", galleryFile(mutantOf("V23"))]);
    assert.match(told[0] ?? "", /^V10-monotonic-term\.ndjson: \d+ steps$/);
    const trace = readOne(folder, mutantOf("V23"));
    assert.equal(readFileSync(path.join(folder, "README.md"), "utf8"), galleryReadme([trace]));
  });

  it("is an error if a mutant is not found, and leaves what was there", async () => {
    const idle: Pool = { run: async () => {}, close: async () => {} };
    await assert.rejects(
      writeGallery(folder, [mutantOf("V1")], 3, idle, () => {}),
      /no seed up to 3 finds V1/,
    );
    assert.ok(!existsSync(folder));
  });
});
