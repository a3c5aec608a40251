import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import type { HeaderLine, StepLine, Trace } from "../../traces/format/index.js";
import { printTrace } from "../../traces/record/index.js";
import { commands } from "./commands.js";
import { runInProcess } from "./testing/run-in-process.js";
import { recordHistory } from "./testing/traces.js";
import { WorkingFolder } from "./testing/working-folder.js";

/** A command line that cannot be carried out, and what its one line must tell. */
type BadLine = readonly [line: string, tells: RegExp];

const held = recordHistory(null);
const violated = recordHistory({ id: "V1", side: "both" });
const linesOf = (trace: Trace): string[] => printTrace(trace).trimEnd().split("\n");

/** The text of the trace that holds, its lines changed. */
function changed(change: (lines: string[]) => readonly string[]): string {
  return `${change(linesOf(held)).join("\n")}\n`;
}

const withHeader = (fields: Partial<HeaderLine>): Trace => ({
  ...held,
  header: { ...held.header, ...fields },
});

/** The trace that holds, one step of it changed. */
function withStep(number: number, change: (step: StepLine) => StepLine): Trace {
  const events = held.events.map((event) =>
    event.kind === "step" && event.step === number ? change(event) : event,
  );
  return { ...held, events };
}

const read: Pick<StepLine, "input" | "cause"> = {
  input: { kind: "read", client: "c1", serial: 1, query: "x" },
  cause: { kind: "operation", client: "c1", serial: 1 },
};

const files: { readonly [name: string]: string | Trace } = {
  "held.ndjson": held,
  "violated.ndjson": violated,
  "empty.ndjson": "",
  "prose.ndjson": "Once upon a time\nthere was a leader.\n",
  "binary.ndjson": "\u0000\u0001\u001b[31m\u0007\n",
  "list.ndjson": "[1, 2]\n",
  "headless.ndjson": changed((lines) => lines.slice(1)),
  "footless.ndjson": changed((lines) => lines.slice(0, -1)),
  "torn.ndjson": printTrace(held).slice(0, -40),
  "gap.ndjson": changed((lines) => lines.filter((_, offset) => offset !== 5)),
  "blank.ndjson": changed((lines) => [...lines.slice(0, 3), "", ...lines.slice(3)]),
  "reordered.ndjson": changed(([header = "", first = "", second = "", ...rest]) => [
    header,
    second,
    first,
    ...rest,
  ]),
  "future.ndjson": withHeader({ version: 2 }),
  "stranger.ndjson": changed(([header = "", ...rest]) => [
    header.replace("lockstep-trace", "other-trace"),
    ...rest,
  ]),
  "twins.ndjson": withHeader({ servers: ["s1", "s2", "s2"] }),
  "typo.ndjson": changed((lines) => lines.map((line) => line.replace('"step":2,', '"step":2,"sever":"s2",'))),
  "foreigner.ndjson": withStep(2, (step) => ({ ...step, server: "s9" })),
  "text-term.ndjson": withStep(2, (step) => ({
    ...step,
    view: { ...step.view, currentTerm: "1" as unknown as number },
  })),
  "miscounted.ndjson": { ...held, footer: { ...held.footer, steps: 7 } },
  "contradiction.ndjson": { ...held, footer: { ...held.footer, verdict: "violated" } },
  "unknown-mutant.ndjson": withHeader({ mutant: { id: "V99", side: "both" } }),
  "spec-mutant.ndjson": withHeader({ mutant: { id: "V1", side: "spec" } }),
  "other-subject.ndjson": withHeader({ subject: "etcd" }),
  "reading.ndjson": withStep(27, (step) => ({ ...step, ...read })),
  // The finding of another trace: nothing fails here.
  "innocent.ndjson": { ...held, footer: { ...violated.footer } },
};

