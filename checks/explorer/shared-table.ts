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
  /** The next block of the segments that grow, to be moved to larger ones. */
  moved: 5,
  /** Successors generated, modulo 2^32: for progress. */
  generated: 6,
  length: 8,
} as const;

const segmentBits = 4;
const segmentCount = 1 << segmentBits;

/** The table grows when more than this share of its slots is taken. */
const fullShare = 0.8;

/** Slots that one thread moves at a time. */
const blockLength = 1 << 14;

/** Slots that are moved in one pause, unless a segment has more. */
const usualPause = 1 << 22;

/** Slots in a page of memory. */
const pageLength = 4096 / 8;

/** Memory for larger segments, in place of those from `first` on. */
export interface Growth {
  readonly first: number;
  readonly segments: readonly SharedArrayBuffer[];
}

/**
 * A set of fingerprints that several threads add to: open addressing in shared memory, two lanes an
 * entry. It grows segment by segment, so that no growth takes long or needs twice the memory.
 *
 * An entry is claimed by its first lane in one atomic exchange, and whoever meets the claim waits the few
 * cycles until its second lane is there. Lanes are never 0: that marks what is empty, or unfinished.
 */
export class SharedTable {
  readonly #segments: Int32Array[];
  /** Keeps what `touch` reads in use, so that no compiler leaves it out. */
  #touched = 0;

  /** The table in this memory. */
  constructor(memory: readonly SharedArrayBuffer[]) {
    this.#segments = memory.map((segment) => new Int32Array(segment));
  }

  /** An empty table for `capacity` entries: a power of two, and no fewer than 2^14. */
  static empty(capacity: number): SharedTable {
    const bytes = (capacity / segmentCount) * 8;
    const table = new SharedTable(Array.from({ length: segmentCount }, () => new SharedArrayBuffer(bytes)));
    for (const segment of table.#segments) claimPages(segment, 0, segment.length / 2);
    return table;
  }

  get memory(): readonly SharedArrayBuffer[] {
    return this.#segments.map(({ buffer }) => buffer as SharedArrayBuffer);
  }

  /** How many entries it may have before it must grow. */
  get room(): number {
    const least = this.#segments[segmentCount - 1] as Int32Array;
    return segmentCount * (least.length / 2) * fullShare;
  }

  /** Adds a fingerprint; false if it is there already. The caller keeps within `room`, or near it. */
  insert(low: number, high: number): boolean {
    const lanes = this.#segments[high >>> (32 - segmentBits)] as Int32Array;
    const mask = (lanes.length >>> 1) - 1;
    const first = low === 0 ? 1 : low | 0;
    const second = high === 0 ? 1 : high | 0;
    for (let slot = spread(first, second) & mask; ; slot = (slot + 1) & mask) {
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

  /** Begins to fetch the place of a fingerprint that will soon be inserted into the caches. */
  touch(low: number, high: number): void {
    const lanes = this.#segments[high >>> (32 - segmentBits)] as Int32Array;
    const slot = spread(low, high) & ((lanes.length >>> 1) - 1);
    this.#touched ^= lanes[2 * slot] as number;
  }

  /** Memory for the next segments to grow, twice as large: one, or as many as have no more than `slots` slots. */
  nextGrowth(slots = usualPause): Growth {
    const largest = (this.#segments[0] as Int32Array).length;
    const grown = this.#segments.findIndex(({ length }) => length < largest);
    const first = Math.max(0, grown);
    const { byteLength } = this.#segments[first] as Int32Array;
    const count = Math.max(1, Math.min(segmentCount - first, slots / (byteLength / 8)));
    return { first, segments: Array.from({ length: count }, () => new SharedArrayBuffer(2 * byteLength)) };
  }

  /** Moves entries to the larger segments, block by block, together with other threads, and uses those from now on. */
  grow({ first, segments }: Growth, shared: Int32Array): void {
    const smaller = this.#segments.slice(first, first + segments.length);
    segments.forEach((memory, offset) => {
      this.#segments[first + offset] = new Int32Array(memory);
    });
    const slots = (smaller[0] as Int32Array).length / 2;
    for (;;) {
      const begin = Atomics.add(shared, control.moved, 1) * Math.min(blockLength, slots);
      const offset = Math.floor(begin / slots);
      const from = smaller[offset];
      if (from === undefined) return;
      const start = begin % slots;
      const end = Math.min(start + blockLength, slots);
      claimPages(this.#segments[first + offset] as Int32Array, 2 * start, 2 * end);
      for (let slot = start; slot < end; slot += 1) {
        const low = from[2 * slot] as number;
        if (low !== 0) this.insert(low, from[2 * slot + 1] as number);
      }
    }
  }
}

/** Where in its segment a fingerprint is looked for first, before the mask. */
function spread(low: number, high: number): number {
  return low ^ Math.imul(high, 0x9e3779b1);
}

/**
 * Writes to the pages of some slots, and changes nothing. A page that is read before it is written is
 * mapped twice, and the second time interrupts the other threads.
 */
function claimPages(lanes: Int32Array, first: number, end: number): void {
  for (let slot = first; slot < end; slot += pageLength) Atomics.compareExchange(lanes, 2 * slot, 0, 0);
}
