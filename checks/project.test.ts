import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** Folders and files of the top level; names with a leading dot are settings of tools. */
const folders = ["spec", "model", "impl", "checks", "traces", "docs"];
const required = [
  "README.md",
  "ARCHITECTURE.md",
  "LICENSE",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];
const optional = ["tsconfig.build.json", "biome.json", "CHANGELOG.md", "CONTRIBUTING.md"];

/** Names that .gitignore lists: present in a working copy, not in the project. */
const ignored = read(".gitignore")
  .split("\n")
  .map((line) => line.replace(/^\/|\/$/g, ""));
const topLevel = readdirSync(root).filter((name) => !name.startsWith(".") && !ignored.includes(name));

const textFiles: readonly string[] = [
  ...topLevel.filter((name) => !folders.includes(name)),
  ".ci/run",
  ...folders
    .filter((folder) => topLevel.includes(folder))
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map(
        (file) => `${folder}/${file}`,
      ),
    )
    .filter((file) => /\.(ts|mjs|json|ndjson|md|html|css|grit)$/.test(file)),
];

/** Files with a line that matches. */
const filesWith = (pattern: RegExp, files: readonly string[] = textFiles): readonly string[] =>
  files.filter((file) => pattern.test(read(file)));

const permissive = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "MIT OR Apache-2.0"];

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
  readonly resolved?: string;
}

const manifest = JSON.parse(read("package.json")) as {
  readonly dependencies: { readonly [name: string]: string };
  readonly devDependencies: { readonly [name: string]: string };
};
const { packages } = JSON.parse(read("package-lock.json")) as {
  readonly packages: { readonly [folder: string]: LockedPackage };
};
const dependencies = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];

describe("the project", () => {
  it("holds on its top level what the house allows, and what it asks for", () => {
    const allowed = [...folders, ...required, ...optional];
    assert.deepEqual(
      topLevel.filter((name) => !allowed.includes(name)),
      [],
    );
    assert.deepEqual(
      required.filter((name) => !topLevel.includes(name)),
      [],
    );
  });

  it("names no download address and no registry in the lock file", () => {
    assert.deepEqual(
      Object.entries(packages).filter(([, { resolved }]) => resolved?.startsWith("http")),
      [],
    );
    assert.doesNotMatch(read("package-lock.json"), /registry\./);
  });

  it("depends only on permissively licensed packages, each explained", () => {
    const shipped = Object.keys(packages).filter((folder) => folder !== "" && !packages[folder]?.dev);
    const direct = dependencies.map((name) => `node_modules/${name}`);
    assert.deepEqual(
      [...new Set([...shipped, ...direct])].filter(
        (folder) => !permissive.includes(packages[folder]?.license ?? "none"),
      ),
      [],
    );
    const explained = read("docs/dependencies.md");
    assert.deepEqual(
      dependencies.filter((name) => !explained.includes(`| \`${name}\` |`)),
      [],
    );
  });

  it("leaves no marker of unfinished work and no skipped test", () => {
    const markers = new RegExp(["TO" + "DO", "FIX" + "ME", "X" + "XX", "not " + "implemented"].join("|"));
    assert.deepEqual(
      filesWith(
        markers,
        textFiles.filter((file) => /\.(ts|mjs)$/.test(file)),
      ),
      [],
    );
    assert.deepEqual(filesWith(/\b(it|describe|test)\.(skip|only)\b|\bthis\.skip\(/), []);
  });

  it("names no path of one machine", () => {
    assert.deepEqual(filesWith(/(^|[^.\w])\/(work|farm|home|root|Users)\/[\w.]/m), []);
  });
});