const onCommands: readonly BadLine[] = [
  ["", /command is missing/],
  ["chekc", /unknown command 'chekc'.*--help/],
  ["repaly held.ndjson", /unknown command 'repaly'.*Did you mean replay/],
  ["--jsn", /unknown option '--jsn'/],
  ["replay", /missing required argument 'trace'/],
  ["replay held.ndjson held.ndjson", /too many arguments/],
  ["replay --trace-out x.ndjson held.ndjson", /unknown option '--trace-out'/],
  ["validate --fromat ccf held.ndjson", /unknown option '--fromat'.*Did you mean --format/],
  ["validate held.ndjson --format", /--format <NAME>' argument missing/],
  ["validate --format --json held.ndjson", /--format: needs a value, is followed by --json/],
  [
    "validate held.ndjson --format lockstp",
    /--format: must be one of .* is "lockstp" \(did you mean lockstep\?\)/,
  ],
  ["validate held.ndjson --format etcd-raft", /--format: etcd-raft comes with a later version/],
  ["validate held.ndjson --format ccf", /--format: ccf comes with a later version/],
  ["schema tarce", /schema: must be one of trace, history, run, is "tarce" \(did you mean trace\?\)/],
  ["schema trace run", /too many arguments/],
  [
    "shrink violated.ndjson --trace-out nowhere/out.ndjson",
    /--trace-out: nowhere\/out.ndjson: there is no folder nowhere/,
  ],
  [
    "shrink violated.ndjson --trace-out held.ndjson/out.ndjson",
    /--trace-out: held.ndjson\/out.ndjson cannot be reached \(ENOTDIR\)/,
  ],
  ["shrink violated.ndjson --trace-out folder", /--trace-out: "folder" is no name of a file/],
  ["shrink violated.ndjson --trace-out ", /--trace-out: "" is no name of a file/],
  ["shrink held.ndjson", /held.ndjson: the trace holds, there is nothing to shrink/],
  ["shrink innocent.ndjson", /innocent.ndjson: leaderCompleteness does not fail again/],
];

/** Files that no command on traces can use. */
const badFiles: readonly BadLine[] = [
  ["missing.ndjson", /trace: missing.ndjson does not exist/],
  ["held.ndjson/below", /trace: held.ndjson\/below cannot be reached \(ENOTDIR\)/],
  ["folder", /trace: folder is a folder, not a file/],
  ["loop.ndjson", /trace: loop.ndjson cannot be reached \(ELOOP\)/],
  ["empty.ndjson", /empty.ndjson:1: the file is empty/],
  ["prose.ndjson", /prose.ndjson:1: the line is not JSON/],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may reach the terminal.
  ["binary.ndjson", /^[^\u0000-\u001f]*binary.ndjson:1: the line is not JSON[^\u0000-\u001f]*\n$/],
  ["list.ndjson", /list.ndjson:1: the line must be an object/],
  ["headless.ndjson", /headless.ndjson:1: kind: a trace begins with a header/],
  ["footless.ndjson", /footless.ndjson:\d+: the file ends without a footer/],
  ["torn.ndjson", /torn.ndjson:\d+: the line is not JSON: the file ends in the middle/],
  ["gap.ndjson", /gap.ndjson:6: step: must be 5/],
  ["blank.ndjson", /blank.ndjson:4: the line is empty/],
  ["reordered.ndjson", /reordered.ndjson:2: step: must be 1/],
  ["future.ndjson", /future.ndjson:1: version: 2 is newer than this program/],
  ["stranger.ndjson", /stranger.ndjson:1: format: must be "raft-lockstep-trace"/],
  ["twins.ndjson", /twins.ndjson:1: servers\[2\]: s2 is named twice/],
  ["typo.ndjson", /typo.ndjson:3: sever: is not a known field/],
  ["foreigner.ndjson", /foreigner.ndjson:3: server: s9 is not a server/],
  ["text-term.ndjson", /text-term.ndjson:3: view.currentTerm: must be an integer, is "1"/],
  ["miscounted.ndjson", /miscounted.ndjson:\d+: steps: must be \d+.* is 7/],
  ["contradiction.ndjson", /contradiction.ndjson:\d+: finding: is missing/],
];

/** Traces that are right, but of something that is not here. */
const notOurs: readonly BadLine[] = [
  ["replay unknown-mutant.ndjson", /unknown-mutant.ndjson: header.mutant.id: there is no mutant "V99"/],
  ["replay spec-mutant.ndjson", /spec-mutant.ndjson: header.mutant.side: must be one of .* is "spec"/],
  ["replay other-subject.ndjson", /other-subject.ndjson: header.subject: only "core" .* is "etcd"/],
  ["replay reading.ndjson", /reading.ndjson: step 27: input: read cannot be run again/],
];

/** Options of the commands that run histories. */
const onRuns: readonly BadLine[] = [
  ["check --servers 0", /--servers: must be a whole number from 1 to 7, is "0"/],
  ["check --servers nine", /--servers: must be .* is "nine"/],
  ["check --servers 8", /--servers: .* is "8"/],
  ["check --servers 2.5", /--servers: .* is "2.5"/],
  ["check --time 110", /--time: must be a time such as .* is "110"/],
  ["check --seed -1", /--seed: must be .* is "-1"/],
  ["check --seed 9223372036854775808", /--seed: must be .* from 0 to 2\^63 - 1/],
  ["check --seed 0x10", /--seed: .* is "0x10"/],
  ["check --runs 1e3", /--runs: .* is "1e3"/],
  ["check --runs", /--runs .*argument missing/],
  ["check --runs --json", /--runs/],
  ["check --max-entries 0", /--max-entries: .* is "0"/],
  ["check --mutant V99", /--mutant: .*"V99"/],
  ["check --mutant V1:left", /--mutant: .*"left"/],
  ["check --mutant V1:impl:both", /--mutant: /],
  ["check --sed 7", /unknown option '--sed'.*Did you mean --seed/],
  ["check --trace-out nowhere/out.ndjson", /--trace-out: .*no folder nowhere/],
  ["check --subject", /--subject/],
  ["check everything", /too many arguments/],
  ["verify --time 5parsecs", /--time: .* is "5parsecs"/],
  ["verify --time 0s", /--time: .* is "0s"/],
  ["verify --seed seven", /--seed: .* is "seven"/],
  ["verify --runs 3", /unknown option '--runs'/],
  ["mutants --only V99", /--only: .*"V99"/],
  ["mutants --side left", /--side: .*"left"/],
  ["mutants --seeds 0", /--seeds: .* is "0"/],
];

const isHere = ([line]: BadLine): boolean => commands.some(({ name }) => name === line.split(" ")[0]);

describe("the command line, given what it cannot use", () => {
  const folder = new WorkingFolder();
  for (const [name, content] of Object.entries(files)) folder.write(name, content);
  mkdirSync(folder.file("folder"));
  symlinkSync("loop.ndjson", folder.file("loop.ndjson"));
  const present = folder.files();
  after(() => folder.remove());

  /** Wrong use: one line, exit code 2, nothing on standard output, nothing written. */
  async function refuses(line: string, tells: RegExp, document: RegExp = /^$/): Promise<void> {
    const { code, stdout, stderr } = await runInProcess(line === "" ? [] : line.split(" "), {
      cwd: folder.path,
    });
    assert.equal(code, 2, stderr);
    assert.match(stderr, /^lockstep: [^\n]+\n$/);
    assert.match(stderr, tells);
    assert.match(stdout, document);
    assert.deepEqual(folder.files(), present);
  }

  for (const [line, tells] of [...onCommands, ...notOurs, ...onRuns.filter(isHere)]) {
    it(`lockstep ${line}`, async () => {
      await refuses(line, tells);
      if (line.includes(" ") && !line.endsWith(" ")) await refuses(line.replace(" ", " --json "), tells);
    });
  }

  for (const [file, tells] of badFiles) {
    it(`lockstep validate, replay, shrink ${file}`, async () => {
      for (const name of ["validate", "replay", "shrink"]) await refuses(`${name} ${file}`, tells);
      for (const name of ["replay --json", "shrink --json"]) await refuses(`${name} ${file}`, tells);
    });
  }

  it("lockstep validate --json tells what is wrong in its document too", async () => {
    for (const [file, tells] of badFiles.slice(4)) {
      await refuses(
        `validate ${file} --json`,
        tells,
        /^\{\n {2}"verdict": "unknown",\n {2}"schemaErrors": \[\n/,
      );
    }
  });
});
