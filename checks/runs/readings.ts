import { createServer, defaultRules } from "../../impl/core/index.js";
import { chartRules, createChart, TransitionCoverage } from "../../model/index.js";
import type { Counts, ProtocolRules, Side } from "../../traces/format/index.js";
import type { Readings } from "../commands/index.js";
import type { Mutant } from "../mutants/index.js";

/** Which readings take part, and what is replaced in them. */
export interface ReadingChoice {
  readonly mutant: Mutant | null;
  /** Side that the mutant is put on; without one, nothing is replaced. */
  readonly side: Side;
  /** False: the implementation runs alone, under the oracles. */
  readonly lockstep: boolean;
  /** Properties to watch, all if null. */
  readonly watch: readonly string[] | null;
}

export const everythingRight: ReadingChoice = { mutant: null, side: "both", lockstep: true, watch: null };

export interface PreparedReadings extends Readings {
  /** Chart transitions taken since the last call, by name; empty without charts. */
  takeTransitions(): Counts;
}

/** The rules of a side, with the mutant's in the place of some. */
export function mutated(right: ProtocolRules, mutant: Mutant | null): ProtocolRules {
  return mutant === null ? right : { ...right, ...mutant.change(right) };
}

/** Makes the factories of implementation and chart for a choice of readings. */
export function prepareReadings(choice: ReadingChoice): PreparedReadings {
  const { mutant, side, lockstep, watch } = choice;
  const implRules = mutated(defaultRules, side === "chart" ? null : mutant);
  const ruleOfCharts = mutated(chartRules, side === "impl" ? null : mutant);
  let coverage = new TransitionCoverage();
  return {
    impl: (configuration) => createServer(configuration, implRules),
    chart: lockstep ? (configuration) => createChart(configuration, { rules: ruleOfCharts, coverage }) : null,
    watch,
    takeTransitions() {
      const counts = coverage.counts();
      coverage = new TransitionCoverage();
      return counts;
    },
  };
}
