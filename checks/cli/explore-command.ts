import os from "node:os";
import path from "node:path";
import { type Machine, type Obligations, SpecificationError } from "../../spec/index.js";
import type { VerdictWord } from "../../traces/format/index.js";
import {
  brokenConjunct,
  canShare,
  counterexampleText,
  dumpStates,
  type Exploration,
  type MachineRequest,
  openMachine,
  type SearchRequest,
  search,
  searchOrders,
  sequenceDiagram,
  writeCounterexample,
} from "../explorer/index.js";
import { argument, type CommandContext, command, option, type ValuesOf } from "./command.js";
import { exitCodeOf } from "./exit-code.js";
import { checkMutant, constantOptions, constantsFrom, names, specification } from "./explore-options.js";
import { openRunFolder } from "./failure-files.js";
import { choice, didYouMean, duration, integer, outputFile, seed } from "./option-values.js";
import { formatCount, formatInteger, formatSeconds } from "./output/numbers.js";
import { formatTable } from "./output/tables.js";
import { verdictText } from "./output/verdict.js";
import { UsageError } from "./usage-error.js";

const text = (value: string): string => value;

const parameters = {
  spec: argument("<spec>", "which specification", specification),
  ...constantOptions,
  symmetry: option("--symmetry <SORTS>", "sorts whose members are interchangeable: servers,values", names),
  search: option("--search <ORDER>", "bfs, dfs or random", choice(searchOrders), "bfs"),
  property: option("--property <NAMES>", "check these in place of the standard ones", names),
  refinement: option("--refinement <NAME>", "hold each step against this refinement instead", text),
  mutant: option("--mutant <ID>", "a wrong rule put in", text),
  workers: option("--workers <N>", "threads (0: none, and deaf to Ctrl-C)", integer(0, 16), "1"),
  time: option("--time <T>", "how long at most, such as 30s (random: 10s)", duration),
  maxStates: option("--max-states <N>", "distinct states at most", integer(1, 4e9)),
  maxDepth: option("--max-depth <N>", "levels, or states of a path, at most", integer(1, 1e6)),
  seed: option("--seed <S>", "of random walks", seed, "1"),
  traceOut: option("--trace-out <FILE>", "where a counterexample goes", outputFile),
  dumpStates: option("--dump-states <FILE>", "writes every state and its edges, one line each", outputFile),
} as const;

type Values = ValuesOf<typeof parameters>;

/** The machine, with errors about what was asked of it as a line for the user. */
function openFor(request: MachineRequest): Machine {
  try {
    return openMachine(request);
  } catch (error) {
    throw forUser(error);
  }
}

/** Mistakes in a specification, or in what was asked of it, are the user's to put right. */
export function forUser(error: unknown): unknown {
  const isMistake = error instanceof SpecificationError || error instanceof RangeError;
  return isMistake ? new UsageError(error.message) : error;
}

/** Every property of the specification, to help those who misspell one. */
function checkProperties(request: MachineRequest): void {
  if (request.properties === null) return;
  const known = openFor({ ...request, properties: null }).properties.map(({ name }) => name);
  for (const name of request.properties) {
    try {
      openMachine({ ...request, properties: [name] });
    } catch (error) {
      const { message } = forUser(error) as Error;
      throw new UsageError(`--property: ${message}${didYouMean(name, known)}`);
    }
  }
}

function requestOf(values: Values): MachineRequest {
  const request: MachineRequest = {
    spec: values.spec.name,
    constants: constantsFrom(values.spec, values),
    symmetry: values.symmetry ?? [],
    properties: values.property,
    mutant: values.mutant,
    ...(values.refinement === null ? {} : { refinement: values.refinement }),
  };
  if (values.refinement !== null && values.property !== null)
    throw new UsageError("--refinement takes the place of --property: give one of them");
  checkMutant(values.spec, request);
  checkProperties(request);
  return request;
}

