import type { Entry, Index, Log, ServerId, StepEvent, StorageRecord, Term } from "../../traces/format/index.js";
import { isSameEntry } from "./entry-identity.js";

/**
 * One server's disk, from the writes it asked for and those that completed. `records` is the unsynced
 * tail, all writes in one line; `writeSizes` says how many of them each write has.
 */
class DiskCopy {
  currentTerm: Term = 0;
  votedFor: ServerId | null = null;
  baseIndex: Index = 0;
  readonly entries: Entry[] = [];
  readonly records: StorageRecord[] = [];
  readonly writeSizes: number[] = [];
}

/** Our own copy of the disk of each server, and what the latest step or crash did to it. */
export class DiskCopies {
  /** True if a write of the latest step or crash gave the disk its term and vote. */
  hardStateWritten = false;
  /** Lowest and highest index that the latest step or crash removed or replaced on the disk; 0 if none. */
  cutFrom: Index = 0;
  cutTo: Index = 0;
  readonly #disks: readonly DiskCopy[];

  constructor(servers: readonly ServerId[]) {
    this.#disks = servers.map(() => new DiskCopy());
  }

  reset(): void {
    for (const disk of this.#disks) {
      disk.currentTerm = 0;
      disk.votedFor = null;
      disk.baseIndex = 0;
      disk.entries.length = 0;
      forgetUnsynced(disk);
    }
  }

  currentTerm(server: number): Term {
    return this.#disk(server).currentTerm;
  }

  votedFor(server: number): ServerId | null {
    return this.#disk(server).votedFor;
  }

  lastIndex(server: number): Index {
    const { baseIndex, entries } = this.#disk(server);
    return baseIndex + entries.length;
  }

  baseIndex(server: number): Index {
    return this.#disk(server).baseIndex;
  }

  entryAt(server: number, index: Index): Entry | undefined {
    const { baseIndex, entries } = this.#disk(server);
    return entries[index - baseIndex - 1];
  }

  /**
   * True if an outstanding write changes the log at or below `index`. Looks at those writes only that
   * were asked for before the server went beyond `term`.
   */
  isRewriting(server: number, index: Index, term: Term): boolean {
    const { records, writeSizes } = this.#disk(server);
    let next = 0;
    for (const size of writeSizes) {
      const end = next + size;
      let rewrites = false;
      for (; next < end; next++) {
        const record = records[next] as StorageRecord;
        if (record.kind === "hardState") {
          if (record.currentTerm > term) return false;
        } else if (record.kind === "truncate") {
          if (record.from <= index) rewrites = true;
        } else if (record.index <= index) {
          rewrites = true;
        }
      }
      if (rewrites) return true;
    }
    return false;
  }

  onStep(event: StepEvent): void {
    const { input, effects } = event;
    const disk = this.#disk(event.server);
    this.#forgetChange();
    if (input.kind === "storageDone") {
      this.#write(disk, disk.writeSizes.shift() ?? 0);
    } else if (input.kind === "storageFailed") {
      forgetUnsynced(disk);
    } else if (input.kind === "start") {
      forgetUnsynced(disk);
      disk.currentTerm = input.currentTerm;
      disk.votedFor = input.votedFor;
      this.hardStateWritten = true;
      this.#restore(disk, input.log);
    }
    for (const effect of effects) {
      if (effect.kind !== "persist") continue;
      for (const record of effect.records) disk.records.push(record);
      disk.writeSizes.push(effect.records.length);
    }
  }

  onCrash(server: number, recordsKept: number): void {
    const disk = this.#disk(server);
    this.#forgetChange();
    this.#write(disk, Math.min(recordsKept, disk.records.length));
    forgetUnsynced(disk);
  }

  #disk(server: number): DiskCopy {
    return this.#disks[server] as DiskCopy;
  }

  #forgetChange(): void {
    this.hardStateWritten = false;
    this.cutFrom = 0;
    this.cutTo = 0;
  }

  /** The first `count` unsynced records reach the disk. */
  #write(disk: DiskCopy, count: number): void {
    for (const record of disk.records.splice(0, count)) {
      if (record.kind === "hardState") {
        disk.currentTerm = record.currentTerm;
        disk.votedFor = record.votedFor;
        this.hardStateWritten = true;
      } else if (record.kind === "truncate") {
        this.#cut(disk, record.from);
      } else {
        this.#cut(disk, record.index);
        disk.entries.push(record.entry);
      }
    }
  }

  #cut(disk: DiskCopy, from: Index): void {
    const last = disk.baseIndex + disk.entries.length;
    if (from > last) return;
    disk.entries.length = Math.max(0, from - disk.baseIndex - 1);
    this.#noteCut(from, last);
  }

  #noteCut(from: Index, to: Index): void {
    this.cutFrom = this.cutFrom === 0 ? from : Math.min(this.cutFrom, from);
    this.cutTo = Math.max(this.cutTo, to);
  }

  /** A life begins with what the disk holds, which our copy knows already unless it has just begun. */
  #restore(disk: DiskCopy, log: Log): void {
    const { entries } = disk;
    let same = 0;
    if (disk.baseIndex === log.baseIndex) {
      while (same < entries.length && isEqualAt(entries, log.entries, same)) same += 1;
    }
    if (same < entries.length) this.#noteCut(disk.baseIndex + same + 1, disk.baseIndex + entries.length);
    disk.baseIndex = log.baseIndex;
    entries.length = same;
    for (let offset = same; offset < log.entries.length; offset++) entries.push(log.entries[offset] as Entry);
  }
}

function isEqualAt(left: readonly Entry[], right: readonly Entry[], offset: number): boolean {
  const ours = left[offset];
  const theirs = right[offset];
  return ours !== undefined && theirs !== undefined && isSameEntry(ours, theirs);
}

function forgetUnsynced(disk: DiskCopy): void {
  disk.records.length = 0;
  disk.writeSizes.length = 0;
}
