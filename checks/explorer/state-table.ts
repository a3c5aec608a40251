const segmentBits = 6;
const firstCapacity = 1 << 10;

/**
 * A set of 64-bit fingerprints: open addressing, two lanes an entry, 8 bytes. It grows segment by segment,
 * so that no growth takes long, and far beyond what one Map or Set can hold.
 */
export class StateTable {
  readonly #segments: Int32Array[] = Array.from(
    { length: 1 << segmentBits },
    () => new Int32Array(2 * firstCapacity),
  );
  readonly #sizes = new Int32Array(1 << segmentBits);
  #size = 0;
  /** Keeps what `touch` reads in use, so that no compiler leaves it out. */
  #touched = 0;

  /** How many fingerprints there are. */
  get size(): number {
    return this.#size;
  }

  /** Memory taken by the entries. */
  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.byteLength, 0);
  }

  /** Begins to fetch the place of a fingerprint that will soon be inserted into the caches. */
  touch(low: number, high: number): void {
    const segment = this.#segments[high >>> (32 - segmentBits)] as Int32Array;
    this.#touched ^= segment[(low << 1) & (segment.length - 1)] as number;
  }

  /** Adds a fingerprint; false if it is there already. */
  insert(low: number, high: number): boolean {
    // Both lanes 0 marks what is empty.
    const second = low === 0 && high === 0 ? 1 : high;
    const number = high >>> (32 - segmentBits);
    const segment = this.#segments[number] as Int32Array;
    const mask = segment.length - 1;
    let place = (low << 1) & mask;
    for (;;) {
      const first = segment[place] as number;
      const other = segment[place + 1] as number;
      if (first === low && other === second) return false;
      if (first === 0 && other === 0) break;
      place = (place + 2) & mask;
    }
    segment[place] = low;
    segment[place + 1] = second;
    this.#size += 1;
    const size = (this.#sizes[number] as number) + 1;
    this.#sizes[number] = size;
    // Three quarters full.
    if (8 * size > 3 * segment.length) this.#grow(number, segment);
    return true;
  }

  #grow(number: number, segment: Int32Array): void {
    const larger = new Int32Array(2 * segment.length);
    const mask = larger.length - 1;
    // Written page by page: a page that is read before it is written is mapped twice.
    larger.fill(0);
    for (let from = 0; from < segment.length; from += 2) {
      const low = segment[from] as number;
      const high = segment[from + 1] as number;
      if (low === 0 && high === 0) continue;
      let place = (low << 1) & mask;
      while (larger[place] !== 0 || larger[place + 1] !== 0) place = (place + 2) & mask;
      larger[place] = low;
      larger[place + 1] = high;
    }
    this.#segments[number] = larger;
  }
}
