import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { declaredTransitions } from "../model/index.js";
import { instantiate, propertyNames, type Specification, specifications } from "../spec/index.js";
import { catalogue } from "./mutants/index.js";

const repository = path.resolve(import.meta.dirname, "..");
const columns = ["paper", "specification", "chart", "handler", "properties", "mutants"] as const;
type Column = (typeof columns)[number];

/** The names (in back quotes) of a column, over all rows of all tables. */
function namesIn(column: Column): readonly string[] {
  const page = readFileSync(path.join(repository, "docs", "raft-to-code.md"), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| paper"));
  return rows.flatMap((row) => {
    const cells = row.split("|").slice(1, -1);
    assert.equal(cells.length, columns.length, row);
    const cell = cells[columns.indexOf(column)] ?? "";
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
  });
}

/** Everything that is named is there, and everything that is there is named. */
function assertSame(named: readonly string[], there: readonly string[]): void {
  assert.deepEqual([...new Set(named)].sort(), [...new Set(there)].sort());
}

describe("docs/raft-to-code.md", () => {
  it("names each action of the specification, which has a file of its own", () => {
    const raft = specifications.find(({ name }) => name === "raft") as Specification;
    const { actions } = instantiate(raft, { constants: { preVote: 1, maxCrashes: 1, maxCopies: 2 } });
    assertSame(
      namesIn("specification"),
      actions.map(({ name }) => name),
    );
    for (const { name } of actions) {
      const file = name.replace(/(?!^)[A-Z]/g, "-$&").toLowerCase();
      assert.ok(existsSync(path.join(repository, "spec", "raft", `${file}.ts`)), file);
    }
  });

  it("names each transition of the chart", () => {
    const ids = declaredTransitions().map(({ id }) => id);
    const meant = namesIn("chart").flatMap((name) => {
      const found = ids.filter((id) => (name.endsWith("*") ? id.startsWith(name.slice(0, -1)) : id === name));
      assert.ok(found.length > 0, name);
      return found;
    });
    assertSame(meant, ids);
  });

  it("names each handler", () => {
    const files = readdirSync(path.join(repository, "impl", "core"));
    const handlers = files.filter((file) => /^on-.*(?<!\.test)\.ts$/.test(file));
    assertSame(namesIn("handler"), [...handlers, "node.ts"]);
  });

  it("names each property and each mutant", () => {
    assertSame(namesIn("properties"), propertyNames);
    assertSame(
      namesIn("mutants"),
      catalogue.map(({ id }) => id),
    );
  });
});
