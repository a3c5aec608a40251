import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunDocument } from "../format/index.js";
import {
  AtomicFile,
  createRunFolder,
  openTraceFile,
  recordTraceFile,
  writeTraceFile,
} from "./files/index.js";
import { EVENT_LINE_HEADING, printTrace } from "./index.js";
import { fakeChoices, fakeHeader, fakeTrace, runFakeCluster } from "./testing/index.js";

describe("files of traces", () => {
  let folder = "";
  let path = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lockstep-record-"));
    path = join(folder, "trace.ndjson");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const listing = (): readonly string[] => readdirSync(folder);
  const content = (): string => readFileSync(path, "utf8");

  it("are written whole, one trace or several", () => {
    const traces = [1, 2].map((seed) => fakeTrace(fakeChoices(200, seed)));
    const [first] = traces;
    assert.ok(first !== undefined);
    writeTraceFile(path, first);
    assert.equal(content(), printTrace(first));
    writeTraceFile(path, traces);
    assert.equal(content(), traces.map(printTrace).join(""));
    assert.deepEqual(listing(), ["trace.ndjson"]);
  });

  it("leave an older file as it was, and no other, if the traces run out of luck", () => {
    writeFileSync(path, "old");
    assert.throws(() => {
      writeTraceFile(
        path,
        (function* () {
          yield fakeTrace(fakeChoices(500));
          throw new Error("out of luck");
        })(),
      );
    }, /out of luck/);
    assert.equal(content(), "old");
    assert.deepEqual(listing(), ["trace.ndjson"]);
  });

  it("are recorded while the run goes on, and are there when it is finished", () => {
    const header = fakeHeader();
    const recorder = recordTraceFile(path, header);
    runFakeCluster(header, recorder, fakeChoices(800));
    const [temporary, ...others] = listing();
    assert.ok(temporary !== undefined);
    assert.ok(temporary.endsWith(".tmp") && others.length === 0);
    const size = readFileSync(join(folder, temporary)).length;
    assert.ok(size > 0 && size < printTrace(fakeTrace(fakeChoices(800))).length);
    recorder.finish("held", null);
    recorder.abandon();
    assert.equal(content(), printTrace(fakeTrace(fakeChoices(800))));
    assert.deepEqual(listing(), ["trace.ndjson"]);
  });

  it("are closed with the verdict `unknown`, or vanish, when a run is interrupted", () => {
    const header = fakeHeader();
    const interrupted = recordTraceFile(path, header);
    runFakeCluster(header, interrupted, fakeChoices(20));
    interrupted.finish("unknown", null);
    assert.ok(content().endsWith('"verdict":"unknown","finding":null}\n'));
    rmSync(path);
    const abandoned = recordTraceFile(path, header);
    runFakeCluster(header, abandoned, fakeChoices(800));
    abandoned.abandon();
    abandoned.abandon();
    assert.deepEqual(listing(), []);
  });

  it("take several runs one after another", () => {
    const header = fakeHeader();
    const file = openTraceFile(path);
    for (const seed of [1, 2]) {
      const recorder = file.begin(header);
      runFakeCluster(header, recorder, fakeChoices(100, seed));
      recorder.finish("held", null);
    }
    file.commit();
    file.abandon();
    assert.equal(content(), [1, 2].map((seed) => printTrace(fakeTrace(fakeChoices(100, seed)))).join(""));
    const none = openTraceFile(path);
    none.abandon();
    assert.deepEqual(listing(), ["trace.ndjson"]);
  });

  it("leave nothing behind if they cannot be put in their place", () => {
    mkdirSync(path);
    const file = new AtomicFile(path);
    file.write("x");
    assert.throws(() => file.commit(), /EISDIR|ENOTEMPTY|EEXIST/);
    assert.deepEqual(listing(), ["trace.ndjson"]);
    assert.throws(() => file.write("y"), /closed file/);
    assert.throws(() => file.commit(), /closed once/);
  });
});

describe("a run folder", () => {
  let runs = "";
  beforeEach(() => {
    runs = join(mkdtempSync(join(tmpdir(), "lockstep-runs-")), "runs");
  });
  afterEach(() => rmSync(join(runs, ".."), { recursive: true }));

  const started = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678));
  const document: RunDocument = {
    kind: "run",
    format: "raft-lockstep-run",
    version: 1,
    command: "check",
    options: {},
    seed: "7",
    versions: {},
    verdict: "held",
    stages: [],
    witnesses: {},
    failures: [],
  };

  it("is named by time and seed; the newest is `latest`; two at once do not collide", () => {
    const names = [1, 2, 3].map(() => createRunFolder(runs, "7", started).path);
    const name = "20260102T030405Z-7";
    assert.deepEqual(names, [join(runs, name), join(runs, `${name}-2`), join(runs, `${name}-3`)]);
    assert.equal(readlinkSync(join(runs, "latest")), `${name}-3`);
    createRunFolder(runs, "../8", started);
    assert.equal(readlinkSync(join(runs, "latest")), "20260102T030405Z-.._8");
    assert.deepEqual(
      readdirSync(runs).sort(),
      [`${name}`, `${name}-2`, `${name}-3`, "20260102T030405Z-.._8", "latest"].sort(),
    );
  });

  it("holds run.json, traces and the log", () => {
    const folder = createRunFolder(runs, "7", started);
    const trace = fakeTrace(fakeChoices(50));
    folder.writeRun(document);
    folder.writeTrace("trace.ndjson", trace);
    folder.writeLog([trace, trace]);
    const recorder = folder.recordTrace("sample.ndjson", trace.header);
    recorder.finish("held", null);
    assert.deepEqual(readdirSync(folder.path).sort(), [
      "log.txt",
      "run.json",
      "sample.ndjson",
      "trace.ndjson",
    ]);
    const read = (name: string): string => readFileSync(join(runs, "latest", name), "utf8");
    assert.deepEqual(JSON.parse(read("run.json")), document);
    assert.equal(read("trace.ndjson"), printTrace(trace));
    const lines = read("log.txt").split("\n");
    assert.equal(lines.length, 2 * (trace.events.length + 3) + 1);
    assert.equal(lines[1], EVENT_LINE_HEADING);
  });

  it("takes a log line by line, and drops one that is abandoned", () => {
    const folder = createRunFolder(runs, "7", started);
    const trace = fakeTrace([0]);
    const log = folder.openLog();
    log.write(trace.footer);
    log.commit();
    assert.equal(readFileSync(folder.file("log.txt"), "utf8"), "# held after 1 steps\n");
    const other = folder.openLog();
    other.write(trace.header);
    other.abandon();
    assert.deepEqual(readdirSync(folder.path), ["log.txt"]);
  });

  it("says what hinders it", () => {
    writeFileSync(runs, "a file");
    assert.throws(() => createRunFolder(runs, "7", started), /EEXIST|ENOTDIR/);
    rmSync(runs);
    assert.throws(() => createRunFolder(runs, "x".repeat(300), started), /ENAMETOOLONG/);
  });
});
