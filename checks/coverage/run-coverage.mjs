// `npm run coverage`: every test under nyc, the floors of each folder, and then the command line's report, which
// shows the code's coverage beside that of the charts and of the specification's actions.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const root = process.cwd();
const nyc = path.join(root, "node_modules/nyc/bin/nyc.js");
const hook = path.join(import.meta.dirname, "register-hook.mjs");

/** Percent of lines and branches; those of the whole stand in the `nyc` section of package.json. */
const floors = {
  spec: { lines: 97, branches: 92 },
  model: { lines: 97, branches: 92 },
  "impl/core": { lines: 97, branches: 92 },
};
const folders = ["spec", "model", "impl", "impl/core", "checks", "traces"];

/** Runs Node and tells whether it succeeded. */
function succeeds(args, environment = {}) {
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  return status === 0;
}

function checkFloor([folder, { lines, branches }]) {
  const held = succeeds([
    nyc,
    "check-coverage",
    `--include=${folder}/**/*.ts`,
    `--lines=${lines}`,
    `--branches=${branches}`,
  ]);
  if (!held) process.stderr.write(`${folder}/ is below its floor.\n`);
  return held;
}

/** Sums istanbul's `{total, covered, skipped, pct}` over some files. */
function sum(files) {
  const kinds = ["lines", "branches", "functions", "statements"];
  const add = (kind, field) => files.reduce((all, file) => all + file[kind][field], 0);
  return Object.fromEntries(
    kinds.map((kind) => {
      const [total, covered, skipped] = ["total", "covered", "skipped"].map((field) => add(kind, field));
      const pct = total === 0 ? 100 : Math.floor((covered / total) * 10_000) / 100;
      return [kind, { total, covered, skipped, pct }];
    }),
  );
}

/** Writes `coverage/code.json`: the sums over everything and over each folder. */
function summarise() {
  const { total: _, ...files } = JSON.parse(
    readFileSync(path.join(root, "coverage/coverage-summary.json"), "utf8"),
  );
  const under = (folder) =>
    Object.entries(files)
      .filter(([file]) => path.relative(root, file).startsWith(folder))
      .map(([, counts]) => counts);
  const code = {
    total: sum(under("")),
    folders: Object.fromEntries(folders.map((folder) => [folder, sum(under(`${folder}/`))])),
  };
  writeFileSync(path.join(root, "coverage/code.json"), `${JSON.stringify(code, null, 2)}\n`);
}

const mocha = path.join(root, "node_modules/mocha/bin/mocha.js");
const tested = succeeds([nyc, process.execPath, mocha, "--config", ".mocharc.coverage.json"], {
  NODE_OPTIONS: `--enable-source-maps --import=${pathToFileURL(hook)}`,
});
const checked = Object.entries(floors).map(checkFloor);
summarise();
const reported = succeeds(["dist/checks/cli/main.js", "coverage"]);
process.exitCode = tested && checked.every(Boolean) && reported ? 0 : 1;
