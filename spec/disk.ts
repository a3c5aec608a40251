import type { Log, ServerId, StorageRecord, Term } from "../traces/format/index.js";
import { never } from "./assert.js";

/** What is on the stable storage of one server: the sum of its completed writes (paper §5.1, Figure 2). */
export interface Disk {
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
  readonly log: Log;
}

export const emptyDisk: Disk = {
  currentTerm: 0,
  votedFor: null,
  log: { baseIndex: 0, baseTerm: 0, entries: [] },
};

/** The disk with `records` written, in order. */
export function written(disk: Disk, records: readonly StorageRecord[]): Disk {
  return records.reduce(withRecord, disk);
}

function withRecord(disk: Disk, record: StorageRecord): Disk {
  switch (record.kind) {
    case "hardState":
      return { ...disk, currentTerm: record.currentTerm, votedFor: record.votedFor };
    case "truncate":
      return { ...disk, log: cut(disk.log, record.from) };
    case "append": {
      // A faulty server may leave out a truncation or an entry; a file can only end where it ends.
      const log = cut(disk.log, record.index);
      return { ...disk, log: { ...log, entries: [...log.entries, record.entry] } };
    }
  }
  return never(record);
}

function cut(log: Log, from: number): Log {
  return { ...log, entries: log.entries.slice(0, Math.max(0, from - log.baseIndex - 1)) };
}
