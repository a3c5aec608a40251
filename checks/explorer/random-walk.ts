import { Random } from "../../impl/cluster/index.js";
import type { Machine } from "../../spec/index.js";
import {
  type Budget,
  type Exploration,
  explorationOf,
  refuseEventual,
  replayPath,
  type Violation,
} from "./exploration.js";
import { StateTable } from "./state-table.js";

/** Steps of a walk, unless the budget says otherwise. */
const usualLength = 200;

/**
 * Random walks from the initial states, one after another until the budget is spent or a property breaks:
 * for bounds that no search can exhaust. Every successor within the bounds is as likely as another. Walk k
 * depends on the seed and k alone.
 */
export function exploreAtRandom(machine: Machine, seed: string, budget: Budget = {}): Exploration {
  refuseEventual(machine);
  return new RandomSearch(machine, seed, budget).run();
}

class RandomSearch {
  readonly #machine: Machine;
  readonly #seed: string;
  readonly #budget: Budget;
  readonly #table = new StateTable();
  readonly #chosen: Int32Array;
  #random = new Random("");
  #choices = 0;
  #ordinals: number[] = [];
  #ordinal = 0;
  #generated = 0;
  #depth = 1;
  #deadlocks = 0;
  #violation: Violation | null = null;
  /** The first step of those just shown that breaks a property. */
  #broken: { readonly property: number; readonly ordinal: number } | null = null;
  #initial: Int32Array;

  constructor(machine: Machine, seed: string, budget: Budget) {
    this.#machine = machine;
    this.#seed = seed;
    this.#budget = budget;
    this.#chosen = new Int32Array(machine.wordCount);
    this.#initial = machine.initial[0] as Int32Array;
  }

  run(): Exploration {
    const { initial, properties } = this.#machine;
    const lanes = new Int32Array(2);
    for (const words of initial) {
      this.#machine.fingerprint(words, 0, lanes);
      this.#table.insert(lanes[0] as number, lanes[1] as number);
      const property = properties[this.#machine.judge(words, 0)];
      if (property !== undefined) this.#violation ??= { property: property.name, initial: words, path: [] };
    }
    this.#generated = initial.length;
    for (let walk = 0; this.#violation === null && this.#goesOn(); walk += 1) this.#walk(walk);
    return explorationOf(this.#machine, {
      generated: this.#generated,
      distinct: this.#table.size,
      depth: this.#depth,
      complete: false,
      violation: this.#violation,
      deadlocks: this.#deadlocks,
    });
  }

  #walk(walk: number): void {
    const { initial, wordCount } = this.#machine;
    this.#random = Random.ofHistory(this.#seed, walk);
    this.#initial = initial[this.#random.below(initial.length)] as Int32Array;
    this.#ordinals = [];
    const state = Int32Array.from(this.#initial);
    const { maxDepth = usualLength } = this.#budget;
    while (this.#ordinals.length + 1 < maxDepth && this.#violation === null) {
      this.#choices = 0;
      const successors = this.#machine.expand(state, 0, this);
      this.#generated += successors;
      if (successors === 0) this.#deadlocks += 1;
      if (this.#broken !== null) this.#violation = this.#violationAt(this.#broken);
      if (this.#choices === 0) return;
      this.#ordinals.push(this.#ordinal);
      this.#depth = Math.max(this.#depth, this.#ordinals.length + 1);
      for (let word = 0; word < wordCount; word += 1) state[word] = this.#chosen[word] as number;
    }
  }

  /** See Visitor. */
  visit(low: number, high: number, words: Int32Array, ordinal: number): boolean {
    this.#choices += 1;
    if (this.#random.below(this.#choices) === 0) {
      this.#ordinal = ordinal;
      for (let word = 0; word < this.#chosen.length; word += 1) this.#chosen[word] = words[word] as number;
    }
    return this.#table.insert(low, high);
  }

  /** See Visitor. */
  violated(property: number, ordinal: number): void {
    this.#broken ??= { property, ordinal };
  }

  #violationAt({ property, ordinal }: { readonly property: number; readonly ordinal: number }): Violation {
    return {
      property: this.#machine.properties[property]?.name ?? "",
      initial: this.#initial,
      path: replayPath(this.#machine, this.#initial, [...this.#ordinals, ordinal]),
    };
  }

  #goesOn(): boolean {
    const { maxStates = Number.POSITIVE_INFINITY, stop, progress } = this.#budget;
    const distinct = this.#table.size;
    progress?.({ generated: this.#generated, distinct, queue: 0, depth: this.#depth });
    return distinct < maxStates && stop?.() !== true;
  }
}
