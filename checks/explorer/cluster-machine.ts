import type { Json, Machine, MachineProperty, StateJson, Step, Visitor } from "../../spec/index.js";
import type { ServerId } from "../../traces/format/index.js";
import type { ClusterBounds } from "./cluster-machine-bounds.js";
import type { ServerEngine } from "./cluster-machine-engine.js";
import { type Life, Lives } from "./cluster-machine-lives.js";
import { clusterActions, type Move, Moves } from "./cluster-machine-moves.js";
import {
  ClusterJudge,
  type ClusterLayout,
  type ClusterPropertyName,
  clusterProperties,
  layoutOf,
} from "./cluster-machine-properties.js";
import { spread } from "./cluster-machine-table.js";
import { ClusterText, explain } from "./cluster-machine-text.js";

/** The names of the servers of a cluster: s1, s2 … */
export function serverNames(size: number): readonly ServerId[] {
  return Array.from({ length: size }, (_, server) => `s${server + 1}`);
}

/**
 * A cluster as a machine. Its words are numbers of lives and letters, so they mean something to this machine
 * only: one thread explores it. Counts, depth and fingerprints do not depend on the numbers.
 * @throws RangeError for the name of a property that there is not.
 */
export function createClusterMachine(
  engine: ServerEngine,
  bounds: ClusterBounds,
  chosen: readonly string[] = clusterProperties.map(({ name }) => name),
): Machine {
  for (const name of chosen) {
    if (clusterProperties.some((known) => known.name === name)) continue;
    const known = clusterProperties.map((property) => property.name).join(", ");
    throw new RangeError(`a cluster has no property ${name}; it has ${known}`);
  }
  return new ClusterMachine(engine, bounds, chosen);
}

const witnessNames = [
  "leaderElected",
  "reElected",
  "entryCommitted",
  "followerCommitted",
  "logsDiffer",
  "restarted",
];

class ClusterMachine implements Machine {
  readonly name: string;
  readonly constants: { readonly [constant: string]: number };
  readonly wordCount: number;
  readonly actions = clusterActions;
  readonly properties: readonly MachineProperty[];
  readonly witnesses = witnessNames;
  readonly initial: readonly Int32Array[];
  readonly taken = new Float64Array(clusterActions.length);
  readonly witnessed = new Float64Array(witnessNames.length);
  readonly #bounds: ClusterBounds;
  readonly #layout: ClusterLayout;
  readonly #lives: Lives;
  readonly #moves: Moves;
  readonly #judge: ClusterJudge;
  readonly #text: ClusterText;
  readonly #after: Int32Array;
  readonly #lanes = new Int32Array(2);

