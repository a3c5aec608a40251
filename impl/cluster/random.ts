import { assert } from "./assert.js";

const wordRange = 2 ** 32;
const warmUp = 15;

/**
 * A stream of random integers, made from nothing but its key: the same key gives the same stream on
 * every machine. Streams with different keys are independent for our purposes, so each source of
 * chance (timers, latency, loss …) has its own and a change in one does not shift the others.
 *
 * The generator is Doty-Humphrey's sfc32 (128 bits of state, 32-bit integer arithmetic only).
 */
export class Random {
  /** What the stream is made from. */
  readonly key: string;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(key: string) {
    this.key = key;
    this.#a = hash(key, 0x243f6a88);
    this.#b = hash(key, 0x85a308d3);
    this.#c = hash(key, 0x13198a2e);
    for (let round = 0; round < warmUp; round++) this.word();
  }

  /** The stream of one history of a run: it depends on the seed and the history's number alone. */
  static ofHistory(seed: string, history: number): Random {
    return new Random(`${seed}/${history}`);
  }

  /** A stream of its own. Depends on this stream's key and `name`, not on what was drawn so far. */
  fork(name: string): Random {
    return new Random(`${this.key}/${name}`);
  }

  /** An integer from 0 to 2³² − 1. */
  word(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** An integer from 0 to `limit` − 1, each equally likely. `limit` is from 1 to 2³². */
  below(limit: number): number {
    assert(limit >= 1 && limit <= wordRange, "a limit is from 1 to 2^32");
    // The last, incomplete block of the range would favour small results: draw again.
    const usable = wordRange - (wordRange % limit);
    let word = this.word();
    while (word >= usable) word = this.word();
    return word % limit;
  }

  /** An integer from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True in `perMille` of 1000 cases. Draws even if that is 0 or 1000, so that a rate shifts nothing. */
  chance(perMille: number): boolean {
    return this.below(1000) < perMille;
  }

  pick<Item>(items: readonly Item[]): Item {
    assert(items.length > 0, "there is something to pick from");
    return items[this.below(items.length)] as Item;
  }
}

/** 32 well-mixed bits of a text; `salt` makes independent ones of the same text. */
function hash(text: string, salt: number): number {
  let bits = salt ^ text.length;
  for (let offset = 0; offset < text.length; offset++) {
    bits = Math.imul(bits ^ text.charCodeAt(offset), 0x9e3779b1);
    bits ^= bits >>> 15;
  }
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
