import {
  type DeclaredTransition,
  declaredTransitions,
  type TransitionCoverage,
} from "./transition-coverage.js";

interface Row extends DeclaredTransition {
  /** How often it was taken; null where nobody counted. */
  readonly hits: number | null;
}

function rowsOf(coverage: TransitionCoverage | null): readonly Row[] {
  return declaredTransitions().map((row) => ({
    ...row,
    hits: coverage === null ? null : coverage.hits(row.id),
  }));
}

/** Mermaid's name for a state: its last word, which is unique. */
function nodeOf(state: string): string {
  return state.slice(state.lastIndexOf(".") + 1);
}

function caseText({ name, hits }: Row): string {
  return hits === null ? name : `${name} ${hits}`;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly (readonly Item[])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

function edgeOf(rows: readonly Row[]): string {
  const { state, target, event } = rows[0] as Row;
  return `  ${nodeOf(state)} --> ${nodeOf(target)} : ${event} (${rows.map(caseText).join(", ")})`;
}

/**
 * The chart as a Mermaid `stateDiagram-v2`: one edge for each pair of states and event, the cases
 * with their counts behind it. Rows that only a replaced rule takes are left out.
 */
export function chartDiagram(coverage: TransitionCoverage | null = null): string {
  const drawn = rowsOf(coverage).filter((row) => row.replaced === null);
  const edges = groupBy(drawn, (row) => `${row.state}|${row.target}|${row.event}`).map(edgeOf);
  const nesting = ["  state candidate {", "    preVote", "    vote", "  }"];
  return [...["stateDiagram-v2", "  [*] --> unborn"], ...nesting, ...edges, ""].join("\n");
}

function tableLine(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => cell.padEnd(widths[column] as number))
    .join("  ")
    .trimEnd();
}

/** The chart as a table, one line a row: state, event, case, target (if another state), hits. */
export function chartTable(coverage: TransitionCoverage | null = null): string {
  const heading = ["state", "event", "case", "target", coverage === null ? "" : "hits"];
  const lines = rowsOf(coverage).map((row) => [
    row.state,
    row.event,
    row.replaced === null ? row.name : `${row.name} (replaced rules only)`,
    row.target === row.state ? "" : row.target,
    row.hits === null ? "" : String(row.hits),
  ]);
  const table = [heading, ...lines];
  const widths = heading.map((_, column) =>
    Math.max(...table.map((cells) => (cells[column] as string).length)),
  );
  return `${table.map((cells) => tableLine(cells, widths)).join("\n")}\n`;
}
