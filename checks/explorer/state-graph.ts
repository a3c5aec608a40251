import type { Machine } from "../../spec/index.js";
import { type Budget, type Exploration, explorationOf, replayPath, type Violation } from "./exploration.js";
import { GrowingWords } from "./growing-words.js";
import { Origins } from "./origins.js";

/** States expanded between two looks at the budget. */
const lookEvery = 1024;

/**
 * Breadth-first search that keeps every state and every edge: for properties of the whole graph, and for
 * writing it out. States are numbered from 0 in the order in which they are found.
 */
export class StateGraph {
  readonly #machine: Machine;
  readonly #budget: Budget;
  readonly #table = new NumberTable();
  readonly #words = new GrowingWords();
  readonly #origins = new Origins();
  readonly #depths = new GrowingWords();
  readonly #targets = new GrowingWords();
  /** Where the edges of each expanded state begin; one more than there are expanded states. */
  readonly #firstEdges = new GrowingWords();
  #current = 0;
  #generated = 0;
  #deadlocks = 0;
  #broken: { readonly property: number; readonly ordinal: number } | null = null;

  constructor(machine: Machine, budget: Budget = {}) {
    this.#machine = machine;
    this.#budget = budget;
  }

  get size(): number {
    return this.#origins.length;
  }

  /** Levels from 1 (initial). */
  depthOf(state: number): number {
    return this.#depths.at(state);
  }

  /** The packed state. */
  wordsOf(state: number): Int32Array {
    const { wordCount } = this.#machine;
    return this.#words.words.slice(state * wordCount, (state + 1) * wordCount);
  }

  /** The number of a state by its fingerprint; -1 if it is not known. */
  numberOf(low: number, high: number): number {
    return this.#table.find(low, high);
  }

  /** Explores, and checks the `eventually` properties if all else holds and every state is known. */
  explore(): Exploration {
    const broken = this.#addInitial();
    if (broken !== null) return this.#exploration(broken, false);
    const { wordCount } = this.#machine;
    const words = new Int32Array(wordCount);
    this.#firstEdges.push(0);
    for (; this.#current < this.size && this.#broken === null && this.#goesOn(); this.#current += 1) {
      words.set(this.#words.words.subarray(this.#current * wordCount, (this.#current + 1) * wordCount));
      const successors = this.#machine.expand(words, 0, this);
      this.#generated += successors;
      if (successors === 0) this.#deadlocks += 1;
      this.#firstEdges.push(this.#targets.length);
    }
    if (this.#broken !== null) {
      const { property, ordinal } = this.#broken;
      return this.#exploration(this.#violation(property, this.#current - 1, ordinal), false);
    }
    const complete = this.#current === this.size;
    const stuck = complete ? this.#firstStuck() : null;
    if (stuck === null) return this.#exploration(null, complete);
    return this.#exploration(this.#violation(stuck.property, stuck.state, null), false);
  }

  /** See Visitor. */
  visit(low: number, high: number, words: Int32Array, ordinal: number): boolean {
    const known = this.#table.find(low, high);
    this.#targets.push(known === -1 ? this.size : known);
    if (known !== -1) return false;
    this.#add(low, high, words, this.#current, ordinal);
    return true;
  }

  /** See Visitor. */
  violated(property: number, ordinal: number): void {
    this.#broken ??= { property, ordinal };
  }

  #addInitial(): Violation | null {
    const lanes = new Int32Array(2);
    for (const [offset, words] of this.#machine.initial.entries()) {
      this.#generated += 1;
      this.#machine.fingerprint(words, 0, lanes);
      const [low = 0, high = 0] = lanes;
      if (this.#table.find(low, high) === -1) this.#add(low, high, words, -1, offset);
      const property = this.#machine.properties[this.#machine.judge(words, 0)];
      if (property !== undefined) return { property: property.name, initial: words, path: [] };
    }
    return null;
  }

  #add(low: number, high: number, words: Int32Array, parent: number, ordinal: number): void {
    this.#table.add(low, high);
    this.#words.pushAll(words, this.#machine.wordCount);
    this.#origins.push(parent, ordinal);
    this.#depths.push(parent === -1 ? 1 : this.#depths.at(parent) + 1);
  }