  constructor(engine: ServerEngine, bounds: ClusterBounds, chosen: readonly string[]) {
    this.name = engine.name;
    this.constants = { ...bounds };
    this.properties = clusterProperties.filter(({ name }) => chosen.includes(name));
    this.#bounds = bounds;
    this.#layout = layoutOf(bounds.servers, bounds.maxInFlight);
    this.wordCount = this.#layout.wordCount;
    this.#lives = new Lives(engine, bounds.slowDisks === 1);
    this.#moves = new Moves(engine, bounds, this.#lives, this.#layout);
    this.#judge = new ClusterJudge(this.#lives, this.#layout, chosen);
    this.#text = new ClusterText(engine.servers, this.#lives, this.#judge, this.#layout);
    this.#after = new Int32Array(this.wordCount);
    const words = new Int32Array(this.wordCount);
    for (let server = 0; server < bounds.servers; server += 1) words[server] = this.#lives.first(server).id;
    words[this.#layout.committed] = this.#judge.nothingCommitted;
    this.initial = [words];
  }

  fingerprint(words: Int32Array, offset: number, lanes: Int32Array): void {
    const { servers, restarts, committed, letters, wordCount } = this.#layout;
    let low = 0;
    let high = 0;
    const mix = (one: number, other: number): void => {
      low = spread(Math.imul(low, 31) + one);
      high = spread(Math.imul(high, 37) + other);
    };
    for (let server = 0; server < servers; server += 1) {
      const life = this.#lives.lives.at(words[offset + server] as number);
      mix(life.low, life.high);
    }
    for (let at = restarts; at < committed; at += 1)
      mix(words[offset + at] as number, words[offset + at] as number);
    const entries = this.#judge.committed(words[offset + committed] as number);
    mix(entries.low, entries.high);
    // A sum, since the order of letters depends on their numbers.
    let lowSum = 0;
    let highSum = 0;
    for (let at = letters; at < wordCount && words[offset + at] !== 0; at += 1) {
      const letter = this.#lives.letters.at(words[offset + at] as number);
      lowSum += spread(letter.low);
      highSum += spread(letter.high);
    }
    mix(lowSum, highSum);
    lanes[0] = low;
    lanes[1] = high;
  }

  expand(words: Int32Array, offset: number, visitor: Visitor): number {
    const moves = this.#moves.of(words, offset);
    const before = words.subarray(offset, offset + this.wordCount);
    for (let ordinal = 0; ordinal < moves.length; ordinal += 1) {
      const move = moves[ordinal] as Move;
      this.taken[move.offset] = (this.taken[move.offset] as number) + 1;
      const { broken, within } = this.#take(before, move);
      for (const name of broken) visitor.violated(this.#offsetOf(name), ordinal);
      if (!within || isEqual(before, this.#after)) continue;
      this.fingerprint(this.#after, 0, this.#lanes);
      const isNew = visitor.visit(this.#lanes[0] as number, this.#lanes[1] as number, this.#after, ordinal);
      if (isNew) this.#countWitnesses(this.#after, 0);
    }
    return moves.length;
  }

  judge(words: Int32Array, offset: number): number {
    this.#countWitnesses(words, offset);
    const [name] = this.#judge.brokenIn(words, offset).filter((broken) => this.#offsetOf(broken) >= 0);
    return name === undefined ? -1 : this.#offsetOf(name);
  }

  reaches(): boolean {
    throw new RangeError("a cluster has no `eventually` properties");
  }

  replay(words: Int32Array, offset: number, ordinal: number): Step {
    const before = words.slice(offset, offset + this.wordCount);
    const move = this.#moves.of(before, 0)[ordinal];
    if (move === undefined) throw new RangeError(`the state has no step with the ordinal ${ordinal}`);
    const { broken, within } = this.#take(before, move);
    const states = { before: this.toJson(before, 0), after: this.toJson(this.#after, 0) };
    const changed = Object.keys(states.after).filter(
      (name) => JSON.stringify(states.before[name]) !== JSON.stringify(states.after[name]),
    );
    return {
      action: move.action,
      parameters: this.#text.parametersOf(move),
      ...states,
      words: within ? this.#after.slice() : null,
      changed,
      broken: broken.map((property) => ({ property, conjunct: explain(property) })),
    };
  }

  toJson(words: Int32Array, offset: number): StateJson {
    return this.#text.toJson(words, offset);
  }

  fromJson(state: StateJson): Int32Array {
    return this.#text.fromJson(state);
  }

  print(words: Int32Array, offset: number): string {
    const lines = Object.entries(this.toJson(words, offset));
    return lines.map(([name, value]: [string, Json]) => `${name} = ${JSON.stringify(value)}`).join("\n");
  }

  #offsetOf(name: ClusterPropertyName): number {
    return this.properties.findIndex((property) => property.name === name);
  }

  /** Writes the successor to `#after`; without its letters, if there are too many for the bounds. */
  #take(before: Int32Array, move: Move): { broken: readonly ClusterPropertyName[]; within: boolean } {
    const { restarts, letters } = this.#layout;
    const after = this.#after;
    after.set(before);
    const inFlight: number[] = [];
    for (let at = letters; at < this.wordCount && before[at] !== 0; at += 1)
      inFlight.push(before[at] as number);
    if (move.deed === null || move.deed === "deliver") {
      if (move.action === "Duplicate") inFlight.push(move.extra);
      else inFlight.splice(inFlight.indexOf(move.extra), 1);
      if (move.deed === null) return { broken: [], within: this.#setLetters(inFlight) };
    }
    const life = this.#lives.lives.at(before[move.server] as number);
    const outcome = this.#lives.outcome(life, move.deed, move.extra);
    after[move.server] = outcome.life.id;
    if (move.deed === "restart") after[restarts] = (after[restarts] as number) + 1;
    inFlight.push(...outcome.sent);
    const within = this.#setLetters(inFlight) && this.#isWithin(outcome.life);
    return { broken: this.#judge.afterStep(after, move.server, outcome.votes), within };
  }

  #isWithin({ view, log }: Life): boolean {
    return view.currentTerm <= this.#bounds.maxTerm && log.length <= this.#bounds.maxLog;
  }

  /** Puts the letters into the successor, most recent kind first; false if they are too many. */
  #setLetters(inFlight: number[]): boolean {
    const { letters } = this.#layout;
    const { maxInFlight, maxCopies } = this.#bounds;
    const after = this.#after;
    inFlight.sort((one, other) => other - one);
    after.fill(0, letters);
    if (inFlight.length > maxInFlight) return false;
    for (let at = 0; at < inFlight.length; at += 1) {
      if (inFlight[at] === inFlight[at - maxCopies]) return false;
      after[letters + at] = inFlight[at] as number;
    }
    return true;
  }

  #countWitnesses(words: Int32Array, offset: number): void {
    let seen = (words[offset + this.#layout.restarts] as number) > 0 ? 32 : 0;
    const [first] = this.#lives.lives.at(words[offset] as number).log;
    for (let server = 0; server < this.#layout.servers; server += 1) {
      const { view, log } = this.#lives.lives.at(words[offset + server] as number);
      if (view.role === "leader") seen |= 1 | (view.currentTerm > 1 ? 2 : 0);
      if (view.commitIndex > 0) seen |= view.role === "leader" ? 4 : 8;
      if (first !== undefined && log.length > 0 && log[0] !== first) seen |= 16;
    }
    for (let witness = 0; witness < witnessNames.length; witness += 1) {
      this.witnessed[witness] = (this.witnessed[witness] as number) + ((seen >>> witness) & 1);
    }
  }
}

function isEqual(one: Int32Array, other: Int32Array): boolean {
  for (let at = 0; at < one.length; at += 1) {
    if (one[at] !== other[at]) return false;
  }
  return true;
}
