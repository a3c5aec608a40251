import os from "node:os";
import { declaredTransitions } from "../../model/index.js";
import type { Counts, MutantReference, ProtocolOptions, VerdictWord } from "../../traces/format/index.js";
import { openTraceFile } from "../../traces/record/files/index.js";
import { findMutant, type Needs } from "../mutants/index.js";
import {
  addReport,
  adjustTo,
  type BatchReport,
  checkBatch,
  createPool,
  emptyReport,
  type RunPlan,
  readingsOf,
  recordHistories,
} from "../runs/index.js";
import { type CommandContext, command, flag, option, type ValuesOf } from "./command.js";
import { exitCodeOf } from "./exit-code.js";
import { openRunFolder, saveFailure, type ViolationDocument, violationText } from "./failure-files.js";
import { mutantReference } from "./mutant-value.js";
import { choice, duration, integer, outputFile, seed, serverCount } from "./option-values.js";
import { formatCount, formatInteger, formatSeconds } from "./output/numbers.js";
import { formatTable } from "./output/tables.js";
import { verdictText } from "./output/verdict.js";
import { randomSeed } from "./random-seed.js";
import { UsageError } from "./usage-error.js";

const anyText = (text: string): string => text;

const parameters = {
  runs: option(
    "--runs <N>",
    "histories (default: 1000, unless --steps or --time says when to end)",
    integer(1, 1e9),
  ),
  steps: option("--steps <N>", "server steps", integer(1, 1e12)),
  time: option("--time <T>", "how long, such as 30s", duration),
  seed: option("--seed <S>", "seed of everything that is drawn (default: a new one)", seed),
  servers: option("--servers <N>", "cluster size (default: drawn from 1 to 7)", serverCount),
  maxCommands: option("--max-commands <N>", "commands a history at most", integer(1, 10_000), "80"),
  mutant: option("--mutant <ID>", "a known bug put in: V1, V1:impl, V1:chart, V1:both", mutantReference),
  subject: option("--subject <NAME>", "what is verified: core", choice(["core"]), "core"),
  preVote: flag("--no-pre-vote", "never ask before raising the term"),
  checkQuorum: flag("--no-check-quorum", "leaders never check their quorum"),
  noOp: flag("--no-no-op", "new leaders append nothing"),
  maxEntries: option("--max-entries <N>", "entries a message at most (default: drawn)", integer(1, 1000)),
  traceOut: option(
    "--trace-out <FILE>",
    "writes the failing trace, or every history of a run that holds",
    outputFile,
  ),
  workers: option("--workers <N>", "threads (default: one a core; 0: none)", integer(0, 64)),
  batch: option("--batch <N>", "only this batch (with --path: one history of it)", integer(0, 1e12)),
  path: option("--path <P>", "fast-check's path of one history", anyText),
  replayPath: option("--replay-path <P>", "fast-check's replay path of its commands", anyText),
} as const;

type Values = ValuesOf<typeof parameters>;

const batchSize = 25;

/** What the options ask of the drawn settings, on top of what a mutant needs. */
function needsOf(values: Values): Needs {
  const mutant = values.mutant === null ? undefined : findMutant(values.mutant.id);
  const options: Partial<ProtocolOptions> = {
    ...mutant?.needs.options,
    ...(values.preVote ? {} : { preVote: false }),
    ...(values.checkQuorum ? {} : { checkQuorum: false }),
    ...(values.noOp ? {} : { noOp: false }),
    ...(values.maxEntries === null ? {} : { maxEntriesPerMessage: values.maxEntries }),
  };
  return { ...mutant?.needs, options, ...(values.servers === null ? {} : { servers: [values.servers] }) };
}

interface Outcome {
  readonly report: BatchReport;
  readonly seconds: number;
  readonly interrupted: boolean;
}

async function runBatches(
  plan: RunPlan,
  values: Values,
  { signal, progress }: CommandContext,
): Promise<Outcome> {
  const begin = performance.now();
  const elapsed = (): number => performance.now() - begin;
  const noLimit = values.runs === null && values.steps === null && values.time === null;
  const runs = values.runs ?? (noLimit ? 1000 : Number.POSITIVE_INFINITY);
  const steps = values.steps ?? Number.POSITIVE_INFINITY;
  const time = values.time ?? Number.POSITIVE_INFINITY;
  const report = emptyReport();
  const pool = createPool(values.workers ?? os.availableParallelism());
  try {
    await pool.run(plan, (batch) => {
      addReport(report, batch);
      progress.show({
        stage: "check",
        done: Number.isFinite(steps) ? report.steps : report.histories,
        unit: Number.isFinite(steps) ? "steps" : "histories",
        total: Number.isFinite(steps) ? steps : Number.isFinite(runs) ? runs : null,
        secondsLeft: Number.isFinite(time) ? (time - elapsed()) / 1000 : null,
      });
      if (report.failures.length > 0 || signal.aborted) return false;
      return report.histories < runs && report.steps < steps && elapsed() < time;
    });
  } finally {
    await pool.close();
  }
  return { report, seconds: elapsed() / 1000, interrupted: signal.aborted };
}

