import type {
  Entry,
  Index,
  Log,
  ServerId,
  StepEvent,
  StorageRecord,
  Term,
} from "../../traces/format/index.js";
import { isSameEntry } from "./entry-identity.js";
import type { StepEffects } from "./step-effects.js";

/** One server's disk: what the completed writes left there, and the `writes` to come, oldest first. */
class DiskCopy {
  currentTerm: Term = 0;
  votedFor: ServerId | null = null;
  baseIndex: Index = 0;
  readonly entries: Entry[] = [];
  readonly writes: (readonly StorageRecord[])[] = [];
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
      disk.writes.length = 0;
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
   * True if an entry at or below `index` is still to be written, or to be replaced. Looks only at writes
   * that were asked for before the server went beyond `term`.
   */
  isWritingTo(server: number, index: Index, term: Term): boolean {
    for (const records of this.#disk(server).writes) {
      let isWriting = false;
      for (const record of records) {
        if (record.kind === "hardState" && record.currentTerm > term) return false;
        if (record.kind === "append" && record.index <= index && !isWriting) {
          const held = this.entryAt(server, record.index);
          isWriting = held === undefined || !isSameEntry(held, record.entry);
        }
      }
      if (isWriting) return true;
    }
    return false;
  }

  onStep({ server, input }: StepEvent, effects: StepEffects): void {
    const disk = this.#disk(server);
    this.#forgetChange();
    if (input.kind === "storageDone") {
      for (const record of disk.writes.shift() ?? []) this.#write(disk, record);
    } else if (input.kind === "storageFailed") {
      disk.writes.length = 0;
    } else if (input.kind === "start") {
      disk.writes.length = 0;
      disk.currentTerm = input.currentTerm;
      disk.votedFor = input.votedFor;
      this.hardStateWritten = true;
      this.#restore(disk, input.log);
    }
    for (const records of effects.writes) disk.writes.push(records);
  }

  onCrash(server: number, recordsKept: number): void {
    const disk = this.#disk(server);
    this.#forgetChange();
    let left = recordsKept;
    for (const records of disk.writes) {
      for (const record of records) {
        if (left > 0) this.#write(disk, record);
        left -= 1;
      }
    }
    disk.writes.length = 0;
  }

  #disk(server: number): DiskCopy {
    return this.#disks[server] as DiskCopy;
  }

  #forgetChange(): void {
    this.hardStateWritten = false;
    this.cutFrom = 0;
    this.cutTo = 0;
  }

  #write(disk: DiskCopy, record: StorageRecord): void {
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

  #cut(disk: DiskCopy, from: Index): void {
    const { baseIndex, entries } = disk;
    const kept = Math.max(0, from - baseIndex - 1);
    if (!(kept < entries.length)) return;
    this.#noteCut(baseIndex + kept + 1, baseIndex + entries.length);
    entries.length = kept;
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
