import type { Entry, Log, ServerId, StorageRecord, Term } from "../../traces/format/index.js";
import { assert } from "./assert.js";

/** A write that was handed to the disk and not confirmed. */
export interface OutstandingWrite {
  readonly id: number;
  readonly records: readonly StorageRecord[];
}

/**
 * One server's disk: what is synced, and the unsynced tail of writes behind it. Writes complete in
 * order. A crash keeps any prefix of the *records* of the tail: that is how a torn write looks to a
 * reader who checks each record (a record that is half there counts as absent).
 */
export class SimulatedDisk {
  currentTerm: Term = 0;
  votedFor: ServerId | null = null;
  readonly entries: Entry[] = [];
  readonly outstanding: OutstandingWrite[] = [];

  write(id: number, records: readonly StorageRecord[]): void {
    this.outstanding.push({ id, records });
  }

  /** The oldest outstanding write reaches the disk. */
  complete(): OutstandingWrite {
    const write = this.outstanding.shift();
    assert(write !== undefined, "a write completes only if one is outstanding");
    for (const record of write.records) this.#put(record);
    return write;
  }

  /** Number of records in the unsynced tail. */
  unsyncedRecords(): number {
    let count = 0;
    for (const write of this.outstanding) count += write.records.length;
    return count;
  }

  /** Power is lost: of the unsynced tail the first `kept` records survive. */
  crash(kept: number): void {
    let left = kept;
    for (const write of this.outstanding) {
      for (const record of write.records) {
        if (left-- <= 0) break;
        this.#put(record);
      }
    }
    this.outstanding.length = 0;
  }

  /** The log as a reader finds it after a restart. */
  log(): Log {
    return { baseIndex: 0, baseTerm: 0, entries: this.entries.slice() };
  }

  reset(): void {
    this.currentTerm = 0;
    this.votedFor = null;
    this.entries.length = 0;
    this.outstanding.length = 0;
  }

  #put(record: StorageRecord): void {
    if (record.kind === "hardState") {
      this.currentTerm = record.currentTerm;
      this.votedFor = record.votedFor;
    } else if (record.kind === "truncate") {
      this.entries.length = Math.min(this.entries.length, record.from - 1);
    } else {
      // A faulty server may leave a hole; the disk, a file, can only append.
      this.entries.length = Math.min(this.entries.length, record.index - 1);
      this.entries.push(record.entry);
    }
  }
}