/** One batch, or one history of it: what a replay line asks for. */
function runOneBatch(plan: RunPlan, values: Values): Outcome {
  const begin = performance.now();
  const report = checkBatch(
    {
      seed: plan.seed,
      batch: values.batch ?? 0,
      runs: batchSize,
      maxCommands: plan.maxCommands,
      adjust: adjustTo(plan.needs),
      mutant: plan.mutant,
      path: values.path ?? "",
      replayPath: values.replayPath ?? "",
    },
    readingsOf(plan),
  );
  return { report, seconds: (performance.now() - begin) / 1000, interrupted: false };
}

/** Every history of the run into one file, one after another in this thread: byte-identical for equal seeds. */
async function runRecorded(
  plan: RunPlan,
  values: Values,
  file: string,
  context: CommandContext,
): Promise<Outcome> {
  const begin = performance.now();
  const target = openTraceFile(file);
  const limits = {
    runs: values.runs ?? Number.POSITIVE_INFINITY,
    steps:
      values.steps ?? (values.runs === null && values.time === null ? 100_000 : Number.POSITIVE_INFINITY),
    milliseconds: values.time ?? Number.POSITIVE_INFINITY,
  };
  try {
    const report = await recordHistories(plan, readingsOf(plan), target, limits, context.signal, (sofar) =>
      context.progress.show({ stage: "check", done: sofar.steps, unit: "steps", total: values.steps }),
    );
    // A failing run leaves its shrunk trace instead of all that went well before.
    if (report.failures.length > 0) target.abandon();
    else target.commit();
    return { report, seconds: (performance.now() - begin) / 1000, interrupted: context.signal.aborted };
  } catch (error) {
    target.abandon();
    throw error;
  }
}

function verdictOf({ report, interrupted }: Outcome): VerdictWord {
  if (report.failures.length > 0) return "violated";
  return interrupted || report.histories === 0 ? "unknown" : "held";
}

function saveFailures(
  report: BatchReport,
  values: Values,
  usedSeed: string,
  mutant: MutantReference | null,
  cwd: string,
): ViolationDocument[] {
  const [failure] = report.failures;
  if (failure === undefined) return [];
  const file = values.traceOut ?? openRunFolder(cwd, usedSeed).file("trace.ndjson");
  return [saveFailure(failure, file, cwd, mutant)];
}

function transitionsDocument(counts: Counts) {
  const reachable = declaredTransitions().filter(({ replaced }) => replaced === null);
  const missing = reachable.filter(({ id }) => (counts[id] ?? 0) === 0).map(({ id }) => id);
  return { declared: reachable.length, taken: reachable.length - missing.length, missing };
}

export const checkCommand = command({
  name: "check",
  summary: "random histories, chart and implementation in lockstep, every property at every step",
  examples: [
    "lockstep check --runs 2000",
    "lockstep check --time 30s --servers 4 --no-pre-vote",
    "lockstep check --mutant V1:both",
  ],
  parameters,
  async run(values, context) {
    const { environment, report: print, colors } = context;
    if ((values.path !== null || values.replayPath !== null) && values.batch === null) {
      throw new UsageError("--path and --replay-path need --batch");
    }
    const usedSeed = values.seed ?? randomSeed();
    const plan: RunPlan = {
      engine: "check",
      seed: usedSeed,
      batchSize: Math.min(batchSize, values.runs ?? batchSize),
      maxCommands: values.maxCommands,
      needs: needsOf(values),
      mutant: values.mutant,
      lockstep: true,
      watch: null,
    };
    const outcome =
      values.batch !== null
        ? runOneBatch(plan, values)
        : values.traceOut !== null
          ? await runRecorded(plan, values, values.traceOut, context)
          : await runBatches(plan, values, context);
    const { report, seconds } = outcome;
    const verdict = verdictOf(outcome);
    const violations = saveFailures(report, values, usedSeed, values.mutant, environment.cwd);
    const document = {
      verdict,
      seed: usedSeed,
      runs: report.histories,
      commands: report.effectiveCommands + report.skippedCommands,
      effectiveCommands: report.effectiveCommands,
      steps: report.steps,
      seconds: Number(seconds.toFixed(3)),
      /** Per wall second. */
      stepsPerSecond: Math.round(report.steps / Math.max(seconds, 1e-3)),
      violations,
      witnesses: report.witnesses,
      chartTransitions: transitionsDocument(report.transitions),
    };
    print(document, () => checkText(document, report, verdictText(verdict, colors), context));
    return exitCodeOf(verdict);
  },
});

interface CheckDocument {
  readonly seed: string;
  readonly seconds: number;
  readonly stepsPerSecond: number;
  readonly violations: readonly ViolationDocument[];
  readonly chartTransitions: { readonly declared: number; readonly taken: number };
}

function checkText(
  document: CheckDocument,
  report: BatchReport,
  verdict: string,
  { colors }: CommandContext,
): string {
  const commands = report.effectiveCommands + report.skippedCommands;
  const share = Math.round((100 * report.effectiveCommands) / Math.max(1, commands));
  const { declared, taken } = document.chartTransitions;
  return [
    ...document.violations.map(violationText),
    formatTable(
      ["witness", "seen"],
      Object.entries(report.witnesses).map(([name, seen]) => [name, seen]),
      colors,
    ),
    "",
    `${verdict}: ${formatInteger(report.histories)} histories, ${formatInteger(report.steps)} steps in lockstep in ` +
      `${formatSeconds(document.seconds)} (${formatCount(document.stepsPerSecond)} steps/s), seed ${document.seed}`,
    `${formatInteger(commands)} commands, ${share} % effective; ${taken} of ${declared} chart transitions taken`,
  ].join("\n");
}
