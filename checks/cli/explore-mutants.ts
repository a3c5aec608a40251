import type { VerdictWord } from "../../traces/format/index.js";
import { type DeclaredMutant, type MachineSource, machineSources, search } from "../explorer/index.js";
import type { CommandContext } from "./command.js";
import { type ExitCode, exitCodeOf } from "./exit-code.js";
import { forUser } from "./explore-command.js";
import { didYouMean } from "./option-values.js";
import { formatCount, formatSeconds } from "./output/numbers.js";
import { formatTable } from "./output/tables.js";
import { UsageError } from "./usage-error.js";

interface Row {
  readonly id: string;
  readonly spec: string;
  readonly fault: string;
  readonly class: null;
  readonly seenIn: string;
  readonly needs: { readonly [constant: string]: number };
  readonly expected: string;
  /** Actions; declared, and found. */
  readonly shortestKnown: number;
  readonly counterexampleLength: number | null;
  readonly distinct: number;
  readonly seconds: number;
  readonly caughtBy: readonly {
    readonly engine: "explore";
    readonly side: "spec" | "impl";
    readonly property: string;
    readonly seconds: number;
    /** Actions. */
    readonly steps: number;
  }[];
  readonly survived: boolean;
  readonly equivalent: null;
}

/** Every declared mutant, or those with this id: `half-quorum`, or `raft-classic/half-quorum`. */
function wanted(only: string | null): readonly (readonly [MachineSource, DeclaredMutant])[] {
  const all = machineSources.flatMap((source) => source.mutants.map((mutant) => [source, mutant] as const));
  if (only === null) return all;
  const found = all.filter(([{ name }, { id }]) => only === id || only === `${name}/${id}`);
  if (found.length > 0) return found;
  const ids = all.map(([, { id }]) => id);
  throw new UsageError(
    `there is no mutant ${JSON.stringify(only)} of a specification${didYouMean(only, ids)}`,
  );
}

/** Looks for the shortest violation of the property that the mutant is declared to break. */
async function hunt(source: MachineSource, mutant: DeclaredMutant, signal: AbortSignal): Promise<Row | null> {
  const begin = performance.now();
  const { violation, distinct } = await search(
    {
      machine: {
        spec: source.name,
        constants: mutant.constants,
        symmetry: [],
        properties: [mutant.violates],
        mutant: mutant.id,
      },
      order: "bfs",
      seed: "1",
      maxStates: null,
      maxDepth: null,
    },
    1,
    { stop: () => signal.aborted },
  );
  if (violation === null && signal.aborted) return null;
  const seconds = Number(((performance.now() - begin) / 1000).toFixed(3));
  const { id, summary, constants, violates, shortest } = mutant;
  const steps = violation?.path.length ?? null;
  const side = source.name === "impl" ? "impl" : "spec";
  return {
    id,
    spec: source.name,
    fault: summary,
    class: null,
    seenIn: `the rules of ${source.name}`,
    needs: constants,
    expected: violates,
    shortestKnown: shortest,
    counterexampleLength: steps,
    distinct,
    seconds,
    caughtBy: steps === null ? [] : [{ engine: "explore", side, property: violates, seconds, steps }],
    survived: steps === null,
    equivalent: null,
  };
}

/** `lockstep mutants --engine explore`: each mutant of each specification, by exhaustive search. */
export async function exploreMutants(only: string | null, context: CommandContext): Promise<ExitCode> {
  const { signal, progress } = context;
  const list = wanted(only);
  const rows: Row[] = [];
  for (const [source, mutant] of list) {
    progress.show({ stage: "mutants", done: rows.length, unit: "mutants", total: list.length });
    try {
      const row = await hunt(source, mutant, signal);
      if (row === null) break;
      rows.push(row);
    } catch (error) {
      throw forUser(error);
    }
  }
  const survived = rows.filter((row) => row.survived).length;
  const longer = rows.filter((row) => !row.survived && row.counterexampleLength !== row.shortestKnown).length;
  const wrong = survived + longer > 0;
  const verdict: VerdictWord = wrong ? "violated" : signal.aborted ? "unknown" : "held";
  const document = { verdict, mutants: rows, killed: rows.length - survived, survived, otherLength: longer };
  context.report(document, () => mutantsText(rows, context));
  return exitCodeOf(verdict);
}

function mutantsText(rows: readonly Row[], { colors }: CommandContext): string {
  const heading = ["specification", "mutant", "breaks", "actions", "declared", "states", "time", "fault"];
  const table = rows.map((row) => [
    row.spec,
    row.id,
    row.expected,
    row.counterexampleLength ?? colors.red("survived"),
    row.shortestKnown,
    formatCount(row.distinct),
    formatSeconds(row.seconds),
    row.fault.slice(0, 60),
  ]);
  const killed = rows.filter((row) => !row.survived).length;
  return `${formatTable(heading, table, colors)}\n\n${killed} killed, ${rows.length - killed} survived`;
}
