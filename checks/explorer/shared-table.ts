/** Positions in the control words that all threads of a search share. */
export const control = {
  /** The next unit of the level that nobody has taken. */
  cursor: 0,
  /** Set to end the search at the next unit. */
  stop: 1,
  /** Set when the table wants to grow: threads pause at the next unit. */
  pause: 2,
  /** States in the table (threads add what they found after each unit). */
  size: 3,
  /** How many chunks were given a number. */
  chunks: 4,
  /** The next block of the old table to be moved to a larger one. */
  moved: 5,
  /** Successors generated, modulo 2^32: for progress. */
  generated: 6,
  length: 8,
} as const;

/** Slots that one thread moves at a time. */
const blockLength = 1 << 15;

/** Slots in a page of memory. */
const pageLength = 4096 / 8;

/**
 * A set of fingerprints that several threads add to: open addressing in shared memory, two lanes an
 * entry. An entry is claimed by its first lane in one atomic exchange, and whoever meets the claim waits
 * the few cycles until its second lane is there. Lanes are never 0: that marks what is empty, or unfinished.
 */
export class SharedTable {
  readonly memory: SharedArrayBuffer;
  readonly #lanes: Int32Array;
  readonly #mask: number;
  /** Keeps what `touch` reads in use, so that no compiler leaves it out. */
  #touched = 0;

  /** The table in this memory. */
  constructor(memory: SharedArrayBuffer) {
    this.memory = memory;
    this.#lanes = new Int32Array(memory);
    this.#mask = this.#lanes.length / 2 - 1;
  }

  /** An empty table for `capacity` entries, a power of two. */
  static empty(capacity: number): SharedTable {
    const table = new SharedTable(new SharedArrayBuffer(capacity * 8));
    table.#claimPages(0, capacity);
    return table;
  }

  /** An empty table twice as large, for all threads to move the entries to. */
  twice(): SharedTable {
    return new SharedTable(new SharedArrayBuffer(this.memory.byteLength * 2));
  }

  get capacity(): number {
    return this.#mask + 1;
  }

  /** Begins to fetch the place of a fingerprint that will soon be inserted into the caches. */
  touch(low: number, high: number): void {
    this.#touched ^= this.#lanes[2 * ((low ^ Math.imul(high, 0x9e3779b1)) & this.#mask)] as number;
  }

  /** Adds a fingerprint; false if it is there already. The caller keeps a quarter of the slots free. */
  insert(low: number, high: number): boolean {
    const lanes = this.#lanes;
    const first = low === 0 ? 1 : low | 0;
    const second = high === 0 ? 1 : high | 0;
    for (let slot = (first ^ Math.imul(second, 0x9e3779b1)) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      // A plain look is enough: what it misses, the exchange sees.
      let found = lanes[2 * slot] as number;
      if (found === 0) {
        found = Atomics.compareExchange(lanes, 2 * slot, 0, first);
        if (found === 0) {
          // A plain store: whoever needs it waits for it.
          lanes[2 * slot + 1] = second;
          return true;
        }
      }
      if (found !== first) continue;
      let other = lanes[2 * slot + 1] as number;
      while (other === 0) other = Atomics.load(lanes, 2 * slot + 1);
      if (other === second) return false;
    }
  }

  /** Moves the entries of a smaller table here, block by block, together with other threads. */
  moveFrom(smaller: SharedTable, shared: Int32Array): void {
    const lanes = smaller.#lanes;
    for (;;) {
      const first = Atomics.add(shared, control.moved, 1) * blockLength;
      if (first >= smaller.capacity) return;
      const end = Math.min(first + blockLength, smaller.capacity);
      const growth = this.capacity / smaller.capacity;
      this.#claimPages(first * growth, end * growth);
      for (let slot = first; slot < end; slot += 1) {
        const low = lanes[2 * slot] as number;
        if (low !== 0) this.insert(low, lanes[2 * slot + 1] as number);
      }
    }
  }

  /**
   * Writes to the pages of some slots, and changes nothing. A page that is read before it is written is
   * mapped twice, and the second time interrupts the other threads.
   */
  #claimPages(first: number, end: number): void {
    for (let slot = first; slot < end; slot += pageLength)
      Atomics.compareExchange(this.#lanes, 2 * slot, 0, 0);
  }
}
