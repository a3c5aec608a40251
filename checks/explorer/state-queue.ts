const chunkLength = 1 << 13;

/** A first-in, first-out queue of packed states, in chunks that are used again. */
export class StateQueue {
  readonly #wordCount: number;
  readonly #chunks: Int32Array[] = [];
  readonly #free: Int32Array[] = [];
  #first: Int32Array;
  #last: Int32Array;
  #head = 0;
  #tail = 0;
  #length = 0;

  constructor(wordCount: number) {
    this.#wordCount = wordCount;
    this.#first = new Int32Array(chunkLength * wordCount);
    this.#last = this.#first;
    this.#chunks.push(this.#first);
  }

  get length(): number {
    return this.#length;
  }

  push(words: Int32Array): void {
    if (this.#tail === this.#last.length) {
      this.#last = this.#free.pop() ?? new Int32Array(chunkLength * this.#wordCount);
      this.#chunks.push(this.#last);
      this.#tail = 0;
    }
    const last = this.#last;
    for (let word = 0; word < this.#wordCount; word += 1) last[this.#tail + word] = words[word] as number;
    this.#tail += this.#wordCount;
    this.#length += 1;
  }

  /** Copies the first state to `into` and removes it. The queue must not be empty. */
  shift(into: Int32Array): void {
    if (this.#head === this.#first.length) this.#nextChunk();
    for (let word = 0; word < this.#wordCount; word += 1)
      into[word] = this.#first[this.#head + word] as number;
    this.#head += this.#wordCount;
    this.#length -= 1;
  }

  #nextChunk(): void {
    const [done] = this.#chunks.splice(0, 1);
    if (done !== undefined && this.#free.length < 4) this.#free.push(done);
    this.#first = this.#chunks[0] as Int32Array;
    this.#head = 0;
  }
}