function verdictOf({ violation, complete }: Exploration): VerdictWord {
  if (violation !== null) return "violated";
  return complete ? "held" : "unknown";
}

/** What can be said of each property: nothing of those that the search did not finish with. */
function propertyVerdicts(machine: Machine, { violation, complete }: Exploration) {
  return Object.fromEntries(
    machine.properties.map(({ name }) => [
      name,
      violation?.property === name ? "violated" : complete ? "held" : "unreached",
    ]),
  );
}

/** Explores, told when to end by the clock and by Ctrl-C. */
async function explore(
  request: SearchRequest,
  { workers, time }: Values,
  { signal, progress }: CommandContext,
): Promise<Exploration> {
  const begin = performance.now();
  const limit = time ?? (request.order === "random" ? 10_000 : Number.POSITIVE_INFINITY);
  try {
    return await search(request, workers, {
      stop: () => performance.now() - begin >= limit || signal.aborted,
      progress: ({ generated, distinct, queue, depth }) =>
        progress.show({
          stage: `explore (${formatCount(distinct)} states, ${formatCount(queue)} queued, depth ${depth})`,
          done: generated,
          unit: "generated",
          secondsLeft: Number.isFinite(limit) ? (limit - performance.now() + begin) / 1000 : null,
        }),
    });
  } catch (error) {
    throw forUser(error);
  }
}

/** Writes the counterexample, and says where and what it is. */
function saveCounterexample(
  request: MachineRequest,
  machine: Machine,
  { violation }: Exploration,
  traceOut: string | null,
  cwd: string,
) {
  if (violation === null) return null;
  const steps = violation.path;
  const initial = steps[0]?.before ?? machine.toJson(machine.initial[0] as Int32Array, 0);
  const broken = brokenConjunct(violation.property, steps);
  const file = traceOut ?? openRunFolder(cwd, `explore-${request.spec}`).file("counterexample.ndjson");
  writeCounterexample(file, request, machine.constants, initial, steps, broken);
  return {
    file: path.relative(cwd, file),
    length: steps.length,
    ...broken,
    diagram: sequenceDiagram(initial, steps),
    text: counterexampleText(initial, steps, broken),
  };
}

