import type { Machine } from "../../spec/index.js";
import { type Chunk, chunkLength, OpenChunk, unitLength, unitsPerChunk } from "./chunk.js";
import { control, type Growth, SharedTable } from "./shared-table.js";
import type { MachineRequest } from "./specification-sources.js";

/** What the coordinator tells a thread. Each order gets one answer. */
export type LevelOrder =
  /** Expand these states together with the other threads; `buffers` are free to hold new ones. */
  | {
      readonly kind: "level";
      readonly inputs: readonly Chunk[];
      readonly buffers: readonly SharedArrayBuffer[];
    }
  /** Help to move entries to larger segments of the table. */
  | { readonly kind: "grow"; readonly growth: Growth }
  /** Go on with the level after a pause. */
  | { readonly kind: "resume" };

export interface LevelViolation {
  /** Offset in the machine's properties. */
  readonly property: number;
  readonly parent: number;
  readonly ordinal: number;
}

export type LevelAnswer =
  | { readonly kind: "paused" }
  | { readonly kind: "grown" }
  | {
      readonly kind: "done";
      readonly chunks: readonly Chunk[];
      readonly generated: number;
      readonly expanded: number;
      readonly deadlocks: number;
      /** The first of each property. */
      readonly violations: readonly LevelViolation[];
      /** The machine's counts since the beginning. */
      readonly taken: Float64Array;
      readonly witnessed: Float64Array;
    };

export interface LevelMemory {
  readonly shared: SharedArrayBuffer;
  readonly table: readonly SharedArrayBuffer[];
  readonly maxStates: number;
}

/** What a thread is started with to do its part. */
export interface LevelTask {
  readonly machine: MachineRequest;
  readonly memory: LevelMemory;
}

/** One thread's part in a breadth-first search, level by level. */
export class LevelThread {
  readonly #machine: Machine;
  readonly #shared: Int32Array;
  readonly #maxStates: number;
  readonly #table: SharedTable;
  #inputs: readonly Chunk[] = [];
  #buffers: SharedArrayBuffer[] = [];
  #chunks: Chunk[] = [];
  #open: OpenChunk | null = null;
  #generated = 0;
  #expanded = 0;
  #deadlocks = 0;
  #violations: LevelViolation[] = [];
  /** The state being expanded. */
  #parent = 0;
  #found = 0;

  constructor(machine: Machine, { shared, table, maxStates }: LevelMemory) {
    this.#machine = machine;
    this.#shared = new Int32Array(shared);
    this.#table = new SharedTable(table);
    this.#maxStates = maxStates;
  }

  obey(order: LevelOrder): LevelAnswer {
    switch (order.kind) {
      case "level":
        this.#inputs = order.inputs;
        this.#buffers = [...order.buffers];
        this.#chunks = [];
        this.#generated = 0;
        this.#expanded = 0;
        this.#deadlocks = 0;
        this.#violations = [];
        return this.#work();
      case "grow":
        this.#table.grow(order.growth, this.#shared);
        return { kind: "grown" };
      case "resume":
        return this.#work();
    }
  }

  /** Takes units of the level until none is left, or the table must grow, or the search must end. */
  #work(): LevelAnswer {
    const shared = this.#shared;
    const units = this.#inputs.length * unitsPerChunk;
    while (Atomics.load(shared, control.stop) === 0) {
      if (Atomics.load(shared, control.pause) === 1) return { kind: "paused" };
      const unit = Atomics.add(shared, control.cursor, 1);
      if (unit >= units) break;
      this.#expandUnit(this.#inputs[Math.floor(unit / unitsPerChunk)] as Chunk, unit % unitsPerChunk);
    }
    if (this.#open !== null) this.#chunks.push(this.#open.close());
    this.#open = null;
    return {
      kind: "done",
      chunks: this.#chunks,
      generated: this.#generated,
      expanded: this.#expanded,
      deadlocks: this.#deadlocks,
      violations: this.#violations,
      taken: this.#machine.taken,
      witnessed: this.#machine.witnessed,
    };
  }

  #expandUnit({ number, count, words }: Chunk, unit: number): void {
    const states = new Int32Array(words);
    const { wordCount } = this.#machine;
    const end = Math.min(count, (unit + 1) * unitLength);
    this.#found = 0;
    let generated = 0;
    for (let offset = unit * unitLength; offset < end; offset += 1) {
      this.#parent = number * chunkLength + offset;
      const successors = this.#machine.expand(states, offset * wordCount, this);
      if (successors === 0) this.#deadlocks += 1;
      generated += successors;
      this.#expanded += 1;
    }
    this.#generated += generated;
    Atomics.add(this.#shared, control.generated, generated);
    const size = Atomics.add(this.#shared, control.size, this.#found) + this.#found;
    if (size > this.#table.room) Atomics.store(this.#shared, control.pause, 1);
    if (size >= this.#maxStates) Atomics.store(this.#shared, control.stop, 1);
  }

  /** See Visitor. */
  expect(low: number, high: number): void {
    this.#table.touch(low, high);
  }

  /** See Visitor. */
  visit(low: number, high: number, words: Int32Array, ordinal: number): boolean {
    if (!this.#table.insert(low, high)) return false;
    this.#found += 1;
    let open = this.#open;
    if (open?.isFull) {
      this.#chunks.push(open.close());
      open = null;
    }
    open ??= this.#openChunk();
    this.#open = open;
    open.add(words, this.#parent, ordinal);
    return true;
  }

  /** See Visitor. */
  violated(property: number, ordinal: number): void {
    if (this.#violations.some((one) => one.property === property)) return;
    this.#violations.push({ property, parent: this.#parent, ordinal });
  }

  #openChunk(): OpenChunk {
    const { wordCount } = this.#machine;
    const number = Atomics.add(this.#shared, control.chunks, 1);
    const words = this.#buffers.pop() ?? new SharedArrayBuffer(chunkLength * wordCount * 4);
    return new OpenChunk(number, words, wordCount);
  }
}
