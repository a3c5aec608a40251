import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { RunDocument } from "../../traces/format/index.js";
import { documentOf } from "./testing/documents.js";
import { runInProcess } from "./testing/run-in-process.js";
import { WorkingFolder } from "./testing/working-folder.js";

interface VerifyDocument {
  readonly verdict: string;
  readonly seconds: number;
  readonly seed: string;
  readonly stages: readonly {
    readonly name: string;
    readonly verdict: string;
    readonly counts: { readonly [name: string]: number };
    readonly seconds: number;
  }[];
  readonly witnesses: { readonly [name: string]: number };
  readonly missed: readonly string[];
  readonly violations: readonly object[];
  readonly report: string;
}

describe("lockstep verify", () => {
  let folder: WorkingFolder;
  beforeEach(() => {
    folder = new WorkingFolder();
  });
  afterEach(() => folder.remove());

  it("with too little time is unknown: nothing is broken, but not enough was seen", async () => {
    const { code, document } = await documentOf<VerifyDocument>("verify --time 1s --seed 3 --workers 0", {
      cwd: folder.path,
    });
    assert.equal(code, 3);
    const { verdict, seed, seconds, stages, witnesses, missed, violations, report } = document;
    assert.deepEqual([verdict, seed, violations], ["unknown", "3", []]);
    assert.ok(seconds > 0);
    assert.deepEqual(
      stages.map(({ name }) => name),
      ["exhaustive", "paths", "control", "simulation", "check", "soak"],
    );
    for (const stage of stages) {
      assert.ok(["held", "unknown"].includes(stage.verdict));
      assert.ok(stage.seconds >= 0);
      assert.equal(typeof stage.counts, "object");
    }
    assert.ok((witnesses.leaderElected ?? 0) > 0);
    assert.ok(missed.some((line) => line.startsWith("histories: ")));
    assert.match(report, /^runs\/.*-3\/report\.html$/);
  });

  it("leaves a folder behind: run, sample trace, client history, log, report", async () => {
    const { stdout } = await runInProcess(["verify", "--time", "1ms", "--seed", "4", "--workers", "0"], {
      cwd: folder.path,
    });
    assert.match(stdout, /^not seen enough: histories: \d+ of at least/m);
    assert.match(stdout, /^unknown: [\d ,]+ histories, .*, seed 4$/m);
    assert.match(stdout, /^chart: \d+ of \d+ transitions taken, \d+ more only with a broken rule$/m);
    assert.match(stdout, /^report: runs\/.*\/report\.html$/m);
    assert.match(stdout, /^ *electionSafety +paper §5\.2/m);
    const read = (name: string): string => readFileSync(folder.file(`runs/latest/${name}`), "utf8");
    const run = JSON.parse(read("run.json")) as RunDocument;
    assert.deepEqual([run.command, run.seed, run.verdict, run.failures], ["verify", "4", "unknown", []]);
    assert.equal(run.stages.length, 6);
    assert.ok("node" in run.versions);
    for (const line of read("history.ndjson").trimEnd().split("\n")) {
      assert.equal((JSON.parse(line) as { kind: string }).kind, "operation");
    }
    assert.ok(read("log.txt").split("\n").length > 10);
    assert.match(read("report.html"), /^<!doctype html>/i);
    const { code } = await runInProcess(["replay", "runs/latest/trace.ndjson"], { cwd: folder.path });
    assert.equal(code, 0);
  });

  it("that is interrupted reports what it did", async () => {
    const { code, document } = await documentOf<VerifyDocument>("verify --workers 0", {
      cwd: folder.path,
      signal: AbortSignal.abort(),
    });
    assert.deepEqual([code, document.verdict, document.stages], [3, "unknown", []]);
  });
});
