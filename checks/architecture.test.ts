import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import ts from "typescript";

const repository = path.resolve(import.meta.dirname, "..");
const folders = ["spec", "model", "impl", "checks", "traces"];

/** A room is `spec`, `model`, or a folder of `impl`, `checks`, `traces`. */
function roomOf(file: string): string {
  const [top = "", second = ""] = file.split("/");
  return top === "spec" || top === "model" ? top : `${top}/${second}`;
}

const tracesRooms = ["schema", "record", "validate", "replay", "import", "export"].map(
  (room) => `traces/${room}`,
);
const realRooms = ["storage", "transport", "server", "client"].map((room) => `impl/${room}`);
const pureRooms = ["spec", "model", "impl/core", "impl/cluster"];

/** The arrows: what each room may import besides itself. Rooms of `checks/` may import any room. */
const arrows: { readonly [room: string]: readonly string[] } = {
  "traces/format": [],
  spec: ["traces/format"],
  model: ["traces/format", "xstate", "xstate/graph"],
  "impl/core": ["traces/format"],
  "impl/cluster": ["traces/format", "impl/core"],
  ...Object.fromEntries(realRooms.map((room) => [room, ["traces/format", "impl/core", ...realRooms]])),
  ...Object.fromEntries(tracesRooms.map((room) => [room, ["traces/format", ...tracesRooms]])),
  "traces/viewer": [...pureRooms, "traces/format", ...tracesRooms],
};
/** Rooms whose packages are named above; the others may import what package.json lists, and Node's own. */
const closedRooms = ["traces/format", ...pureRooms];
const testPackages = ["node:assert/strict", "fast-check"];

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** The file meant, relative to the root; null for a package. */
  readonly target: string | null;
  /** Gone when compiled: a browser never loads it. */
  readonly typeOnly: boolean;
}

const isTest = (file: string): boolean => file.endsWith(".test.ts");

function sourceFiles(): readonly string[] {
  return folders
    .filter((folder) => existsSync(path.join(repository, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(repository, folder), { recursive: true, encoding: "utf8" })
        .map((file) => `${folder}/${file}`)
        .filter((file) => /\.(ts|mjs)$/.test(file) && !file.includes(".generated.")),
    )
    .sort();
}

function importOf(from: string, specifier: string, typeOnly: boolean): Import {
  const target = path.posix.join(path.posix.dirname(from), specifier).replace(/\.js$/, ".ts");
  return { from, specifier, target: specifier.startsWith(".") ? target : null, typeOnly };
}

/** Imports, re-exports, `import()` and import types, wherever they stand. */
function importsOf(file: string, text: string): readonly Import[] {
  const found: Import[] = [];
  const add = (literal: ts.Node | undefined, typeOnly: boolean): void => {
    if (literal && ts.isStringLiteral(literal)) found.push(importOf(file, literal.text, typeOnly));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false);
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ESNext));
  return found;
}

/** What is wrong with an import, or null. */
function objection({ from, specifier, target }: Import): string | null {
  const room = roomOf(from);
  if (target === null) {
    if (isTest(from) && testPackages.includes(specifier)) return null;
    if (closedRooms.includes(room) && !(arrows[room] ?? []).includes(specifier)) return "package";
    return room === "traces/viewer" && !isTest(from) && specifier.startsWith("node:") ? "package" : null;
  }
  const other = roomOf(target);
  if (other === room) return null;
  if (!room.startsWith("checks/") && !(arrows[room] ?? []).includes(other)) return "arrow";
  return other.endsWith(".ts") || other.endsWith(".mjs") || target.endsWith("/index.ts") ? null : "door";
}

interface Planted {
  readonly file: string;
  readonly text: string;
  readonly rule: string;
}

const restricted = "lint/style/noRestrictedImports";
const plantedImport = (room: string, specifier: string): Planted => ({
  file: `${room}/planted-${specifier.replace(/[^a-z]+/g, "-")}.ts`,
  text: `export * from "${specifier}";\n`,
  rule: specifier.startsWith("node:") ? "lint/correctness/noNodejsModules" : restricted,
});

