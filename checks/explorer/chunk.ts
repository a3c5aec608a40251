/** States in a chunk. */
export const chunkLength = 4096;

/** States that a thread takes from a level at a time. */
export const unitLength = 128;

export const unitsPerChunk = chunkLength / unitLength;

/**
 * States that one thread found in one level, in the order in which it found them. A state is known by its
 * chunk's number times `chunkLength` plus its offset.
 */
export interface Chunk {
  readonly number: number;
  readonly count: number;
  /** Packed states: needed until the next level is done, then used again. */
  readonly words: SharedArrayBuffer;
  /** Where each state came from: kept for counterexamples. */
  readonly origins: SharedArrayBuffer;
}

/** Writes a chunk. */
export class OpenChunk {
  readonly number: number;
  readonly words: SharedArrayBuffer;
  readonly #origins = new SharedArrayBuffer(chunkLength * 6);
  readonly #states: Int32Array;
  readonly #parents: Int32Array;
  readonly #ordinals: Uint16Array;
  readonly #wordCount: number;
  #count = 0;

  constructor(number: number, words: SharedArrayBuffer, wordCount: number) {
    this.number = number;
    this.words = words;
    this.#states = new Int32Array(words);
    ({ parents: this.#parents, ordinals: this.#ordinals } = originsIn(this.#origins));
    this.#wordCount = wordCount;
  }

  get isFull(): boolean {
    return this.#count === chunkLength;
  }

  add(words: Int32Array, parent: number, ordinal: number): void {
    const base = this.#count * this.#wordCount;
    for (let word = 0; word < this.#wordCount; word += 1) this.#states[base + word] = words[word] as number;
    this.#parents[this.#count] = parent;
    this.#ordinals[this.#count] = ordinal;
    this.#count += 1;
  }

  close(): Chunk {
    return { number: this.number, count: this.#count, words: this.words, origins: this.#origins };
  }
}

/** The parents and ordinals of the states of a chunk. */
export function originsIn(memory: SharedArrayBuffer): { parents: Int32Array; ordinals: Uint16Array } {
  return {
    parents: new Int32Array(memory, 0, chunkLength),
    ordinals: new Uint16Array(memory, chunkLength * 4, chunkLength),
  };
}
