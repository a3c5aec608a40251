import os from "node:os";
import type { Side } from "../../traces/format/index.js";
import { catalogue, findMutant, type Mutant } from "../mutants/index.js";
import { type Catch, createPool, type MutantResult, runMutant } from "../runs/index.js";
import { type CommandContext, command, option } from "./command.js";
import { exploreMutants } from "./explore-mutants.js";
import { noSuchMutant } from "./mutant-value.js";
import { choice, integer } from "./option-values.js";
import { formatSeconds } from "./output/numbers.js";
import { formatTable } from "./output/tables.js";
import { UsageError } from "./usage-error.js";

const everySide: readonly Side[] = ["impl", "chart", "both"];

/** A mutant of the catalogue. Which there are depends on the engine. */
function mutantById(text: string): Mutant {
  const mutant = findMutant(text);
  if (mutant !== undefined) return mutant;
  throw new UsageError(`--only: ${noSuchMutant(text)}`);
}

/** One row of the JSON document. */
function rowOf({ mutant, caughtBy, missedOn }: MutantResult) {
  return {
    id: mutant.id,
    fault: mutant.fault,
    class: mutant.class,
    seenIn: mutant.seenIn,
    needs: mutant.needs,
    expected: mutant.expected,
    caughtBy: caughtBy.map(catchOf),
    shortestKnown: mutant.shortestKnown,
    survived: isSurvivor({ mutant, caughtBy, missedOn }),
    missedOn,
    equivalent: mutant.equivalent,
  };
}

function catchOf(one: Catch) {
  const { engine, side, kind, property, steps, protocolSteps, shortest, caught, seeds, failure } = one;
  return {
    engine,
    side,
    kind,
    [kind === "violation" ? "property" : "deviation"]: property,
    seconds: Number(one.seconds.toFixed(3)),
    steps,
    protocolSteps,
    shortest,
    caught,
    seeds,
    commands: failure.commands,
  };
}

/** A mutant survives if it was missed somewhere, and is not declared equivalent. */
function isSurvivor({ mutant, missedOn }: MutantResult): boolean {
  return mutant.equivalent === null && missedOn.length > 0;
}

/** A declared equivalent that was caught is a wrong declaration. */
function isWronglyDeclared({ mutant, caughtBy }: MutantResult): boolean {
  return mutant.equivalent !== null && caughtBy.length > 0;
}

export const mutantsCommand = command({
  name: "mutants",
  summary: "puts each known bug in and waits for it to be caught",
  examples: [
    "lockstep mutants",
    "lockstep mutants --only V1 --side both --seeds 5 --json",
    "lockstep mutants --engine explore",
  ],
  parameters: {
    side: option("--side <S>", "only this side: impl, chart or both", choice(everySide)),
    engine: option(
      "--engine <E>",
      "check: random histories; explore: exhaustive search",
      choice(["check", "explore"]),
      "check",
    ),
    only: option("--only <ID>", "only this mutant", (text) => text),
    seeds: option("--seeds <N>", "seeds to try each with: 1 to N", integer(1, 1000), "1"),
    workers: option("--workers <N>", "threads (default: one a core; 0: none)", integer(0, 64)),
  },
  async run({ side, engine, only, seeds, workers }, context) {
    if (engine === "explore") return exploreMutants(only, context);
    const { signal, progress, report } = context;
    const wanted = only === null ? catalogue : [mutantById(only)];
    const pool = createPool(workers ?? os.availableParallelism());
    const results: MutantResult[] = [];
    try {
      for (const mutant of wanted) {
        if (signal.aborted) break;
        progress.show({ stage: "mutants", done: results.length, unit: "mutants", total: wanted.length });
        results.push(
          await runMutant(mutant, { sides: side === null ? everySide : [side], seeds, signal }, pool),
        );
      }
    } finally {
      await pool.close();
    }
    const survivors = results.filter(isSurvivor);
    const wrong = results.filter(isWronglyDeclared);
    const verdict = signal.aborted ? "unknown" : survivors.length + wrong.length > 0 ? "violated" : "held";
    const killed = results.filter(
      ({ caughtBy, missedOn }) => caughtBy.length > 0 && missedOn.length === 0,
    ).length;
    const document = {
      verdict,
      mutants: results.map(rowOf),
      killed,
      survived: survivors.length,
      equivalent: results.filter(({ mutant }) => mutant.equivalent !== null).length,
      medianLengthRatio: medianRatio(results),
    };
    report(document, () => mutantsText(results, document, context));
    return verdict === "held" ? 0 : verdict === "violated" ? 1 : 3;
  },
});

/** Median over the mutants of shrunk length to shortest known length, on side `both`. */
function medianRatio(results: readonly MutantResult[]): number | null {
  const ratios = results.flatMap(({ mutant, caughtBy }) =>
    caughtBy
      .filter(({ side }) => side === "both" && mutant.shortestKnown > 0)
      .map((one) => one.protocolSteps / mutant.shortestKnown),
  );
  const middle = ratios.sort((left, right) => left - right)[Math.floor(ratios.length / 2)];
  return middle === undefined ? null : Number(middle.toFixed(2));
}

function mutantsText(
  results: readonly MutantResult[],
  { killed, survived, equivalent }: { killed: number; survived: number; equivalent: number },
  { colors }: CommandContext,
): string {
  const cell = ({ caughtBy, missedOn, mutant }: MutantResult, side: Side): string => {
    const one = caughtBy.find((found) => found.side === side);
    if (one !== undefined) return `${one.property} ${formatSeconds(one.seconds)}`;
    if (missedOn.includes(side)) return mutant.equivalent === null ? colors.red("missed") : "equivalent";
    return "–";
  };
  const length = ({ caughtBy, mutant }: MutantResult): string => {
    const one = caughtBy.find((found) => found.side === "both");
    return one === undefined ? "–" : `${one.protocolSteps} (${mutant.shortestKnown})`;
  };
  const table = formatTable(
    ["mutant", "class", "fault", "both", "steps (known)", "impl", "chart"],
    results.map((result) => [
      result.mutant.id,
      result.mutant.class,
      result.mutant.fault.slice(0, 60),
      cell(result, "both"),
      length(result),
      cell(result, "impl"),
      cell(result, "chart"),
    ]),
    colors,
  );
  return `${table}\n\n${killed} killed, ${survived} survived, ${equivalent} declared equivalent`;
}
