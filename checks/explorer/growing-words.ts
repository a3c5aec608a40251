/** An array of 32-bit words that grows. */
export class GrowingWords {
  #words: Int32Array;
  #length = 0;

  constructor(capacity = 1 << 12) {
    this.#words = new Int32Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** All words there is room for, those in use first. Valid until the next `push`. */
  get words(): Int32Array {
    return this.#words;
  }

  at(offset: number): number {
    return this.#words[offset] as number;
  }

  push(word: number): void {
    if (this.#length === this.#words.length) this.#grow(this.#length + 1);
    this.#words[this.#length] = word;
    this.#length += 1;
  }

  pushAll(words: Int32Array, count: number): void {
    if (this.#length + count > this.#words.length) this.#grow(this.#length + count);
    for (let offset = 0; offset < count; offset += 1) {
      this.#words[this.#length + offset] = words[offset] as number;
    }
    this.#length += count;
  }

  /** Takes the last `into.length` words off. */
  popInto(into: Int32Array): void {
    this.#length -= into.length;
    for (let offset = 0; offset < into.length; offset += 1) {
      into[offset] = this.#words[this.#length + offset] as number;
    }
  }

  #grow(least: number): void {
    const larger = new Int32Array(Math.max(least, 2 * this.#words.length));
    larger.set(this.#words);
    this.#words = larger;
  }
}
