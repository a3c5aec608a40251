import assert from "node:assert/strict";
import type { Trace } from "../../traces/format/index.js";
import { printTrace } from "../../traces/record/index.js";
import { runInProcess } from "./testing/run-in-process.js";
import { recordHistory } from "./testing/traces.js";
import { WorkingFolder } from "./testing/working-folder.js";
import { saveTrace, shownPath } from "./trace-files.js";
import { UsageError } from "./usage-error.js";

const held = recordHistory(null);
const violated = recordHistory({ id: "V1", side: "both" });
const deviating = recordHistory({ id: "V1", side: "impl" });

describe("commands on traces", () => {
  let folder: WorkingFolder;
  beforeEach(() => {
    folder = new WorkingFolder();
  });
  afterEach(() => folder.remove());

  /** Runs `lockstep <line> <trace> --json` and reads its document. */
  async function json(line: string, trace: Trace | string): Promise<{ code: number; document: unknown }> {
    folder.write("trace.ndjson", trace);
    const [name = "", ...options] = line.split(" ");
    const { code, stdout, stderr } = await runInProcess([name, "trace.ndjson", ...options, "--json"], {
      cwd: folder.path,
    });
    assert.equal(stderr, "");
    return { code, document: JSON.parse(stdout) };
  }

  async function text(line: string, trace: Trace): Promise<string> {
    folder.write("trace.ndjson", trace);
    return (await runInProcess(line.split(" "), { cwd: folder.path })).stdout;
  }

  describe("schema", () => {
    it("prints each schema, the same with and without --json", async () => {
      for (const name of ["trace", "history", "run"]) {
        const { code, stdout } = await runInProcess(["schema", name]);
        assert.equal(code, 0);
        assert.match(stdout, /json-schema\.org\/draft-07/);
        assert.deepEqual(
          JSON.parse(stdout),
          JSON.parse((await runInProcess(["schema", name, "--json"])).stdout),
        );
      }
      assert.equal((await runInProcess(["schema"])).stdout, (await runInProcess(["schema", "trace"])).stdout);
    });
  });

  describe("validate", () => {
    it("holds for what the recorder wrote, several traces in a file too", async () => {
      const { code, document } = await json("validate", printTrace(held) + printTrace(violated));
      const { seconds, ...rest } = document as { seconds: number };
      assert.equal(code, 0);
      assert.ok(seconds > 0);
      const events = held.events.length + violated.events.length;
      assert.deepEqual(rest, { verdict: "held", schemaErrors: [], traces: 2, events, firstDisallowed: null });
      assert.match(await text("validate trace.ndjson", held), /^held: 1 trace, \d+ events in \d+ ms\n$/);
    });

    it("lists what is wrong, with line and field", async () => {
      folder.write("bad.ndjson", printTrace(held).replaceAll('"currentTerm":0', '"currentTerm":-1'));
      const { code, stdout, stderr } = await runInProcess(["validate", "bad.ndjson", "--json"], {
        cwd: folder.path,
      });
      const { verdict, schemaErrors } = JSON.parse(stdout) as { verdict: string; schemaErrors: object[] };
      assert.deepEqual([code, verdict], [2, "unknown"]);
      assert.deepEqual(Object.keys(schemaErrors[0] ?? {}), ["file", "line", "field", "message"]);
      assert.match(
        stderr,
        /^lockstep: bad\.ndjson:2: .*currentTerm: must be at least 0, is -1 \(and \d+ more\)\n$/,
      );
    });
  });

  describe("replay", () => {
    it("holds if all is as recorded", async () => {
      const document = {
        verdict: "held",
        steps: held.footer.steps,
        firstDifference: null,
        finding: null,
        reproduced: null,
      };
      assert.deepEqual(await json("replay", held), { code: 0, document });
      assert.match(await text("replay trace.ndjson", held), /^held: \d+ steps, all as recorded\n$/);
    });

    for (const [what, trace] of [
      ["violation of a property", violated],
      ["deviation of the readings", deviating],
      ["deviation of the chart", recordHistory({ id: "V1", side: "chart" })],
    ] as const) {
      it(`reproduces a ${what} at the same step`, async () => {
        const { steps, finding } = trace.footer;
        const document = { verdict: "violated", steps, firstDifference: null, finding, reproduced: true };
        assert.deepEqual(await json("replay", trace), { code: 1, document });
        assert.match(
          await text("replay trace.ndjson", trace),
          /^violated: \d+ steps, \w+ in step \d+ of s\d, as recorded: /,
        );
      });
    }

    it("stops at the first difference", async () => {
      // The wrong rule is no longer named: the right core does not grant that vote.
      const trace = { ...violated, header: { ...violated.header, mutant: null } };
      const { code, document } = await json("replay", trace);
      const { steps, ...rest } = document as { steps: number };
      assert.equal(code, 1);
      assert.deepEqual(rest, {
        verdict: "violated",
        firstDifference: {
          step: steps,
          server: "s2",
          field: "view.votedFor",
          expected: '"s3"',
          actual: "null",
        },
        finding: null,
        reproduced: false,
      });
      assert.match(
        await text("replay trace.ndjson", trace),
        /first difference in step \d+ of s2: view\.votedFor was "s3", is null\n$/,
      );
    });

    it("finds what nobody looked for", async () => {
      const trace: Trace = { ...violated, footer: { ...violated.footer, verdict: "held", finding: null } };
      const document = {
        verdict: "violated",
        steps: violated.footer.steps,
        firstDifference: null,
        finding: violated.footer.finding,
        reproduced: null,
      };
      assert.deepEqual(await json("replay", trace), { code: 1, document });
    });

    it("knows nothing of a finding that it cannot see", async () => {
      const trace: Trace = { ...held, footer: { ...violated.footer } };
      const document = {
        verdict: "unknown",
        steps: held.footer.steps,
        firstDifference: null,
        finding: null,
        reproduced: false,
      };
      assert.deepEqual(await json("replay", trace), { code: 3, document });
      assert.match(
        await text("replay trace.ndjson", trace),
        /^unknown: .*the recorded finding is not seen again\n$/,
      );
    });

    it("goes through the traces of a file up to the first that does not hold", async () => {
      const { document } = await json("replay", printTrace(held) + printTrace(violated) + printTrace(held));
      const { verdict, steps } = document as { verdict: string; steps: number };
      assert.deepEqual([verdict, steps], ["violated", held.footer.steps + violated.footer.steps]);
    });

    it("plays crashes, losses and cut links too", async () => {
      const steps = held.events.filter((event) => event.kind === "step");
      const sent = steps.flatMap(({ effects }) => effects.filter(({ effect }) => effect.kind === "send"));
      const delivered = steps.flatMap(({ input }) => (input.kind === "message" ? [input.id] : []));
      const id = sent.find((recorded) => !delivered.includes(recorded.id))?.id ?? 0;
      const at = { after: held.footer.steps, command: 0 };
      const events: Trace["events"] = [
        ...held.events,
        { kind: "link", ...at, event: "cut", from: "s1", to: "s2" },
        { kind: "network", ...at, event: "dropped", id, copy: 0 },
        { kind: "crash", ...at, server: "s1", recordsKept: 0, recordsLost: 0 },
      ];
      assert.equal((await json("replay", { ...held, events })).code, 0);
    });
  });

  describe("shrink", () => {
    it("writes a smaller trace that fails alike", async () => {
      const { code, document } = await json(
        "shrink --trace-out small.ndjson",
        printTrace(held) + printTrace(violated),
      );
      assert.equal(code, 0);
      assert.deepEqual(document, {
        from: 11,
        to: 6,
        property: "leaderCompleteness",
        trace: "small.ndjson",
        commands: { from: 25, to: 9 },
      });
      const replayed = await runInProcess(["replay", "small.ndjson", "--json"], { cwd: folder.path });
      const { verdict, reproduced } = JSON.parse(replayed.stdout) as { verdict: string; reproduced: boolean };
      assert.deepEqual([verdict, reproduced], ["violated", true]);
      assert.equal((await runInProcess(["validate", "small.ndjson"], { cwd: folder.path })).code, 0);
    });

    it("puts it beside the trace if no place is named, and tells it in words", async () => {
      const lines = (await text("shrink trace.ndjson", deviating)).trimEnd().split("\n");
      assert.equal(lines[0], "votedFor: 11 → 6 protocol steps, 23 → 7 commands, in trace.shrunk.ndjson");
      assert.equal(lines.length, 8);
      assert.equal(lines[1], "   1  election timeout at s1");
      assert.deepEqual(folder.files(), ["trace.ndjson", "trace.shrunk.ndjson"]);
    });
  });

  it("show paths as one would type them, and say so if the disk refuses", () => {
    assert.equal(shownPath("/a/b/c.ndjson", "/a"), "b/c.ndjson");
    assert.equal(shownPath("/a/c.ndjson", "/a/b"), "/a/c.ndjson");
    assert.throws(
      () => saveTrace(folder.file("gone/trace.ndjson"), held, folder.path),
      (error) =>
        error instanceof UsageError && error.message === "gone/trace.ndjson cannot be written (ENOENT)",
    );
    assert.throws(() => saveTrace(folder.file("x"), null as unknown as Trace, folder.path), TypeError);
    assert.deepEqual(folder.files(), []);
  });
});
