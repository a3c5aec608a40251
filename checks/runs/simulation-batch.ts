import { drawFaultPlan, Random, runTimedHistory, type TimedResult } from "../../impl/cluster/index.js";
import type { ClusterObserver, Finding, MutantReference, TraceOrigin } from "../../traces/format/index.js";
import { createMemoryRecorder } from "../../traces/record/index.js";
import { createJudges, FoundError, type Judges, serverNames } from "../commands/index.js";
import { addCounts, type BatchReport, countHistory, emptyReport, type Failure } from "./batch.js";
import { type ClusterSettings, failureFrom, headerFor } from "./failure.js";
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
  readonly settings: ClusterSettings;
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
  const settings = { servers, options: plan.options };
  const judges = createJudges(servers, readings);
  let steps = 0;
  const endIfFound = (): void => {
    const finding = judges.finding();
    if (finding !== null) throw new FoundError(finding);
  };
  // Behind the recorders, so that they see what brought the finding.
  const ending: ClusterObserver = {
    onStep({ step }) {
      steps = step;
      endIfFound();
    },
    onCrash: endIfFound,
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
    countHistory(report, judged.judges, judged.steps);
    if (judged.result !== null) {
      const recoveredAfterHealing = judged.result.liveness === "held" ? 1 : 0;
      report.witnesses = addCounts(report.witnesses, { ...judged.result.witnesses, recoveredAfterHealing });
    }
    const { finding } = judged;
    if (finding === null) continue;
    report.failures.push(failureOf(plan, history, readings, judged, finding));
    break;
  }
  return report;
}

/** Runs the history again, recorded. A failure of liveness is kept whole: it has no failing step to shrink to. */
function failureOf(
  plan: SimulationPlan,
  history: number,
  readings: PreparedReadings,
  { settings, steps }: JudgedHistory,
  finding: Finding,
): Failure {
  const origin: TraceOrigin = { engine: "simulation", seed: plan.seed, history, path: "", replayPath: "" };
  const recorder = createMemoryRecorder(headerFor(settings, plan.mutant, origin));
  runJudged(plan, history, readings, [recorder.observer]);
  const trace = recorder.finish("violated", finding);
  if (finding.property !== "eventualCommit") return failureFrom(trace, readings, finding, steps);
  return { finding, trace, protocolSteps: 0, shrunkFrom: steps, commands: [], shrinkSeconds: 0 };
}