  #goesOn(): boolean {
    const { maxStates, maxDepth = Number.POSITIVE_INFINITY, stop, progress } = this.#budget;
    if (this.size >= (maxStates ?? Number.POSITIVE_INFINITY)) return false;
    if (this.depthOf(this.#current) >= maxDepth) return false;
    if (this.#current % lookEvery !== 0) return true;
    const depth = this.depthOf(this.size - 1);
    progress?.({
      generated: this.#generated,
      distinct: this.size,
      queue: this.size - this.#current,
      depth,
    });
    return stop?.() !== true;
  }

  /** The shallowest state from which a goal is out of reach. */
  #firstStuck(): { readonly property: number; readonly state: number } | null {
    for (const [property, { kind }] of this.#machine.properties.entries()) {
      if (kind !== "eventually") continue;
      const state = this.#reachingGoal(property).indexOf(0);
      if (state !== -1) return { property, state };
    }
    return null;
  }

  /** 1 for each state from which the goal of a property can be reached: backwards from where it holds. */
  #reachingGoal(property: number): Uint8Array {
    const { wordCount } = this.#machine;
    const reaching = new Uint8Array(this.size);
    const queue = new GrowingWords();
    for (let state = 0; state < this.size; state += 1) {
      if (!this.#machine.reaches(property, this.#words.words, state * wordCount)) continue;
      reaching[state] = 1;
      queue.push(state);
    }
    const { first, sources } = this.#predecessors();
    for (let next = 0; next < queue.length; next += 1) {
      const state = queue.at(next);
      for (let edge = first[state] as number; edge < (first[state + 1] as number); edge += 1) {
        const source = sources[edge] as number;
        if (reaching[source] === 1) continue;
        reaching[source] = 1;
        queue.push(source);
      }
    }
    return reaching;
  }

  /** The edges turned round: those into state n are `first[n]` … `first[n + 1]` - 1. */
  #predecessors(): { readonly first: Int32Array; readonly sources: Int32Array } {
    const first = new Int32Array(this.size + 1);
    for (let edge = 0; edge < this.#targets.length; edge += 1) {
      const after = this.#targets.at(edge) + 1;
      first[after] = (first[after] as number) + 1;
    }
    for (let state = 0; state < this.size; state += 1) {
      first[state + 1] = (first[state + 1] as number) + (first[state] as number);
    }
    const next = first.slice();
    const sources = new Int32Array(this.#targets.length);
    for (let state = 0; state < this.size; state += 1) {
      for (let edge = this.#firstEdges.at(state); edge < this.#firstEdges.at(state + 1); edge += 1) {
        const target = this.#targets.at(edge);
        sources[next[target] as number] = state;
        next[target] = (next[target] as number) + 1;
      }
    }
    return { first, sources };
  }

  /** The path to a state, and the step from there that breaks the property (null: the state itself does). */
  #violation(property: number, state: number, ordinal: number | null): Violation {
    const { root, ordinals } = this.#origins.pathTo(state);
    const initial = this.#machine.initial[root] as Int32Array;
    return {
      property: this.#machine.properties[property]?.name ?? "",
      initial,
      path: replayPath(this.#machine, initial, ordinal === null ? ordinals : [...ordinals, ordinal]),
    };
  }

  #exploration(violation: Violation | null, complete: boolean): Exploration {
    return explorationOf(this.#machine, {
      generated: this.#generated,
      distinct: this.size,
      depth: this.size === 0 ? 0 : this.depthOf(this.size - 1),
      complete,
      violation,
      deadlocks: this.#deadlocks,
    });
  }
}

/** Fingerprints numbered in the order in which they were added. */
class NumberTable {
  #slots = new Int32Array(1 << 12);
  readonly #lanes = new GrowingWords();

  find(low: number, high: number): number {
    return (this.#slots[this.#slot(low | 0, high | 0)] as number) - 1;
  }

  /** Adds a fingerprint that is not there. */
  add(low: number, high: number): void {
    if (this.#lanes.length > this.#slots.length) this.#grow();
    this.#lanes.push(low);
    this.#lanes.push(high);
    this.#slots[this.#slot(low | 0, high | 0)] = this.#lanes.length / 2;
  }

  /** Where a fingerprint is, or would be. */
  #slot(low: number, high: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = (low ^ Math.imul(high, 0x9e3779b1)) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot] as number;
      if (number === 0) return slot;
      if (this.#lanes.at(2 * number - 2) === low && this.#lanes.at(2 * number - 1) === high) return slot;
    }
  }

  #grow(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (let number = 1; number <= this.#lanes.length / 2; number += 1) {
      this.#slots[this.#slot(this.#lanes.at(2 * number - 2), this.#lanes.at(2 * number - 1))] = number;
    }
  }
}
