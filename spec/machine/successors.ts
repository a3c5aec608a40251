import type { Visitor } from "../machine.js";
import type { Engine, Judge } from "./engine.js";

const usualCapacity = 64;

/**
 * The packed successors of one state, kept until all are known and then shown one after another: a visitor
 * with a table larger than the caches can fetch all their places at once (`Visitor.expect`).
 */
export class Successors {
  readonly #words: Int32Array;
  #all: Int32Array;
  #low: Int32Array = new Int32Array(usualCapacity);
  #high: Int32Array = new Int32Array(usualCapacity);
  #frames: Int32Array = new Int32Array(usualCapacity);
  #ordinals: Int32Array = new Int32Array(usualCapacity);
  #length = 0;

  /** `words` is where a packed successor stands when it is added, and when it is shown. */
  constructor(words: Int32Array) {
    this.#words = words;
    this.#all = new Int32Array(usualCapacity * words.length);
  }

  /** Forgets those of a state whose expansion was given up. */
  clear(): void {
    this.#length = 0;
  }

  /** Adds what stands in `words`: its lanes, the frame of the action that led to it, and the step's ordinal. */
  add(low: number, high: number, frame: number, ordinal: number): void {
    const place = this.#length;
    if (place === this.#low.length) this.#grow();
    this.#low[place] = low;
    this.#high[place] = high;
    this.#frames[place] = frame;
    this.#ordinals[place] = ordinal;
    const words = this.#words;
    const all = this.#all;
    const first = place * words.length;
    for (let word = 0; word < words.length; word += 1) all[first + word] = words[word] as number;
    this.#length = place + 1;
  }

  /** Shows all to a visitor, and has the engine and the judge look at those that it did not know. */
  showTo(visitor: Visitor, engine: Engine, judge: Judge): void {
    if (visitor.expect !== undefined) {
      for (let place = 0; place < this.#length; place += 1) {
        visitor.expect(this.#low[place] as number, this.#high[place] as number);
      }
    }
    const words = this.#words;
    const all = this.#all;
    for (let place = 0; place < this.#length; place += 1) {
      const first = place * words.length;
      for (let word = 0; word < words.length; word += 1) words[word] = all[first + word] as number;
      const ordinal = this.#ordinals[place] as number;
      const isNew = visitor.visit(this.#low[place] as number, this.#high[place] as number, words, ordinal);
      if (!isNew || !judge.looksAtStates) continue;
      engine.show(all, first);
      judge.successor(this.#frames[place] as number, ordinal, visitor);
      judge.witness();
    }
  }

  #grow(): void {
    this.#all = doubled(this.#all);
    this.#low = doubled(this.#low);
    this.#high = doubled(this.#high);
    this.#frames = doubled(this.#frames);
    this.#ordinals = doubled(this.#ordinals);
  }
}

function doubled(words: Int32Array): Int32Array {
  const larger = new Int32Array(2 * words.length);
  larger.set(words);
  return larger;
}
