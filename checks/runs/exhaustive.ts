import type { Counts } from "../../traces/format/index.js";
import { type Exploration, type SearchRequest, search } from "../explorer/index.js";

/** A specification (or a cluster of charts or servers) and bounds within which all of it is visited. */
export interface Expanse {
  readonly spec: string;
  readonly constants: { readonly [constant: string]: number };
  readonly symmetry: readonly string[];
  /** Witnesses that these bounds leave no room for. */
  readonly outOfReach: readonly string[];
}

const twoServers = { servers: 2, maxTerm: 2, maxInFlight: 2 };

/** Bounds that end within seconds, each large enough for all that it is to show. */
export const expanses: readonly Expanse[] = [
  { spec: "consensus", constants: {}, symmetry: [], outOfReach: [] },
  { spec: "voting", constants: {}, symmetry: [], outOfReach: [] },
  { spec: "paxos", constants: {}, symmetry: [], outOfReach: [] },
  { spec: "raft-abstract", constants: {}, symmetry: [], outOfReach: [] },
  { spec: "raft-classic", constants: { ...twoServers, values: 2, maxLog: 2 }, symmetry: [], outOfReach: [] },
  { spec: "raft", constants: {}, symmetry: ["servers"], outOfReach: [] },
  {
    spec: "charts",
    constants: { ...twoServers, maxLog: 1, maxRestarts: 1 },
    symmetry: [],
    outOfReach: ["logsDiffer"],
  },
  {
    spec: "impl",
    constants: { ...twoServers, maxLog: 2, maxRestarts: 0 },
    symmetry: [],
    outOfReach: ["logsDiffer", "restarted"],
  },
];

/** What the exhaustive stage did. */
export interface ExhaustiveResult {
  /** Distinct states, by specification. */
  readonly counts: Counts;
  /** Properties that broke, each with the command line that shows how. */
  readonly broken: readonly string[];
  /** What was not visited, or not seen. */
  readonly missed: readonly string[];
}

/** Visits each expanse to the end, `threads` at a time; `stop` ends it early. */
export async function runExhaustive(
  list: readonly Expanse[],
  threads: number,
  stop: () => boolean,
  onDone: (done: number) => void,
): Promise<ExhaustiveResult> {
  const counts: { [spec: string]: number } = {};
  const broken: string[] = [];
  const missed: string[] = [];
  const waiting = [...list];
  const work = async (): Promise<void> => {
    for (let expanse = waiting.shift(); expanse !== undefined; expanse = waiting.shift()) {
      const found = await search(requestFor(expanse), Math.min(threads, 1), { stop });
      counts[expanse.spec] = found.distinct;
      if (found.violation !== null) broken.push(`${found.violation.property}: ${commandLine(expanse)}`);
      else missed.push(...missedIn(expanse, found));
      onDone(list.length - waiting.length);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, threads) }, work));
  return { counts, broken, missed };
}

function requestFor({ spec, constants, symmetry }: Expanse): SearchRequest {
  const machine = { spec, constants, symmetry, properties: null, mutant: null };
  return { machine, order: "bfs", seed: "0", maxStates: null, maxDepth: null };
}

function missedIn({ spec, outOfReach }: Expanse, found: Exploration): string[] {
  if (!found.complete) return [`exhaustive: ${spec} was not visited to the end`];
  return Object.entries(found.witnesses)
    .filter(([name, seen]) => seen === 0 && !outOfReach.includes(name))
    .map(([name]) => `exhaustive: ${spec} never showed ${name}`);
}

/** "lockstep explore raft --symmetry servers". */
export function commandLine({ spec, constants, symmetry }: Expanse): string {
  const flags = Object.entries(constants).map(
    ([name, value]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${value}`,
  );
  const orbits = symmetry.length === 0 ? [] : [`--symmetry ${symmetry.join(",")}`];
  return ["lockstep explore", spec, ...flags, ...orbits].join(" ");
}
