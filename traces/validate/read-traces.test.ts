import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printTrace } from "../record/index.js";
import { fakeChoices, fakeHeader, fakeTrace } from "../record/testing/index.js";
import { readTraces } from "./files/index.js";
import { formatTraceError, type TraceResult } from "./index.js";

describe("readTraces", () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-read-"));
  const path = join(folder, "trace.ndjson");
  after(() => rmSync(folder, { recursive: true }));

  function read(content: string | Uint8Array): readonly TraceResult[] {
    writeFileSync(path, content);
    return [...readTraces(path)];
  }

  it("yields one trace after another, whatever the places at which the file is cut into pieces", () => {
    const servers = ["сервер", "服务器", "🛰"];
    const traces = [1, 2, 3].map((seed) => fakeTrace(fakeChoices(800, seed), fakeHeader(servers)));
    const text = traces.map(printTrace).join("");
    assert.ok(text.length > 3 * 256 * 1024);
    assert.deepEqual(
      read(text),
      traces.map((trace) => ({ trace })),
    );
    assert.deepEqual(read(text.trimEnd()).length, 3);
  });

  it("reads no further than it is asked to", () => {
    const trace = fakeTrace(fakeChoices(20));
    writeFileSync(path, `${printTrace(trace)}rubbish\n`);
    for (const result of readTraces(path)) {
      assert.deepEqual(result, { trace });
      break;
    }
  });

  it("yields the good traces, then what is wrong", () => {
    const trace = fakeTrace(fakeChoices(20));
    const [first, second, ...others] = read(`${printTrace(trace)}rubbish\n`);
    assert.deepEqual(first, { trace });
    assert.ok(second !== undefined && "errors" in second && others.length === 0);
    const line = trace.events.length + 3;
    assert.deepEqual(second.errors.map(formatTraceError), [`${path}:${line}: the line is not JSON: rubbish`]);
  });

  it("says that a file cannot be read", () => {
    for (const [name, code] of [
      ["missing", "ENOENT"],
      [".", "EISDIR"],
    ] as const) {
      const [result] = readTraces(join(folder, name));
      assert.ok(result !== undefined && "errors" in result);
      assert.deepEqual(result.errors.map(formatTraceError), [
        `${join(folder, name)}: cannot be read (${code})`,
      ]);
    }
  });

  it("does not hide the failures of its user", () => {
    writeFileSync(path, printTrace(fakeTrace([])));
    assert.throws(() => {
      for (const _result of readTraces(path)) throw new Error("of the user");
    }, /of the user/);
  });
});
