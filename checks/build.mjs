// Builds dist/: the compiled sources, and beside them whatever they read at run time that is not TypeScript.
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const root = path.dirname(import.meta.dirname);
const output = path.join(root, "dist");
const entry = path.join(output, "checks/cli/main.js");
const folders = ["spec", "model", "impl", "checks", "traces"];
const copied = /\.(generated\.js|generated\.d\.ts|json|ndjson|html|css|svg)$/;

// `npx lockstep` links this package into npm's own cache and runs `prepare` for it too. It runs what stands: a second
// build would pull dist/ from under other processes, and one that fails leaves that cache broken.
if (process.env.npm_command !== "exec") build();

function build() {
  rmSync(output, { recursive: true, force: true });
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], {
    cwd: root,
    stdio: "inherit",
  });
  for (const folder of folders) copyAssets(folder);
  if (existsSync(entry)) chmodSync(entry, 0o755);
  process.exitCode = status ?? 1;
}

function copyAssets(folder) {
  for (const file of readdirSync(path.join(root, folder), { recursive: true })) {
    if (!copied.test(file)) continue;
    const target = path.join(output, folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    copyFileSync(path.join(root, folder, file), target);
  }
}
