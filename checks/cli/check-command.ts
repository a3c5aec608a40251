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
  type RunLimits,
  type RunPlan,
  readingsOf,
  recordHistories,
} from "../runs/index.js";
import { type CommandContext, command, flag, option, type ValueParser, type ValuesOf } from "./command.js";
import { exitCodeOf } from "./exit-code.js";
import { openRunFolder, saveFailure, type ViolationDocument, violationText } from "./failure-files.js";
import { mutantReference } from "./mutant-value.js";
import { choice, duration, integer, outputFile, seed, serverCount } from "./option-values.js";
import { formatCount, formatInteger, formatSeconds } from "./output/numbers.js";
import { formatTable } from "./output/tables.js";
import { verdictText } from "./output/verdict.js";
import { randomSeed } from "./random-seed.js";
import { UsageError } from "./usage-error.js";

/** Histories a batch. */
const batchSize = 25;

/** Histories of a run that is not told when to end. */
const defaultRuns = 1000;

const unlimited = Number.POSITIVE_INFINITY;

/** Text that fast-check printed and reads again. */
const printed =
  (pattern: RegExp): ValueParser<string> =>
  (text) => {
    if (pattern.test(text)) return text;
    throw new UsageError(`must be as a report printed it, is ${JSON.stringify(text)}`);
  };

const parameters = {
  runs: option(
    "--runs <N>",
    `histories (default: ${defaultRuns}, unless --steps or --time says when to end)`,
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
  path: option("--path <P>", "fast-check's path of one history", printed(/^\d+(:\d+)*$/)),
  replayPath: option(
    "--replay-path <P>",
    "fast-check's replay path of its commands",
    printed(/^[A-Za-z0-9+/]*:[A-Za-z0-9+/]*$/),
  ),
} as const;

type Values = ValuesOf<typeof parameters>;

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

function limitsOf({ runs, steps, time }: Values): RunLimits {
  const isOpen = runs === null && steps === null && time === null;
  return {
    runs: runs ?? (isOpen ? defaultRuns : unlimited),
    steps: steps ?? unlimited,
    milliseconds: time ?? unlimited,
  };
}

/** Shows how far a run is, in the unit that ends it. */
function showProgress(
  { histories, steps }: BatchReport,
  limits: RunLimits,
  elapsed: number,
  { progress }: CommandContext,
): void {
  const bySteps = limits.steps < unlimited;
  const total = bySteps ? limits.steps : limits.runs;
  progress.show({
    stage: "check",
    done: bySteps ? steps : histories,
    unit: bySteps ? "steps" : "histories",
    total: total < unlimited ? total : null,
    secondsLeft: limits.milliseconds < unlimited ? (limits.milliseconds - elapsed) / 1000 : null,
  });
}

/** Batches on all threads. */
async function runBatches(plan: RunPlan, values: Values, context: CommandContext): Promise<BatchReport> {
  const begin = performance.now();
  const limits = limitsOf(values);
  const report = emptyReport();
  const pool = createPool(values.workers ?? os.availableParallelism());
  try {
    await pool.run({ ...plan, histories: limits.runs }, (batch) => {
      addReport(report, batch);
      const elapsed = performance.now() - begin;
      showProgress(report, limits, elapsed, context);
      if (report.failures.length > 0 || context.signal.aborted) return false;
      return report.histories < limits.runs && report.steps < limits.steps && elapsed < limits.milliseconds;
    });
  } finally {
    await pool.close();
  }
  return report;
}

/** One batch, or one history of it: what a replay line asks for. */
function runOneBatch(plan: RunPlan, values: Values): BatchReport {
  const readings = readingsOf(plan);
  const { seed: usedSeed, maxCommands, mutant } = plan;
  const report = checkBatch(
    {
      seed: usedSeed,
      batch: values.batch ?? 0,
      runs: batchSize,
      maxCommands,
      adjust: adjustTo(plan.needs),
      mutant,
      path: values.path ?? "",
      replayPath: values.replayPath ?? "",
    },
    readings,
  );
  return { ...report, transitions: readings.takeTransitions() };
}

/** Every history of the run into one file, one after another in this thread: byte-identical for equal seeds. */
async function runRecorded(
  plan: RunPlan,
  values: Values,
  file: string,
  context: CommandContext,
): Promise<BatchReport> {
  const begin = performance.now();
  const limits = limitsOf(values);
  const target = openTraceFile(file);
  try {
    const report = await recordHistories(plan, readingsOf(plan), target, limits, context.signal, (sofar) =>
      showProgress(sofar, limits, performance.now() - begin, context),
    );
    // A failing run leaves its shrunk trace instead of all that went well before.
    if (report.failures.length === 0) target.commit();
    return report;
  } finally {
    target.abandon();
  }
}

function verdictOf(report: BatchReport, isInterrupted: boolean): VerdictWord {
  if (report.failures.length > 0) return "violated";
  return isInterrupted || report.histories === 0 ? "unknown" : "held";
}

/** The options that decide what a batch does, as a replay line needs them. */
function drawingOptions(values: Values): string {
  const { servers, maxCommands, maxEntries, preVote, checkQuorum, noOp } = values;
  return [
    servers === null ? "" : ` --servers ${servers}`,
    maxCommands === Number(parameters.maxCommands.fallback) ? "" : ` --max-commands ${maxCommands}`,
    maxEntries === null ? "" : ` --max-entries ${maxEntries}`,
    preVote ? "" : " --no-pre-vote",
    checkQuorum ? "" : " --no-check-quorum",
    noOp ? "" : " --no-no-op",
  ].join("");
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
  return [saveFailure(failure, file, cwd, mutant, drawingOptions(values))];
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
      batchSize,
      histories: unlimited,
      maxCommands: values.maxCommands,
      needs: needsOf(values),
      mutant: values.mutant,
      lockstep: true,
      watch: null,
    };
    const begin = performance.now();
    const report =
      values.batch !== null
        ? runOneBatch(plan, values)
        : values.traceOut !== null
          ? await runRecorded(plan, values, values.traceOut, context)
          : await runBatches(plan, values, context);
    const seconds = (performance.now() - begin) / 1000;
    const verdict = verdictOf(report, values.batch === null && context.signal.aborted);
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
