import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { documentOf } from "./testing/documents.js";
import { runInProcess } from "./testing/run-in-process.js";
import { WorkingFolder } from "./testing/working-folder.js";

interface CoverageDocument {
  readonly verdict: string;
  readonly code: object | null;
  readonly chart: { readonly declared: number; readonly taken: number; readonly missing: readonly string[] };
  readonly spec: {
    readonly rules: readonly { readonly name: string }[];
    readonly oneSided: readonly string[];
  };
}

const percent = { lines: { pct: 97.5 }, branches: { pct: 93 } };
const measured = JSON.stringify({ total: percent, folders: { spec: percent } });

describe("lockstep coverage", () => {
  let folder: WorkingFolder;
  beforeEach(() => {
    folder = new WorkingFolder();
    mkdirSync(folder.file("coverage"));
  });
  afterEach(() => folder.remove());

  it("holds: every transition taken, every rule decided in all its ways", async () => {
    const { code, document } = await documentOf<CoverageDocument>("coverage", { cwd: folder.path });
    assert.equal(code, 0);
    assert.equal(document.verdict, "held");
    assert.equal(document.code, null, "not measured yet");
    assert.ok(document.chart.declared > 100);
    assert.deepEqual([document.chart.taken, document.chart.missing], [document.chart.declared, []]);
    assert.ok(document.spec.rules.length > 30);
    assert.deepEqual(document.spec.oneSided, []);
  });

  it("tells a person the same in tables", async () => {
    folder.write("coverage/code.json", measured);
    const { stdout } = await runInProcess(["coverage"], { cwd: folder.path });
    assert.match(stdout, /^ *spec +97\.50 +93/m);
    assert.match(stdout, /^chart: (\d+) of \1 reachable transitions taken$/m);
    assert.match(stdout, /^ *isUpToDate +[\d ,]+ +2/m);
  });

  it("refuses a measurement that is none", async () => {
    folder.write("coverage/code.json", "{");
    const { code, stderr } = await runInProcess(["coverage"], { cwd: folder.path });
    assert.equal(code, 2);
    assert.match(stderr, /coverage\/code\.json: not JSON/);
  });
});