/** For each room, imports that its rules must refuse. */
const refused: { readonly [room: string]: readonly string[] } = {
  "traces/format": ["../record/index.js", "../../spec/index.js", "xstate", "node:fs"],
  spec: ["../model/index.js", "../impl/core/index.js", "../checks/cli/index.js", "../traces/record/index.js"],
  "spec/raft": ["../../traces/format/view.js", "../../model/index.js", "xstate", "node:fs"],
  model: ["../spec/index.js", "../impl/core/index.js", "../traces/replay/index.js", "pure-rand", "node:fs"],
  "impl/core": [
    "../cluster/index.js",
    "../storage/index.js",
    "../../spec/index.js",
    "../../model/index.js",
    "xstate",
    "node:fs",
  ],
  "impl/cluster": [
    "../core/log.js",
    "../server/index.js",
    "../../spec/index.js",
    "../../checks/cli/index.js",
    "pure-rand",
    "node:fs",
  ],
  "impl/storage": [
    "../core/log.js",
    "../../spec/index.js",
    "../../model/index.js",
    "../../traces/record/index.js",
  ],
  "impl/server": ["../transport/frames.js", "../../checks/cli/index.js"],
  "traces/replay": [
    "../../impl/core/index.js",
    "../../spec/index.js",
    "../../model/index.js",
    "../record/recorder.js",
  ],
  "traces/import": ["../../checks/cli/index.js", "../format/view.js"],
  "traces/viewer": [
    "../../checks/cli/index.js",
    "../../impl/storage/index.js",
    "../../spec/variables.js",
    "node:fs",
  ],
  "checks/cli": [
    "../../spec/variables.js",
    "../../model/chart-log.js",
    "../../impl/core/log.js",
    "../../traces/record/recorder.js",
  ],
};
const deniedGlobals = [
  "Date.now()",
  "performance.now()",
  "setTimeout(() => 0, 1)",
  "setInterval(() => 0, 1)",
  "setImmediate(() => 0)",
  "queueMicrotask(() => 0)",
  "process.pid",
  "crypto.randomUUID()",
];
const longFunction = `export function long(): void {\n${"  void 0;\n".repeat(71)}}\n`;

const violations: readonly Planted[] = [
  ...Object.entries(refused).flatMap(([room, specifiers]) =>
    specifiers.map((one) => plantedImport(room, one)),
  ),
  ...pureRooms.flatMap((room) => [
    ...deniedGlobals.map((use, offset) => ({
      file: `${room}/global-${offset}.ts`,
      text: `export const planted = ${use};\n`,
      rule: "lint/style/noRestrictedGlobals",
    })),
    { file: `${room}/chance.ts`, text: "export const planted = Math.random();\n", rule: "plugin" },
  ]),
  {
    file: "checks/shrink/one.ts",
    text: `export * from "./two.js";\nexport const one = 1;\n`,
    rule: "lint/suspicious/noImportCycles",
  },
  {
    file: "checks/shrink/two.ts",
    text: `export * from "./one.js";\nexport const two = 2;\n`,
    rule: "lint/suspicious/noImportCycles",
  },
  {
    file: "checks/shrink/notKebab.ts",
    text: "export const planted = 1;\n",
    rule: "lint/style/useFilenamingConvention",
  },
  { file: "checks/shrink/standard.ts", text: "export default 1;\n", rule: "lint/style/noDefaultExport" },
  {
    file: "checks/shrink/type.ts",
    text: `import { View } from "./view.js";\nexport const planted = (view: View): View => view;\n`,
    rule: "lint/style/useImportType",
  },
  { file: "checks/shrink/long.ts", text: longFunction, rule: "lint/complexity/noExcessiveLinesPerFunction" },
  {
    file: "checks/shrink/file.ts",
    text: "export {};\n".repeat(401),
    rule: "lint/style/noExcessiveLinesPerFile",
  },
  {
    file: "checks/shrink/only.test.ts",
    text: `it.${"only"}("planted", () => {});\n`,
    rule: "lint/suspicious/noFocusedTests",
  },
];

