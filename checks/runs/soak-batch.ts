import { Random } from "../../impl/cluster/index.js";
import type { ClusterObserver, MutantReference, TraceOrigin } from "../../traces/format/index.js";
import { createMemoryRecorder } from "../../traces/record/index.js";
import {
  CommandTally,
  createRig,
  drawSettings,
  type HistorySettings,
  type Rig,
  runSoakHistory,
} from "../commands/index.js";
import { addTally, type BatchReport, countHistory, emptyReport } from "./batch.js";
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

const drawFrom =
  (random: Random): ((bound: number) => number) =>
  (bound) =>
    random.below(bound);

/** Settings of history k. */
function settingsOfHistory({ seed, adjust }: SoakPlan, history: number): HistorySettings {
  const random = new Random(`${seed}/soak/${history}/settings`);
  return adjust(drawSettings(drawFrom(random)), random);
}

/** Runs one history and returns its rig; recorders see it as it goes. */
function runHistory(
  { seed, maxCommands }: SoakPlan,
  history: number,
  settings: HistorySettings,
  readings: PreparedReadings,
  tally: CommandTally,
  recorders: readonly ClusterObserver[] = [],
): Rig {
  const draw = drawFrom(new Random(`${seed}/soak/${history}`));
  const rig = createRig(settings, readings, recorders);
  runSoakHistory(rig, draw, 1 + draw(maxCommands), tally);
  return rig;
}

/** Runs histories one after another; stops behind the first that fails, which is shrunk and recorded. */
export function soakBatch(plan: SoakPlan, readings: PreparedReadings): BatchReport {
  const report = emptyReport();
  for (let history = plan.first; history < plan.first + plan.count; history += 1) {
    const tally = new CommandTally();
    const settings = settingsOfHistory(plan, history);
    const rig = runHistory(plan, history, settings, readings, tally);
    countHistory(report, rig, rig.world.steps);
    addTally(report, tally);
    const finding = rig.finding();
    if (finding === null) continue;
    const origin: TraceOrigin = { engine: "soak", seed: plan.seed, history, path: "", replayPath: "" };
    const recorder = createMemoryRecorder(headerFor(settings, plan.mutant, origin));
    runHistory(plan, history, settings, readings, new CommandTally(), [recorder.observer]);
    const trace = recorder.finish("violated", finding);
    report.failures.push(failureFrom(trace, readings, finding, tally.effective));
    break;
  }
  return report;
}
