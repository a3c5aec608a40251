import { drawFaultPlan, Random, runTimedHistory, type TimedResult } from "../../impl/cluster/index.js";
import type { ClusterObserver, Finding, MutantReference, TraceOrigin } from "../../traces/format/index.js";
import { createMemoryRecorder } from "../../traces/record/index.js";
import {
  createJudges,
  FoundError,
  type HistorySettings,
  type Judges,
  serverNames,
} from "../commands/index.js";
import { addCounts, type BatchReport, emptyReport, type Failure } from "./batch.js";
import { failureFrom, headerFor } from "./failure.js";
import type { PreparedReadings } from "./readings.js";

/** Which timed histories a batch consists of; history k depends on (seed, k) alone. */
export interface SimulationPlan {
  readonly seed: string;
  readonly first: number;
  readonly count: number;
  readonly mutant: MutantReference | null;
}

/** A timed history under charts and oracles, until it ends or something is found. */
interface JudgedHistory {
  readonly settings: HistorySettings;
  readonly judges: Judges;
  /** Null if a finding ended it. */
  readonly result: TimedResult | null;
  readonly steps: number;
  readonly finding: Finding | null;
}

function runJudged(
  { seed }: SimulationPlan,
  history: number,
  readings: PreparedReadings,
  recorders: readonly ClusterObserver[],
): JudgedHistory {
  const plan = drawFaultPlan(Random.ofHistory(seed, history).fork("plan"));
  const servers = serverNames(plan.servers);
  const settings = { servers, options: plan.options, slowDisks: servers.map(() => true), profile: 0 };
  const judges = createJudges(servers, readings);
  let steps = 0;
  const ending: ClusterObserver = {
    onStep(event) {
      steps = event.step;
      const finding = judges.finding();
      if (finding !== null) throw new FoundError(finding);
    },
    onCrash() {},
    onNetwork() {},
    onLink() {},
  };
  const observers = [...judges.observers, ...recorders, ending];
  let result: TimedResult | null = null;
  try {
    result = runTimedHistory({ seed, history, plan, factory: readings.impl, observers });
  } catch (error) {
    if (!(error instanceof FoundError)) throw error;
  }
  return { settings, judges, result, steps, finding: judges.finding() ?? result?.finding ?? null };
}

/** Runs timed histories one after another; stops behind the first that fails. */
export function simulationBatch(plan: SimulationPlan, readings: PreparedReadings): BatchReport {
  const report = emptyReport();
  for (let history = plan.first; history < plan.first + plan.count; history += 1) {
    const judged = runJudged(plan, history, readings, []);
    const { oracles, lockstep } = judged.judges;
    report.histories += 1;
    report.steps += judged.steps;
    report.comparisons += lockstep?.comparisons ?? 0;
    report.judgedAppends += lockstep?.judgedAppends ?? 0;
    report.witnesses = addCounts(report.witnesses, oracles.witnesses);
    if (judged.result !== null) {
      const recoveredAfterHealing = judged.result.liveness === "held" ? 1 : 0;
      report.witnesses = addCounts(report.witnesses, { ...judged.result.witnesses, recoveredAfterHealing });
    }
    if (judged.finding !== null) {
      report.failures.push(failureOf(plan, history, readings, judged));
      break;
    }
  }
  return report;
}

/** Runs the history again, recorded. A failure of liveness is kept whole: it has no failing step to shrink to. */
function failureOf(
  plan: SimulationPlan,
  history: number,
  readings: PreparedReadings,
  { settings, finding, steps }: JudgedHistory,
): Failure {
  const origin: TraceOrigin = { engine: "simulation", seed: plan.seed, history, path: "", replayPath: "" };
  const recorder = createMemoryRecorder(headerFor(settings, plan.mutant, origin));
  runJudged(plan, history, readings, [recorder.observer]);
  const found = finding as Finding;
  const trace = recorder.finish("violated", found);
  if (found.property !== "eventualCommit") return failureFrom(trace, readings, found, steps);
  return { finding: found, trace, protocolSteps: 0, shrunkFrom: steps, commands: [], shrinkSeconds: 0 };
}
