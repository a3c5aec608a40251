import type { Machine } from "../../spec/index.js";
import {
  type Budget,
  type Exploration,
  explorationOf,
  refuseEventual,
  replayPath,
  type Violation,
} from "./exploration.js";
import { GrowingWords } from "./growing-words.js";
import { Origins } from "./origins.js";
import { StateTable } from "./state-table.js";

/** States expanded between two looks at the budget. */
const lookEvery = 256;

/**
 * Depth-first search: of the states known, the one found last is expanded next. Needs less memory for
 * its queue than breadth-first search where the graph is wide, finds deep violations early, and its
 * counterexamples are long. Ends at the first violation.
 */
export function exploreDepthFirst(machine: Machine, budget: Budget = {}): Exploration {
  refuseEventual(machine);
  return new DepthFirstSearch(machine, budget).run();
}

class DepthFirstSearch {
  readonly #machine: Machine;
  readonly #budget: Budget;
  readonly #table = new StateTable();
  /** States to expand, each followed by its number. */
  readonly #stack = new GrowingWords();
  readonly #origins = new Origins();
  readonly #depths = new GrowingWords();
  #current = 0;
  #depth = 1;
  #generated = 0;
  #expanded = 0;
  #deadlocks = 0;
  #cut = false;
  #broken: { readonly property: number; readonly ordinal: number } | null = null;

  constructor(machine: Machine, budget: Budget) {
    this.#machine = machine;
    this.#budget = budget;
  }

  run(): Exploration {
    const { initial, wordCount, properties } = this.#machine;
    for (const [offset, words] of initial.entries()) {
      const property = properties[this.#machine.judge(words, 0)];
      if (property !== undefined)
        return this.#exploration({ property: property.name, initial: words, path: [] });
      this.#addInitial(words, offset);
    }
    const { maxDepth = Number.POSITIVE_INFINITY } = this.#budget;
    const entry = new Int32Array(wordCount + 1);
    while (this.#stack.length > 0 && this.#broken === null && this.#goesOn()) {
      this.#stack.popInto(entry);
      this.#current = entry[wordCount] as number;
      if (this.#depths.at(this.#current) >= maxDepth) {
        this.#cut = true;
        continue;
      }
      const successors = this.#machine.expand(entry, 0, this);
      this.#expanded += 1;
      this.#generated += successors;
      if (successors === 0) this.#deadlocks += 1;
    }
    return this.#exploration(this.#violation());
  }

  /** See Visitor. */
  expect(low: number, high: number): void {
    this.#table.touch(low, high);
  }

  /** See Visitor. */
  visit(low: number, high: number, words: Int32Array, ordinal: number): boolean {
    if (!this.#table.insert(low, high)) return false;
    const depth = this.#depths.at(this.#current) + 1;
    this.#depth = Math.max(this.#depth, depth);
    this.#push(words, this.#current, ordinal, depth);
    return true;
  }

  /** See Visitor. */
  violated(property: number, ordinal: number): void {
    this.#broken ??= { property, ordinal };
  }

  #addInitial(words: Int32Array, offset: number): void {
    const lanes = new Int32Array(2);
    this.#machine.fingerprint(words, 0, lanes);
    this.#generated += 1;
    if (this.#table.insert(lanes[0] as number, lanes[1] as number)) this.#push(words, -1, offset, 1);
  }

  #push(words: Int32Array, parent: number, ordinal: number, depth: number): void {
    this.#stack.pushAll(words, this.#machine.wordCount);
    this.#stack.push(this.#origins.length);
    this.#origins.push(parent, ordinal);
    this.#depths.push(depth);
  }

  #goesOn(): boolean {
    const { maxStates = Number.POSITIVE_INFINITY, stop, progress } = this.#budget;
    if (this.#table.size >= maxStates) return false;
    if (this.#expanded % lookEvery !== 0) return true;
    const distinct = this.#table.size;
    const queue = distinct - this.#expanded;
    progress?.({ generated: this.#generated, distinct, queue, depth: this.#depth });
    return stop?.() !== true;
  }

  #violation(): Violation | null {
    if (this.#broken === null) return null;
    const { property, ordinal } = this.#broken;
    const { root, ordinals } = this.#origins.pathTo(this.#current);
    const initial = this.#machine.initial[root] as Int32Array;
    return {
      property: this.#machine.properties[property]?.name ?? "",
      initial,
      path: replayPath(this.#machine, initial, [...ordinals, ordinal]),
    };
  }

  #exploration(violation: Violation | null): Exploration {
    return explorationOf(this.#machine, {
      generated: this.#generated,
      distinct: this.#table.size,
      depth: this.#depth,
      complete: violation === null && !this.#cut && this.#stack.length === 0,
      violation,
      deadlocks: this.#deadlocks,
    });
  }
}
