import assert from "node:assert/strict";
import fc from "fast-check";
import type { Trace } from "../format/index.js";
import { printTrace } from "../record/index.js";
import { fakeHeader, fakeTrace } from "../record/testing/index.js";
import { formatTraceError, parseTrace } from "./index.js";
import { type Spoilable, smallTrace } from "./testing/small-trace.js";
import { spoiledTraces } from "./testing/spoiled-traces.js";

function textOf(lines: readonly Spoilable[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

function errorsOf(text: string): readonly string[] {
  const result = parseTrace(text, "t");
  return "errors" in result ? result.errors.map(formatTraceError) : [];
}

function tracesOf(text: string): readonly Trace[] {
  const result = parseTrace(text, "t");
  assert.ok("traces" in result, errorsOf(text)[0]);
  return result.traces;
}

describe("parseTrace", () => {
  it("takes the trace that the cases below spoil", () => {
    const lines = smallTrace();
    assert.deepEqual(tracesOf(textOf(lines)), [
      { header: lines[0], events: lines.slice(1, -1), footer: lines[14] },
    ]);
  });

  for (const [name, spoil, expected] of spoiledTraces) {
    it(`refuses ${name}`, () => {
      assert.deepEqual(errorsOf(textOf(spoil(smallTrace()))), [`t:${expected}`]);
    });
  }

  it("refuses what is not JSON", () => {
    const text = textOf(smallTrace());
    assert.deepEqual(errorsOf(text.replace('{"kind":"link"', "{kind:link")), [
      't:12: the line is not JSON: {kind:link,"after":7,"command":0,"event"…',
    ]);
    assert.deepEqual(errorsOf(text.replace("\n", "\n\n")), ["t:2: the line is empty"]);
    assert.deepEqual(errorsOf("\u0000"), ["t:1: the line is not JSON: the file ends in the middle of it: ?"]);
    assert.deepEqual(errorsOf(""), ["t:1: the file is empty: a trace begins with a header"]);
    assert.deepEqual(errorsOf(text.slice(0, -10)), [
      't:15: the line is not JSON: the file ends in the middle of it: {"kind":"footer","steps":8,"verdict":"he…',
    ]);
  });

  it("goes on to judge the form of later lines, up to 20 errors, when a line is wrong", () => {
    const lines = smallTrace();
    lines[2].step = 7;
    lines[4].view = 1;
    lines[6].step = 4;
    delete lines[11].to;
    assert.deepEqual(errorsOf(textOf(lines)), [
      "t:3: step: must be 2: steps run 1, 2, 3 …; is 7",
      "t:5: view: must be an object, is 1",
      "t:12: to: is missing",
    ]);
    assert.equal(errorsOf("x\n".repeat(100)).length, 20);
  });

  it("judges nothing by the rules of a version that it does not know", () => {
    const lines = smallTrace();
    lines[0].version = 9;
    lines[4].view = 1;
    assert.deepEqual(errorsOf(textOf(lines)), ["t:1: version: 9 is newer than this program; known: 1"]);
  });

  it("takes a message under way across a crash, and a copy of what was delivered", () => {
    const lines = smallTrace();
    lines.splice(
      14,
      1,
      { ...lines[5], after: 8, id: 2, copy: 20 },
      {
        ...lines[7],
        step: 9,
        input: { ...lines[7].input, id: 20 },
        cause: { kind: "message", id: 20 },
        effects: [],
        log: lines[1].log,
      },
    );
    lines.push({ kind: "footer", steps: 9, verdict: "unknown", finding: null });
    assert.equal(tracesOf(textOf(lines)).length, 1);
  });

  it("takes inputs whose cause the vocabulary does not say, and clients' operations", () => {
    const operation = { kind: "operation", client: "c1", serial: 1 };
    const others = [
      { input: { kind: "transfer", target: "s2" }, cause: operation },
      { input: { kind: "snapshotTaken", index: 1, data: "" }, cause: { kind: "life", incarnation: 2 } },
      { input: { kind: "read", client: "c1", serial: 1, query: "x" }, cause: operation },
      { input: { kind: "propose", client: "c1", serial: 1, command: "x" }, cause: operation },
      {
        input: { kind: "timeout", timer: "heartbeat" },
        cause: { kind: "timer", timer: "heartbeat", setAt: 0 },
      },
    ];
    const lines = smallTrace();
    const more = others.map((other, offset) => ({ ...lines[13], ...other, step: 9 + offset, effects: [] }));
    lines.splice(14, 1, ...more, { ...lines[14], steps: 13 });
    assert.equal(tracesOf(textOf(lines)).length, 1);
  });

  it("takes several traces in a file, and lines that end as on other systems", () => {
    const text = textOf(smallTrace());
    assert.equal(tracesOf(text + text).length, 2);
    assert.equal(tracesOf(text.replaceAll("\n", "\r\n")).length, 1);
    assert.equal(tracesOf(text.trimEnd()).length, 1);
  });

  it("gives back what was printed, for any run", () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, unit: "binary" }), { minLength: 1, maxLength: 5 });
    const choices = fc.array(fc.nat(), { maxLength: 200 });
    fc.assert(
      fc.property(names, fc.string(), choices, (servers, clusterId, run) => {
        const trace = fakeTrace(run, { ...fakeHeader(servers), clusterId });
        const text = printTrace(trace);
        assert.deepEqual(tracesOf(text), [trace]);
        assert.equal(printTrace(tracesOf(text)[0] as Trace), text);
      }),
      { numRuns: 60 },
    );
  });
});
