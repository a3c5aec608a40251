import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { SCHEMA_NAMES, schemaText } from "./files/index.js";
import { generatedFiles } from "./generated-files.js";
import { checkOperationLine, checkRunDocument, checkTraceLine, type Problem, shortJson } from "./index.js";
import { printJson } from "./print-json.js";
import { refineSchema } from "./refine-schema.js";

const link = { kind: "link", after: 0, command: 0, event: "cut", from: "s1", to: "s2" };
const footer = { kind: "footer", steps: 0, verdict: "held", finding: null };
const finding = { kind: "violation", property: "p", step: 1, server: "s1", message: "m" };
const entry = { kind: "command", term: 1, client: "c1", serial: 1, command: "x" };
const checkpoint = {
  kind: "checkpoint",
  step: 1,
  server: "s1",
  log: { baseIndex: 0, baseTerm: 0, entries: [entry] },
};

function withEntry(changed: object): object {
  return { ...checkpoint, log: { ...checkpoint.log, entries: [entry, { ...entry, ...changed }] } };
}

describe("traces/schema", () => {
  it("has files that are current (if not: npm run schema)", () => {
    const files = generatedFiles();
    assert.equal(files.length, 4);
    for (const { name, text } of files) {
      const committed = readFileSync(new URL(name, import.meta.url), "utf8");
      assert.ok(committed === text, `${name} is not what the types say: run \`npm run schema\``);
    }
  }).timeout(60_000);

  it("takes the lines that are right, and answers with the same value", () => {
    for (const line of [link, footer, { ...footer, verdict: "violated", finding }, checkpoint]) {
      const checked = checkTraceLine(line);
      assert.equal(checked.problem, null);
      assert.ok(checked.problem === null && (checked.value as unknown) === line);
    }
  });

  const wrong: readonly (readonly [string, unknown, Problem])[] = [
    ["no object", 7, { field: "", message: "must be an object, is 7" }],
    ["no kind", {}, { field: "kind", message: "is missing" }],
    ["an unknown kind", { ...link, kind: "lnk" }, { field: "kind", message: 'names no known kind: "lnk"' }],
    ["a kind that is no text", { ...link, kind: 3 }, { field: "kind", message: "names no known kind: 3" }],
    ["a missing field", { ...link, to: undefined }, { field: "to", message: "is missing" }],
    ["a field too many", { ...link, by: "me" }, { field: "by", message: "is not a known field" }],
    ["another type", { ...link, after: "1" }, { field: "after", message: 'must be an integer, is "1"' }],
    ["a fraction", { ...link, after: 1.5 }, { field: "after", message: "must be an integer, is 1.5" }],
    ["a negative number", { ...link, after: -1 }, { field: "after", message: "must be at least 0, is -1" }],
    [
      "an unknown word",
      { ...link, event: "torn" },
      { field: "event", message: 'must be one of "cut", "mended", is "torn"' },
    ],
    [
      "neither object nor null",
      { ...footer, finding: 1 },
      { field: "finding", message: "must be an object or null, is 1" },
    ],
    [
      "a fault below a null-or-object",
      { ...footer, finding: { ...finding, step: true } },
      { field: "finding.step", message: "must be an integer, is true" },
    ],
    [
      "a fault in a union in a list: one error, of the branch that is meant",
      withEntry({ command: 5 }),
      { field: "log.entries[1].command", message: "must be a text, is 5" },
    ],
    [
      "an unknown kind in a list",
      withEntry({ kind: "write" }),
      { field: "log.entries[1].kind", message: 'names no known kind: "write"' },
    ],
    [
      "an object in place of a list",
      { ...checkpoint, log: { ...checkpoint.log, entries: {} } },
      { field: "log.entries", message: "must be a list, is {}" },
    ],
  ];
  for (const [name, line, problem] of wrong) {
    it(`says what is wrong with ${name}`, () => {
      assert.deepEqual(checkTraceLine(JSON.parse(JSON.stringify(line))), { problem });
    });
  }

  it("knows the lines of a history", () => {
    const line = {
      kind: "operation",
      position: 1,
      client: "c1",
      serial: 1,
      event: "ok",
      server: "s1",
      operation: "read",
      key: "x",
      value: null,
    };
    assert.equal(checkOperationLine(line).problem, null);
    assert.deepEqual(checkOperationLine({ ...line, position: 0 }).problem, {
      field: "position",
      message: "must be at least 1, is 0",
    });
    assert.deepEqual(checkOperationLine({ ...line, value: 1 }).problem, {
      field: "value",
      message: "must be null or a text, is 1",
    });
  });

  it("knows the document of a run, and names with odd characters", () => {
    const stage = { name: "check", verdict: "held", counts: { "a/b~c": 1 }, seconds: "1.5" };
    const run = {
      kind: "run",
      format: "raft-lockstep-run",
      version: 1,
      command: "verify",
      options: { seed: "1" },
      seed: "1",
      versions: {},
      verdict: "held",
      stages: [stage],
      witnesses: {},
      failures: [],
    };
    assert.equal(checkRunDocument(run).problem, null);
    assert.deepEqual(checkRunDocument({ ...run, stages: [{ ...stage, counts: { "a/b~c": -1 } }] }).problem, {
      field: "stages[0].counts.a/b~c",
      message: "must be at least 0, is -1",
    });
    assert.deepEqual(checkRunDocument({ ...run, format: "x" }).problem, {
      field: "format",
      message: 'must be "raft-lockstep-run", is "x"',
    });
  });

  it("offers the schemas as text", () => {
    for (const name of SCHEMA_NAMES) assert.equal(JSON.parse(schemaText(name)).$id, `${name}.schema.json`);
  });

  it("refuses unions that cannot be told apart", () => {
    const number = { type: "number" } as const;
    const object = { type: "object", properties: {} } as const;
    assert.throws(() => refineSchema({ anyOf: [object, object] }), /told apart by `kind`/);
    assert.throws(() => refineSchema({ anyOf: [number, { type: "null" } as const] }), /one other member/);
  });

  it("prints JSON with short lists on one line", () => {
    const long = Array.from({ length: 30 }, (_, offset) => `word ${offset}`);
    const value = { list: [1, "a"], long, object: {}, objects: [{ yes: true }] };
    const printed = printJson(value);
    assert.deepEqual(JSON.parse(printed), value);
    assert.ok(printed.startsWith('{\n  "list": [1, "a"],\n  "long": [\n    "word 0",\n'));
    assert.ok(printed.endsWith('"object": {},\n  "objects": [\n    {\n      "yes": true\n    }\n  ]\n}'));
  });

  it("shortens values for messages", () => {
    assert.equal(shortJson(undefined), "nothing");
    assert.equal(shortJson("abcdef", 5), '"abc…');
  });
});
