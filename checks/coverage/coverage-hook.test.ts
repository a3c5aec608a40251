import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const repository = path.resolve(import.meta.dirname, "../..");

/** The lines and branches that its test leaves out are known: those marked here. */
const subject = `import type { Sign } from "./sign.js";

export function sign(value: number): Sign {
  if (value > 0) {
    return "positive";
  }
  if (value < 0) {
    return "negative"; // line 8: never run
  }
  return "zero";
}

export function clamp(value: number, limit: number = 9): number {
  let result = value;
  if (value > limit) {
    result = limit; // always taken: the implicit else of line 15 is not
  }
  return result;
}

export function describeSign(kind: Sign): string {
  switch (kind) {
    case "positive":
      return "above";
    case "negative":
      return "below"; // line 26: never run
    case "zero":
      return "nothing";
  }
}

export const either = (left: boolean, right: boolean): boolean => left || right;
`;

const files: { readonly [file: string]: string } = {
  "spec/subject.ts": subject,
  "spec/sign.ts": `export type Sign = "positive" | "negative" | "zero";\n`,
  "spec/subject.test.ts": `import assert from "node:assert/strict";
import { clamp, describeSign, either, sign } from "./subject.js";

describe("subject", () => {
  it("runs part of it", () => {
    assert.equal(describeSign(sign(1)), "above");
    assert.equal(describeSign(sign(0)), "nothing");
    assert.equal(clamp(12), 9);
    assert.equal(either(true, false), true);
  });
});
`,
  "model/untested.ts": `export function untested(value: number): number {
  return value > 0 ? value : -value;
}
`,
  "impl/core/large.generated.ts": "export const generated = (): number => 1;\n",
  "dist/checks/cli/main.js": `console.log("report of", process.argv[2]);\n`,
};

interface FileCoverage {
  readonly statementMap: { readonly [id: string]: { readonly start: { readonly line: number } } };
  readonly s: { readonly [id: string]: number };
  readonly branchMap: {
    readonly [id: string]: { readonly type: string; readonly loc: { start: { line: number } } };
  };
  readonly b: { readonly [id: string]: readonly number[] };
}

function readJson<T>(...parts: readonly string[]): T {
  return JSON.parse(readFileSync(path.join(...parts), "utf8")) as T;
}

/** The project in small: its own settings, hook and packages, and the files above. */
function plant(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "coverage-hook-")));
  const { nyc } = readJson<{ nyc: { reporter: string[] } }>(repository, "package.json");
  const manifest = { type: "module", nyc: { ...nyc, reporter: ["json", "json-summary"] } };
  const mocharc = readJson<object>(repository, ".mocharc.coverage.json");
  const reporter = path.join(repository, "checks/coverage/closing-reporter.mjs");
  symlinkSync(path.join(repository, "node_modules"), path.join(folder, "node_modules"));
  for (const [file, text] of Object.entries({
    ...files,
    "package.json": JSON.stringify(manifest),
    ".mocharc.coverage.json": JSON.stringify({ ...mocharc, reporter }),
  })) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

/** Through `env -i`, because these tests may themselves run under coverage, which children inherit. */
function measure(folder: string) {
  const script = path.join(repository, "checks/coverage/run-coverage.mjs");
  const clean = ["-i", `PATH=${process.env.PATH ?? ""}`, `HOME=${folder}`];
  return spawnSync("env", [...clean, process.execPath, script], { cwd: folder, encoding: "utf8" });
}

describe("the coverage hook", () => {
  let folder: string;
  let run: ReturnType<typeof measure>;
  before(() => {
    folder = plant();
    run = measure(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("finds exactly the lines and branches that no test runs", () => {
    const all = readJson<{ [file: string]: FileCoverage }>(folder, "coverage/coverage-final.json");
    const coverage = all[path.join(folder, "spec/subject.ts")];
    assert.ok(coverage, run.stdout + run.stderr);
    const lines = Object.entries(coverage.s)
      .filter(([, count]) => count === 0)
      .map(([id]) => coverage.statementMap[id]?.start.line);
    assert.deepEqual(lines, [8, 26]);
    const branches = Object.entries(coverage.b).flatMap(([id, counts]) =>
      counts.flatMap((count, way) => {
        const branch = coverage.branchMap[id];
        return count === 0 ? [`${branch?.loc.start.line} ${branch?.type} ${way}`] : [];
      }),
    );
    assert.deepEqual(branches, ["7 if 0", "15 if 1", "22 switch 1", "32 binary-expr 1"]);
  });

  it("counts what no test imports, and neither tests nor generated files", () => {
    const all = readJson<{ [file: string]: FileCoverage }>(folder, "coverage/coverage-final.json");
    const counted = Object.keys(all).map((file) => path.relative(folder, file));
    assert.deepEqual(counted.sort(), ["model/untested.ts", "spec/sign.ts", "spec/subject.ts"]);
  });

  it("sums each folder", () => {
    interface Sum {
      readonly lines: { readonly total: number; readonly covered: number };
      readonly branches: { readonly total: number; readonly covered: number };
    }
    const { total, folders } = readJson<{ total: Sum; folders: { [name: string]: Sum } }>(
      folder,
      "coverage/code.json",
    );
    const counts = (sum: Sum | undefined) => [
      sum?.lines.covered,
      sum?.lines.total,
      sum?.branches.covered,
      sum?.branches.total,
    ];
    assert.deepEqual(counts(folders.spec), [12, 14, 8, 12]);
    assert.deepEqual(counts(folders.model), [0, 1, 0, 2]);
    assert.deepEqual(counts(total), [12, 15, 8, 14]);
  });

  it("runs the tests and the report, and fails below a floor", () => {
    assert.match(run.stdout, /1 passed, 0 failed, 0 skipped/);
    assert.match(run.stdout, /report of coverage/);
    assert.match(run.stderr, /spec\/ is below its floor/);
    assert.match(run.stderr, /model\/ is below its floor/);
    assert.doesNotMatch(run.stderr, /impl\/core\/ is below/);
    assert.equal(run.status, 1);
  });
});
