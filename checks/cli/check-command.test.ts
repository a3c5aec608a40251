import assert from "node:assert/strict";
import type { ViolationDocument } from "./failure-files.js";
import { documentOf } from "./testing/documents.js";
import { type RunOptions, runInProcess } from "./testing/run-in-process.js";
import { WorkingFolder } from "./testing/working-folder.js";

interface CheckDocument {
  readonly verdict: string;
  readonly seed: string;
  readonly runs: number;
  readonly commands: number;
  readonly effectiveCommands: number;
  readonly steps: number;
  readonly seconds: number;
  readonly stepsPerSecond: number;
  readonly violations: readonly ViolationDocument[];
  readonly witnesses: { readonly [name: string]: number };
  readonly chartTransitions: {
    readonly declared: number;
    readonly taken: number;
    readonly missing: string[];
  };
}

const fields = [
  ...["verdict", "seed", "runs", "commands", "effectiveCommands", "steps", "seconds", "stepsPerSecond"],
  ...["violations", "witnesses", "chartTransitions"],
];
const violationFields = [
  ...["kind", "property", "step", "protocolSteps", "shortestKnown", "commands", "shrunkFrom", "trace"],
  "replay",
];

const missingFields = (document: object, wanted: readonly string[]): readonly string[] =>
  wanted.filter((field) => !(field in document));

