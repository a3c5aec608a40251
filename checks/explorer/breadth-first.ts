import type { Machine } from "../../spec/index.js";
import {
  type Budget,
  type Exploration,
  eventualProperty,
  explorationOf,
  replayPath,
  type Violation,
} from "./exploration.js";
import { Origins } from "./origins.js";
import { StateGraph } from "./state-graph.js";
import { StateQueue } from "./state-queue.js";
import { StateTable } from "./state-table.js";

/** States expanded between two looks at the budget. */
const lookEvery = 1024;

/**
 * Breadth-first search: counterexamples are shortest. Ends at the first violation. Counts are TLC's: the
 * initial states and every enabled binding are generated, successors beyond the bounds and repeats included.
 * Keeps the whole graph if a property is of the kind `eventually`.
 */
export function exploreBreadthFirst(machine: Machine, budget: Budget = {}): Exploration {
  return eventualProperty(machine) === null
    ? new BreadthFirstSearch(machine, budget).run()
    : new StateGraph(machine, budget).explore();
}

class BreadthFirstSearch {
  readonly #machine: Machine;
  readonly #budget: Budget;
  readonly #table = new StateTable();
  readonly #queue: StateQueue;
  readonly #origins = new Origins();
  /** The number of the state that is being expanded: states are numbered in the order of the queue. */
  #current = 0;
  #generated = 0;
  #depth = 0;
  #deadlocks = 0;
  #cut = false;
  #broken: { readonly property: number; readonly ordinal: number } | null = null;

  constructor(machine: Machine, budget: Budget) {
    this.#machine = machine;
    this.#budget = budget;
    this.#queue = new StateQueue(machine.wordCount);
  }

  run(): Exploration {
    const { initial, properties } = this.#machine;
    const lanes = new Int32Array(2);
    for (const [offset, words] of initial.entries()) {
      const property = properties[this.#machine.judge(words, 0)];
      this.#generated += 1;
      if (property !== undefined)
        return this.#exploration({ property: property.name, initial: words, path: [] });
      this.#machine.fingerprint(words, 0, lanes);
      if (this.#table.insert(lanes[0] as number, lanes[1] as number)) this.#keep(words, -1, offset);
    }
    const { maxDepth = Number.POSITIVE_INFINITY } = this.#budget;
    while (this.#queue.length > 0 && this.#broken === null && !this.#cut) {
      if (this.#depth >= maxDepth) this.#cut = true;
      else this.#level();
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
    this.#keep(words, this.#current, ordinal);
    return true;
  }

  /** See Visitor. */
  violated(property: number, ordinal: number): void {
    this.#broken ??= { property, ordinal };
  }

  #keep(words: Int32Array, parent: number, ordinal: number): void {
    this.#queue.push(words);
    this.#origins.push(parent, ordinal);
  }

  /** Expands all states of one level. */
  #level(): void {
    const machine = this.#machine;
    const queue = this.#queue;
    const end = this.#origins.length;
    const words = new Int32Array(machine.wordCount);
    this.#depth += 1;
    while (this.#current < end) {
      queue.shift(words);
      const successors = machine.expand(words, 0, this);
      this.#generated += successors;
      if (successors === 0) this.#deadlocks += 1;
      if (this.#broken !== null) return;
      this.#current += 1;
      if (this.#current % lookEvery === 0 && !this.#goesOn()) {
        this.#cut = true;
        return;
      }
    }
  }

  #goesOn(): boolean {
    const { maxStates = Number.POSITIVE_INFINITY, stop, progress } = this.#budget;
    const distinct = this.#table.size;
    progress?.({ generated: this.#generated, distinct, queue: this.#queue.length, depth: this.#depth });
    return distinct < maxStates && stop?.() !== true;
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
      depth: Math.max(1, this.#depth),
      complete: violation === null && !this.#cut && this.#queue.length === 0,
      violation,
      deadlocks: this.#deadlocks,
    });
  }
}
