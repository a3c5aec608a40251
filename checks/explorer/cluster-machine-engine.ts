import type { Effect, Entry, Input, Server, ServerId, StorageRecord } from "../../traces/format/index.js";

/**
 * One kind of server that a cluster machine is made of. A memory is everything on which the later behaviour
 * of one life depends: a value that is never changed.
 */
export interface ServerEngine<Memory = unknown> {
  readonly name: string;
  readonly servers: readonly ServerId[];
  /**
   * Whether the server decides itself when it sends appendEntries. If not, the machine takes every request
   * that a leader may send (docs/protocol.md §6) as an action of its own.
   */
  readonly sendsAppends: boolean;
  /** A server before its `start`. */
  unborn(server: number): Memory;
  step(server: number, memory: Memory, input: Input): After<Memory>;
  /** What can be seen of a memory: a value that stays. */
  view(server: number, memory: Memory): Server;
  /** A memory as text: equal texts, equal memories. */
  print(memory: Memory): string;
  parse(server: number, text: string): Memory;
}

export interface After<Memory> {
  readonly memory: Memory;
  readonly effects: readonly Effect[];
}

/** What a disk holds, and the writes that it has not synced, oldest first. Never changed. */
export interface Disk {
  readonly currentTerm: number;
  readonly votedFor: ServerId | null;
  readonly entries: readonly Entry[];
  readonly unsynced: readonly (readonly StorageRecord[])[];
}

export const emptyDisk: Disk = { currentTerm: 0, votedFor: null, entries: [], unsynced: [] };

/** The disk with these records on it. */
export function written(disk: Disk, records: readonly StorageRecord[]): Disk {
  return records.reduce(withRecord, disk);
}

function withRecord(disk: Disk, record: StorageRecord): Disk {
  switch (record.kind) {
    case "hardState":
      return { ...disk, currentTerm: record.currentTerm, votedFor: record.votedFor };
    case "truncate":
      return { ...disk, entries: disk.entries.slice(0, record.from - 1) };
    case "append":
      return { ...disk, entries: [...disk.entries, record.entry] };
  }
}

/** How many records a crash may keep or lose. */
export function unsyncedRecords(disk: Disk): number {
  return disk.unsynced.reduce((count, records) => count + records.length, 0);
}