describe("lockstep check", () => {
  let folder: WorkingFolder;
  beforeEach(() => {
    folder = new WorkingFolder();
  });
  afterEach(() => folder.remove());

  const check = (line: string, options: RunOptions = {}) =>
    documentOf<CheckDocument>(`check ${line} --workers 0`, { cwd: folder.path, ...options });

  it("holds for the right core, and says what it did", async () => {
    const { code, document } = await check("--runs 30 --seed 5");
    assert.equal(code, 0);
    assert.deepEqual(missingFields(document, fields), []);
    const { verdict, seed, runs, commands, effectiveCommands, steps, chartTransitions } = document;
    assert.deepEqual([verdict, seed, runs], ["held", "5", 30]);
    assert.ok(commands >= effectiveCommands && effectiveCommands > 0 && steps > 0);
    assert.ok((document.witnesses.leaderElected ?? 0) > 0);
    const { declared, taken, missing } = chartTransitions;
    assert.equal(declared, taken + missing.length);
    assert.deepEqual(folder.files(), []);
  });

  it("prints the same document for the same seed, times aside", async () => {
    const timeless = async () => {
      const { document } = await check("--runs 15 --seed 5 --servers 3");
      return { ...document, seconds: 0, stepsPerSecond: 0 };
    };
    assert.deepEqual(await timeless(), await timeless());
  });

  it("ends at so many steps, or when time is up", async () => {
    const bySteps = (await check("--steps 500")).document;
    assert.ok(bySteps.steps >= 500 && bySteps.runs < 500);
    const byTime = (await check("--time 1ms")).document;
    assert.ok(byTime.runs > 0);
  });

  it("draws what the options leave open", async () => {
    const { document } = await check(
      "--runs 25 --seed 5 --servers 5 --max-entries 2 --max-commands 50 --no-pre-vote --no-check-quorum --no-no-op",
    );
    const { witnesses } = document;
    assert.deepEqual([witnesses.preVoteRefused, witnesses.leaderProtected], [0, 0]);
  });

  it("finds a known bug, shrinks it, saves its trace, and says how to see it again", async () => {
    const { code, document } = await check("--mutant V1:both --seed 1 --max-commands 60 --no-pre-vote");
    assert.equal(code, 1);
    assert.equal(document.verdict, "violated");
    const [violation] = document.violations;
    assert.ok(violation !== undefined);
    assert.deepEqual(missingFields(violation, violationFields), []);
    assert.deepEqual([violation.kind, violation.property], ["violation", "leaderCompleteness"]);
    assert.ok(violation.protocolSteps >= (violation.shortestKnown ?? Number.POSITIVE_INFINITY));
    const [again, anew] = violation.replay;
    assert.match(violation.trace, /^runs\/.*-1\/trace\.ndjson$/);
    assert.equal(again, `lockstep replay ${violation.trace}`);
    const replayed = await runInProcess((again ?? "").split(" ").slice(1), { cwd: folder.path });
    assert.equal(replayed.code, 1);
    assert.match(replayed.stdout, /leaderCompleteness in step \d+ of s\d, as recorded/);
    assert.match(anew ?? "", / --max-commands 60 --no-pre-vote --mutant V1:both$/);
    const [, , ...line] = (anew ?? "").split(" ");
    const second = (await check(line.join(" "))).document;
    assert.equal(second.runs, 1);
    assert.ok(second.chartTransitions.taken > 0);
    const { kind, property, step, commands } = second.violations[0] ?? violation;
    assert.deepEqual(
      [kind, property, step, commands],
      [violation.kind, violation.property, violation.step, violation.commands],
    );
  });

  it("tells a deviation where only one reading is wrong", async () => {
    const { code, document } = await check("--mutant M27 --seed 1 --servers 3");
    assert.equal(code, 1);
    const [violation] = document.violations;
    assert.deepEqual([violation?.kind, violation?.property], ["deviation", "votedFor"]);
    assert.equal(violation?.shortestKnown, null);
  });

  it("writes every history of a run that holds, and only the failing trace of one that does not", async () => {
    const held = await check("--runs 8 --seed 5 --trace-out held.ndjson");
    assert.equal(held.code, 0);
    const valid = await documentOf<{ readonly traces: number }>("validate held.ndjson", { cwd: folder.path });
    assert.deepEqual([valid.code, valid.document.traces], [0, 8]);
    const violated = await check("--mutant V6 --seed 5 --trace-out wrong.ndjson");
    assert.equal(violated.code, 1);
    assert.equal(violated.document.violations[0]?.trace, "wrong.ndjson");
    assert.deepEqual(folder.files(), ["held.ndjson", "wrong.ndjson"]);
    const wrong = await documentOf<{ readonly traces: number }>("validate wrong.ndjson", {
      cwd: folder.path,
    });
    assert.equal(wrong.document.traces, 1);
  });

  it("that is interrupted is unknown", async () => {
    const { code, document } = await check("--seed 5", { signal: AbortSignal.abort() });
    assert.deepEqual([code, document.verdict], [3, "unknown"]);
    const recorded = await check("--trace-out none.ndjson", { signal: AbortSignal.abort() });
    assert.deepEqual([recorded.code, recorded.document.runs], [3, 0]);
  });

  it("tells a person the same in words", async () => {
    const text = async (line: string): Promise<string> =>
      (await runInProcess(`check ${line} --workers 0`.split(" "), { cwd: folder.path })).stdout;
    const held = await text("--runs 25 --seed 5");
    assert.match(held, /^ *witness +seen/m);
    assert.match(held, /^held: 25 histories, [\d ,]+ steps in lockstep in .* seed 5$/m);
    assert.match(held, /% effective; \d+ of \d+ chart transitions taken$/m);
    const violated = await text("--mutant V10 --seed 5");
    assert.match(violated, /^violation of monotonicTerm: /);
    assert.match(violated, /shrunk from \d+ commands to \d+ choices, \d+ protocol steps:/);
    assert.match(violated, /^ {2}again: {2}npx lockstep check --seed 5 --batch \d+ --path /m);
  });

  it("refuses what no report has printed", async () => {
    const refused = async (line: string): Promise<string> => {
      const { code, stderr } = await runInProcess(`check ${line}`.split(" "), { cwd: folder.path });
      assert.equal(code, 2);
      return stderr;
    };
    assert.match(await refused("--path 1:2"), /--path and --replay-path need --batch/);
    assert.match(await refused("--replay-path AB:C"), /--path and --replay-path need --batch/);
    assert.match(await refused("--batch 1 --path x"), /--path: must be as a report printed it, is "x"/);
    assert.match(
      await refused("--batch 1 --replay-path AB"),
      /--replay-path: must be as a report printed it/,
    );
  });
});
