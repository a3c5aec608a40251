import { Random } from "../../impl/cluster/index.js";
import type { ClusterObserver, MutantReference, TraceOrigin } from "../../traces/format/index.js";
import { createMemoryRecorder } from "../../traces/record/index.js";
import {
  CommandTally,
  createRig,
  drawSettings,
  type HistorySettings,
  runSoakHistory,
} from "../commands/index.js";
import { addCounts, addTally, type BatchReport, emptyReport } from "./batch.js";
import { failureFrom, headerFor } from "./failure.js";
import type { PreparedReadings } from "./readings.js";

/** Which histories a batch consists of. History k depends on (seed, k) and these settings alone. */
export interface SoakPlan {
  readonly seed: string;
  /** Number of the first history. */
  readonly first: number;
  readonly count: number;
  /** Commands a history at most; each history draws its own length up to that. */
  readonly maxCommands: number;
  /** Changes what was drawn (a mutant's needs, the command line's options). */
  readonly adjust: (settings: HistorySettings, random: Random) => HistorySettings;
  readonly mutant: MutantReference | null;
}

const draws = (random: Random) => (bound: number) => random.below(bound);

/** Settings of history k. */
export function settingsOfHistory(plan: SoakPlan, history: number): HistorySettings {
  const random = new Random(`${plan.seed}/soak/${history}/settings`);
  return plan.adjust(drawSettings(draws(random)), random);
}

/** Runs one history and returns its rig; recorders see it as it goes. */
function runHistory(
  plan: SoakPlan,
  history: number,
  readings: PreparedReadings,
  tally: CommandTally,
  recorders: readonly ClusterObserver[],
) {
  const random = new Random(`${plan.seed}/soak/${history}`);
  const rig = createRig(settingsOfHistory(plan, history), readings, recorders);
  const draw = draws(random);
  runSoakHistory(rig, draw, 1 + draw(plan.maxCommands), tally);
  return rig;
}

/** Where a history of a soak comes from. */
export function soakOrigin(plan: SoakPlan, history: number): TraceOrigin {
  return { engine: "soak", seed: plan.seed, history, path: "", replayPath: "" };
}

/** Runs histories one after another; stops behind the first that fails, which is shrunk and recorded. */
export function soakBatch(plan: SoakPlan, readings: PreparedReadings): BatchReport {
  const report = emptyReport();
  const tally = new CommandTally();
  for (let history = plan.first; history < plan.first + plan.count; history += 1) {
    const before = tally.effective;
    const rig = runHistory(plan, history, readings, tally, []);
    report.histories += 1;
    report.steps += rig.world.steps;
    report.comparisons += rig.lockstep?.comparisons ?? 0;
    report.judgedAppends += rig.lockstep?.judgedAppends ?? 0;
    report.witnesses = addCounts(report.witnesses, rig.oracles.witnesses);
    const finding = rig.finding();
    if (finding !== null) {
      const recorder = createMemoryRecorder(
        headerFor(settingsOfHistory(plan, history), plan.mutant, soakOrigin(plan, history)),
      );
      runHistory(plan, history, readings, new CommandTally(), [recorder.observer]);
      const trace = recorder.finish("violated", finding);
      report.failures.push(failureFrom(trace, readings, finding, tally.effective - before));
      break;
    }
  }
  addTally(report, tally);
  return report;
}
