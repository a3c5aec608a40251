import assert from "node:assert/strict";
import { formatTraceError, parseTrace, type ReaderOptions } from "./index.js";
import { smallTrace } from "./testing/small-trace.js";

/** A past in which version −1 said `nodes` and `time`, and version 0 still `nodes`. */
const options: ReaderOptions = {
  current: 1,
  upgrades: {
    [-1]: ({ time: _, ...line }) => line,
    0: ({ nodes, ...line }) => (line.kind === "header" ? { ...line, servers: nodes } : line),
  },
};

function past(version: number): string {
  const [{ servers: nodes, ...header }, ...lines] = smallTrace();
  const time = version < 0 ? { time: 7 } : {};
  return [{ ...header, nodes, version }, ...lines]
    .map((line) => `${JSON.stringify({ ...line, ...time })}\n`)
    .join("");
}

describe("versions of the trace format", () => {
  it("reads older versions by rewriting their lines, one version at a time", () => {
    const [header, ...lines] = smallTrace();
    for (const version of [-1, 0]) {
      const result = parseTrace(past(version), "t", options);
      assert.deepEqual(result, { traces: [{ header, events: lines.slice(0, -1), footer: lines.at(-1) }] });
    }
  });

  it("reads traces of several versions in one file", () => {
    const result = parseTrace(past(0) + past(-1) + past(0), "t", options);
    assert.ok("traces" in result && result.traces.length === 3);
  });

  it("names the versions that it knows", () => {
    for (const [version, age] of [
      [-2, "not known"],
      [0.5, "not known"],
      [2, "newer than this program"],
    ] as const) {
      const result = parseTrace(past(version), "t", options);
      assert.ok("errors" in result);
      const first = result.errors[0];
      assert.ok(first !== undefined);
      assert.equal(formatTraceError(first), `t:1: version: ${version} is ${age}; known: -1, 0, 1`);
    }
  });
});