/** What the rules must let pass. */
const allowed: { readonly [file: string]: string } = {
  "spec/raft/allowed.ts": `export * from "../../traces/format/index.js";\nexport * from "../variables.js";\n`,
  "spec/allowed.test.ts": `import assert from "node:assert/strict";\nimport fc from "fast-check";\nassert.ok(fc);\n`,
  "model/allowed.ts": `export * from "xstate";\nexport * from "../traces/format/index.js";\n`,
  "impl/core/allowed.ts": `export * from "../../traces/format/index.js";\nexport * from "./log.js";\n`,
  "impl/cluster/allowed.ts": `export * from "../core/index.js";\nexport * from "../../traces/format/index.js";\n`,
  "impl/server/allowed.ts": `export * from "node:net";\nexport * from "../transport/index.js";\n`,
  "traces/replay/allowed.ts": `export * from "../record/index.js";\nexport * from "./player.js";\n`,
  "traces/viewer/allowed.ts": `export * from "../../impl/core/index.js";\nexport * from "../../spec/index.js";\n`,
  "checks/cli/allowed.ts": `export * from "../../spec/index.js";\nexport * from "../../impl/core/index.js";\n`,
  "checks/cli/ignored.generated.ts": "export default Date;\n",
};

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string | { readonly file: string } };
}

/** Lints all planted files in one run, under a copy of the real settings. */
function lintPlanted(): readonly { readonly file: string; readonly rule: string }[] {
  const folder = mkdtempSync(path.join(tmpdir(), "architecture-"));
  try {
    for (const { file, text } of [
      ...violations,
      ...Object.entries(allowed).map(([file, text]) => ({ file, text })),
    ]) {
      mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    cpSync(path.join(repository, "biome.json"), path.join(folder, "biome.json"));
    cpSync(path.join(repository, "checks/lint"), path.join(folder, "checks/lint"), { recursive: true });
    const biome = path.join(repository, "node_modules/@biomejs/biome/bin/biome");
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [biome, "lint", "--reporter=json", "--max-diagnostics=none", "."],
      {
        cwd: folder,
        encoding: "utf8",
      },
    );
    assert.ok(stdout.startsWith("{"), stderr);
    const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] };
    return diagnostics.map(({ category, location }) => ({
      file: typeof location.path === "string" ? location.path : location.path.file,
      rule: category,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const read = (file: string): string => readFileSync(path.join(repository, file), "utf8");

describe("the architecture", () => {
  const files = sourceFiles();
  const imports = new Map(files.map((file) => [file, importsOf(file, read(file))]));

  it("is guarded by lint rules: each planted violation is found, and nothing that is allowed", () => {
    const found = lintPlanted();
    const isFound = ({ file, rule }: Planted) => found.some((one) => one.file === file && one.rule === rule);
    assert.deepEqual(
      violations.filter((planted) => !isFound(planted)),
      [],
    );
    assert.deepEqual(
      found.filter(({ file }) => file in allowed),
      [],
    );
  });

  it("judges imports as the lint rules do", () => {
    for (const { file, text, rule } of violations) {
      if (rule !== restricted && rule !== "lint/correctness/noNodejsModules") continue;
      for (const one of importsOf(file, text)) assert.ok(objection(one), `${file}: ${one.specifier}`);
    }
    for (const [file, text] of Object.entries(allowed)) {
      for (const one of importsOf(file, text))
        assert.equal(objection(one), null, `${file}: ${one.specifier}`);
    }
  });

  it("holds in every file: no import against an arrow or past a front door", () => {
    const objections = [...imports.values()].flat().flatMap((one) => {
      const why = objection(one);
      return why ? [`${one.from} imports ${one.specifier}: ${why}`] : [];
    });
    assert.ok(files.length > 10);
    assert.deepEqual(objections, []);
  });

  it("keeps Node out of whatever the page loads", () => {
    const reached = new Set(files.filter((file) => file.startsWith("traces/viewer/") && !isTest(file)));
    for (const file of reached) {
      for (const { specifier, target, typeOnly } of imports.get(file) ?? []) {
        assert.ok(typeOnly || !specifier.startsWith("node:"), `${file} imports ${specifier}`);
        if (target && !typeOnly) reached.add(target);
      }
    }
  });

  it("keeps every file within 400 lines", () => {
    const lines = (file: string): number => read(file).split("\n").length - 1;
    assert.deepEqual(
      files.filter((file) => lines(file) > 400),
      [],
    );
  });
});
