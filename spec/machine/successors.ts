import type { Visitor } from "../machine.js";
import type { Engine, Judge } from "./engine.js";

/** Before the words of a successor stand its two lanes, the frame of the action, and the ordinal of the step. */
const headLength = 4;
const usualCapacity = 64;

/**
 * The packed successors of one state, kept until all are known and then shown one after another: a visitor
 * with a table larger than the caches can fetch all their places at once (`Visitor.expect`).
 */
export class Successors {
  readonly #words: Int32Array;
  readonly #stride: number;
  #all: Int32Array;
  /** Words of `#all` in use. */
  #length = 0;

  /** `words` is where a packed successor stands when it is added, and when it is shown. */
  constructor(words: Int32Array) {
    this.#words = words;
    this.#stride = headLength + words.length;
    this.#all = new Int32Array(usualCapacity * this.#stride);
  }

  /** Forgets those of a state whose expansion was given up. */
  clear(): void {
    this.#length = 0;
  }

  /** Adds what stands in `words`: its lanes, the frame of the action that led to it, and the step's ordinal. */
  add(low: number, high: number, frame: number, ordinal: number): void {
    const first = this.#length;
    if (first === this.#all.length) this.#grow();
    const all = this.#all;
    all[first] = low;
    all[first + 1] = high;
    all[first + 2] = frame;
    all[first + 3] = ordinal;
    const words = this.#words;
    for (let word = 0; word < words.length; word += 1) all[first + headLength + word] = words[word] as number;
    this.#length = first + this.#stride;
  }

  /** Shows all to a visitor, and has the engine and the judge look at those that it did not know. */
  showTo(visitor: Visitor, engine: Engine, judge: Judge): void {
    const all = this.#all;
    const stride = this.#stride;
    if (visitor.expect !== undefined) {
      for (let first = 0; first < this.#length; first += stride) {
        visitor.expect(all[first] as number, all[first + 1] as number);
      }
    }
    const words = this.#words;
    for (let first = 0; first < this.#length; first += stride) {
      for (let word = 0; word < words.length; word += 1)
        words[word] = all[first + headLength + word] as number;
      const ordinal = all[first + 3] as number;
      const isNew = visitor.visit(all[first] as number, all[first + 1] as number, words, ordinal);
      if (!isNew || !judge.looksAtStates) continue;
      engine.show(all, first + headLength);
      judge.successor(all[first + 2] as number, ordinal, visitor);
      judge.witness();
    }
  }

  #grow(): void {
    const larger = new Int32Array(2 * this.#all.length);
    larger.set(this.#all);
    this.#all = larger;
  }
}