/** Whole process: what was started for it, and what it needed to start. */
function cost(seconds: number, generated: number) {
  const { user, system } = process.cpuUsage();
  const cpuSeconds = (user + system) / 1e6;
  return {
    seconds: Number(seconds.toFixed(3)),
    cpuSeconds: Number(cpuSeconds.toFixed(3)),
    generatedPerCpuSecond: Math.round(generated / cpuSeconds),
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

export const exploreCommand = command({
  name: "explore",
  summary: "every reachable state of a specification within bounds",
  examples: [
    "lockstep explore raft-classic --servers 2 --max-in-flight 2 --symmetry servers",
    "lockstep explore paxos --acceptors 3 --values 2 --max-ballot 1 --workers 2",
    "lockstep explore raft-classic --mutant half-quorum --servers 2 --trace-out counterexample.ndjson",
    "lockstep explore paxos --property choiceStaysPossible --acceptors 4 --values 1",
    "lockstep explore paxos --refinement paxos-voting",
  ],
  parameters,
  async run(values, context) {
    const begin = performance.now();
    const request = requestOf(values);
    const machine = openFor(request);
    const { maxStates, maxDepth } = values;
    const order = values.search;
    const searched: SearchRequest = { machine: request, order, seed: values.seed, maxStates, maxDepth };
    const exploration = await explore(searched, values, context);
    const { cwd } = context.environment;
    const counterexample = saveCounterexample(request, machine, exploration, values.traceOut, cwd);
    if (values.dumpStates !== null) dumpStates(openFor(request), values.dumpStates);
    const verdict = verdictOf(exploration);
    const { generated, distinct, depth, complete, deadlocks, taken, witnesses } = exploration;
    const document = {
      spec: machine.name,
      constants: machine.constants,
      symmetry: request.symmetry,
      mutant: request.mutant,
      search: order,
      workers: values.workers > 1 && !canShare(searched) ? 1 : values.workers,
      verdict,
      generated,
      distinct,
      depth,
      complete,
      ...cost((performance.now() - begin) / 1000, generated),
      collisionProbability: exploration.collisionProbability,
      properties: propertyVerdicts(machine, exploration),
      witnesses,
      actions: taken,
      neverEnabled: Object.keys(taken).filter((action) => taken[action] === 0),
      deadlocks,
      refinement: values.refinement,
      obligations: exploration.obligations ?? null,
      counterexample: counterexample?.file ?? null,
      counterexampleLength: counterexample?.length ?? null,
      violation:
        counterexample === null
          ? null
          : { property: counterexample.property, conjunct: counterexample.conjunct },
      sequenceDiagram: counterexample?.diagram ?? null,
    };
    context.report(document, () => exploreText(document, counterexample, context));
    return exitCodeOf(verdict);
  },
});

interface ExploreDocument {
  readonly spec: string;
  readonly constants: { readonly [constant: string]: number };
  readonly verdict: VerdictWord;
  readonly generated: number;
  readonly distinct: number;
  readonly depth: number;
  readonly complete: boolean;
  readonly seconds: number;
  readonly generatedPerCpuSecond: number;
  readonly peakBytes: number;
  readonly collisionProbability: number;
  readonly properties: { readonly [property: string]: string };
  readonly witnesses: { readonly [witness: string]: number };
  readonly actions: { readonly [action: string]: number };
  readonly neverEnabled: readonly string[];
  readonly deadlocks: number;
  readonly obligations: Exploration["obligations"] | null;
  readonly counterexample: string | null;
}

function exploreText(
  document: ExploreDocument,
  counterexample: { readonly text: string; readonly diagram: string } | null,
  { colors }: CommandContext,
): string {
  const table = (heading: string, counts: { readonly [name: string]: string | number }): string =>
    formatTable([heading, ""], Object.entries(counts), colors);
  const { generated, distinct, depth, constants, neverEnabled, deadlocks } = document;
  const bounds = Object.entries(constants).map(([name, value]) => `${name} ${value}`);
  const notes = [
    ...(document.obligations ? [obligationsText(document.obligations)] : []),
    ...(neverEnabled.length === 0 ? [] : [`never enabled: ${neverEnabled.join(", ")}`]),
    ...(deadlocks === 0 ? [] : [`${formatInteger(deadlocks)} states have no successor`]),
    ...(document.complete || counterexample !== null
      ? []
      : ["the search ended before every state was visited"]),
  ];
  const shown =
    counterexample === null
      ? []
      : ["", counterexample.text, "", counterexample.diagram, "", `written to ${document.counterexample}`];
  return [
    table("action", document.actions),
    "",
    table("witness", document.witnesses),
    "",
    table("property", document.properties),
    ...shown,
    "",
    ...notes,
    `${verdictText(document.verdict, colors)}: ${document.spec} with ${bounds.join(", ")}`,
    `${formatInteger(distinct)} distinct states, ${formatInteger(generated)} generated, depth ${depth}; ` +
      `${formatSeconds(document.seconds)}, ${formatCount(document.generatedPerCpuSecond)} generated a CPU second, ` +
      `${formatCount(document.peakBytes / 2 ** 20)} MiB at most on ${os.availableParallelism()} cores`,
    `probability that two states were taken for one: ${document.collisionProbability.toExponential(1)}`,
  ].join("\n");
}

function obligationsText({ edges, stutters, steps }: Obligations): string {
  const taken = Object.entries(steps).map(([action, count]) => `${formatInteger(count)} ${action}`);
  return `${formatInteger(edges)} edges checked, ${formatInteger(stutters)} of them no step at all; ${taken.join(", ")}`;
}
