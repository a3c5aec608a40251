import os from "node:os";
import path from "node:path";
import { writeAtomically } from "../../traces/record/files/index.js";
import { type ReportData, renderReport } from "../report/index.js";
import { createPool, runVerification, sampleHistory, type VerificationOutcome } from "../runs/index.js";
import { type CommandContext, command, option } from "./command.js";
import { exitCodeOf } from "./exit-code.js";
import { openRunFolder, saveFailure, type ViolationDocument, violationText } from "./failure-files.js";
import { duration, integer, seed } from "./option-values.js";
import { formatCount, formatInteger, formatSeconds } from "./output/numbers.js";
import { formatTable } from "./output/tables.js";
import { verdictText } from "./output/verdict.js";
import { randomSeed } from "./random-seed.js";
import { judgingStages, operationLines, reportDataOf, runDocumentOf } from "./verify-documents.js";
import { versions } from "./version.js";

export const verifyCommand = command({
  name: "verify",
  summary: "the main job: every engine on the built-in Raft, until all floors are met",
  examples: ["lockstep verify", "lockstep verify --time 60s --seed 7 --json"],
  parameters: {
    time: option("--time <T>", "at the latest after this time", duration, "110s"),
    seed: option("--seed <S>", "seed of everything that is drawn (default: a new one)", seed),
    workers: option("--workers <N>", "threads (default: one a core; 0: none)", integer(0, 64)),
  },
  async run({ time, seed: given, workers }, context) {
    const { environment, signal, progress, report } = context;
    const begin = performance.now();
    const usedSeed = given ?? randomSeed();
    const threads = workers ?? os.availableParallelism();
    const folder = openRunFolder(environment.cwd, usedSeed);
    const pool = createPool(threads);
    let outcome: VerificationOutcome;
    try {
      outcome = await runVerification({
        seed: usedSeed,
        pool,
        deadline: begin + time,
        signal,
        onProgress: ({ stage, done, total, unit }) =>
          progress.show({ stage, done, total, unit, secondsLeft: (begin + time - performance.now()) / 1000 }),
      });
    } finally {
      await pool.close();
    }
    const seconds = (performance.now() - begin) / 1000;
    // A verification ends at the first failure; without one the folder shows what a passing history looks like.
    const failures = outcome.total.failures.map((failure) =>
      saveFailure(failure, folder.file("trace.ndjson"), environment.cwd, null),
    );
    const told = outcome.total.failures[0]?.trace ?? sampleHistory(usedSeed);
    if (failures.length === 0) folder.writeTrace("trace.ndjson", told);
    folder.writeLog([told]);
    writeAtomically(folder.file("history.ndjson"), operationLines(told));
    const run = { usedSeed, seconds, threads, time, versions: versions() };
    folder.writeRun(runDocumentOf(outcome, run, failures));
    const data = reportDataOf(outcome, run, failures, told);
    const page = folder.file("report.html");
    writeAtomically(page, renderReport(data));
    const shown = path.relative(environment.cwd, page);
    const document = {
      verdict: outcome.verdict,
      seconds: Number(seconds.toFixed(3)),
      seed: usedSeed,
      stages: outcome.stages.map(({ name, verdict, counts, seconds: took }) => ({
        name,
        verdict,
        counts,
        seconds: Number(took.toFixed(3)),
      })),
      witnesses: outcome.total.witnesses,
      missed: outcome.missed,
      violations: failures,
      report: shown,
    };
    report(document, () => verifyText(outcome, data, failures, shown, context));
    return exitCodeOf(outcome.verdict);
  },
});

function verifyText(
  { stages, total, verdict, missed }: VerificationOutcome,
  data: ReportData,
  failures: readonly ViolationDocument[],
  page: string,
  { colors }: CommandContext,
): string {
  const judges = stages.map(({ name }) => name).filter((name) => judgingStages.has(name));
  const properties = formatTable(
    ["property", "section", ...judges, "violations"],
    data.properties.map(({ name, section, judged, violations }) => [
      name,
      section,
      ...judges.map((stage) => judged[stage] ?? 0),
      violations === 0 ? "0" : colors.red(String(violations)),
    ]),
    colors,
  );
  const work = formatTable(
    ["stage", "verdict", "histories", "steps", "compared", "seconds"],
    stages.map(({ name, verdict: word, report, seconds: took }) => [
      name,
      verdictText(word, colors),
      report.histories,
      report.steps,
      report.comparisons,
      took.toFixed(1),
    ]),
    colors,
  );
  const witnesses = formatTable(
    ["witness", "seen", "floor"],
    data.witnesses.map(({ name, seen, floor }) => [name, seen, floor]),
    colors,
  );
  const reachable = data.transitions.filter(({ unreachable }) => unreachable === null);
  const taken = reachable.filter(({ hits }) => hits > 0).length;
  const commands = total.effectiveCommands + total.skippedCommands;
  return [
    work,
    "",
    properties,
    "",
    witnesses,
    "",
    ...exhaustiveLine(stages),
    `chart: ${taken} of ${reachable.length} transitions taken, ${data.transitions.length - reachable.length} more only with a broken rule`,
    `commands: ${formatInteger(commands)}, ${Math.round((100 * total.effectiveCommands) / Math.max(1, commands))} % effective`,
    ...missed.map((line) => colors.yellow(`not seen enough: ${line}`)),
    "",
    ...failures.map(violationText),
    `${verdictText(verdict, colors)}: ${formatInteger(total.histories)} histories, ${formatInteger(total.comparisons)} steps compared, ` +
      `${formatSeconds(data.seconds)} (${formatCount(total.steps / data.seconds)} steps/s), seed ${data.seed}`,
    `report: ${page}`,
  ].join("\n");
}

/** How many states the exhaustive stage visited, of what. */
function exhaustiveLine(stages: VerificationOutcome["stages"]): string[] {
  const stage = stages.find(({ name }) => name === "exhaustive");
  if (stage === undefined) return [];
  const states = Object.entries(stage.counts).map(([spec, distinct]) => `${spec} ${formatInteger(distinct)}`);
  return [`every state within small bounds: ${states.join(", ")}`];
}
