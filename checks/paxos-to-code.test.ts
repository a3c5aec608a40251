import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { instantiate, refinements, type Specification, specifications } from "../spec/index.js";

const page = readFileSync(path.resolve(import.meta.dirname, "..", "docs", "paxos-to-code.md"), "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((row) => row.split("|").slice(1, -1));

/** The names (in back quotes) of one column, over all rows of so many columns. */
function namesIn(columns: number, column: number): readonly string[] {
  return rows
    .filter((cells) => cells.length === columns)
    .flatMap((cells) => [...(cells[column] ?? "").matchAll(/`([^-`][^`]*)`/g)].map(([, name = ""]) => name));
}

/** "paxos Phase1a", for each of these specifications. */
function namesOf(
  tell: (specification: Specification) => readonly { readonly name: string }[],
): readonly string[] {
  return ["consensus", "voting", "paxos"].flatMap((name) => {
    const specification = specifications.find((one) => one.name === name) as Specification;
    return tell(specification).map((one) => `${name} ${one.name}`);
  });
}

function assertSame(named: readonly string[], there: readonly string[]): void {
  assert.deepEqual([...new Set(named)].sort(), [...new Set(there)].sort());
}

describe("docs/paxos-to-code.md", () => {
  it("names each action, each property and each mutant", () => {
    assertSame(
      namesIn(4, 1),
      namesOf((one) => instantiate(one).actions),
    );
    assertSame(
      namesIn(4, 2),
      namesOf((one) => {
        const { constants, sorts, rules, properties } = one;
        const defaults = Object.fromEntries(
          Object.entries(constants).map(([name, row]) => [name, row.default]),
        );
        return properties({ constants: defaults, sorts: sorts(defaults), rules });
      }),
    );
    assertSame(
      namesIn(4, 3),
      namesOf((one) => one.mutants.map(({ id }) => ({ name: id }))),
    );
  });

  it("names each refinement, and says of the failing ones in how many actions they fail", () => {
    assertSame(
      namesIn(3, 1),
      refinements.map(({ name }) => name),
    );
    for (const { name, refuted } of refinements) {
      const verdict =
        rows.find((cells) => cells.length === 3 && cells[1]?.includes(`\`${name}\``))?.[2] ?? "";
      if (refuted === null) assert.match(verdict, /^ yes/);
      else assert.match(verdict, new RegExp(`^ no, .*after ${refuted.shortest} actions`));
    }
  });
});
