import { assert } from "../assert.js";
import type { ScalarType } from "./declaration.js";
import type { PlacedSequence } from "./layout.js";

/** A record of integers, as a view or as a value. */
export interface AnyRecord {
  readonly [field: string]: number;
}

/** A view of a sequence of records. Cells beyond the length stand at their low end, so that equal is equal. */
export class SequenceView {
  private readonly cells: Int32Array;
  private readonly placed: PlacedSequence;
  private readonly records: readonly AnyRecord[];
  private readonly fields: readonly (readonly [string, ScalarType])[];

  constructor(cells: Int32Array, placed: PlacedSequence) {
    this.cells = cells;
    this.placed = placed;
    this.fields = Object.entries(placed.type.fields);
    const { fields } = this;
    const Record = recordView(fields.map(([name]) => name));
    this.records = Array.from(
      { length: placed.capacity },
      (_, offset) => new Record(cells, placed.records + offset * fields.length) as unknown as AnyRecord,
    );
  }

  get length(): number {
    return this.cells[this.placed.length] as number;
  }

  at(index: number): AnyRecord {
    if (index < 1 || index > this.length) outside(index, this.length);
    return this.records[index - 1] as AnyRecord;
  }

  append(record: AnyRecord): void {
    const { cells, placed, fields } = this;
    const { length } = this;
    assert(length < placed.capacity, "an effect appends at most two records beyond the bound");
    let cell = placed.records + length * fields.length;
    for (const [name] of fields) {
      cells[cell] = record[name] as number;
      cell += 1;
    }
    cells[placed.length] = length + 1;
  }

  truncateFrom(index: number): void {
    const { cells, placed, fields } = this;
    const { length } = this;
    if (index > length) return;
    let cell = placed.records + (index - 1) * fields.length;
    for (let at = index; at <= length; at += 1) {
      for (const [, type] of fields) {
        cells[cell] = type.low;
        cell += 1;
      }
    }
    cells[placed.length] = index - 1;
  }

  copyFrom(other: SequenceView): void {
    const records = other.toArray();
    this.truncateFrom(1);
    for (const record of records) this.append(record);
  }

  toArray(): readonly AnyRecord[] {
    return Array.from({ length: this.length }, (_, offset) => {
      const view = this.records[offset] as AnyRecord;
      return Object.fromEntries(this.fields.map(([name]) => [name, view[name] as number]));
    });
  }
}

function outside(index: number, length: number): never {
  throw new Error(`assertion failed: index ${index} lies within 1 … ${length}`);
}

/** A class of views with one getter a field: accessors on a shared prototype are as fast as a field. */
function recordView(names: readonly string[]): new (cells: Int32Array, first: number) => object {
  class Record {
    readonly cells: Int32Array;
    readonly first: number;

    constructor(cells: Int32Array, first: number) {
      this.cells = cells;
      this.first = first;
    }
  }
  names.forEach((name, offset) => {
    Object.defineProperty(Record.prototype, name, {
      enumerable: true,
      get(this: Record) {
        return this.cells[this.first + offset];
      },
    });
  });
  return Record;
}
