import type { CoreMessage, Entry, Role, ServerId, StorageRecord } from "../../traces/format/index.js";
import { assert, unreachable } from "./assert.js";
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";

/*
 * Entries, records and messages as bytes. A kind is written as its offset in one of these lists.
 */

const entryKinds = ["noop", "command", "config"] as const satisfies readonly Entry["kind"][];
const recordKinds = ["hardState", "truncate", "append"] as const satisfies readonly StorageRecord["kind"][];
const messageKinds = [
  "requestVote",
  "requestVoteResponse",
  "requestPreVote",
  "requestPreVoteResponse",
  "appendEntries",
  "appendEntriesResponse",
] as const satisfies readonly CoreMessage["kind"][];
const roles = [
  "follower",
  "preCandidate",
  "candidate",
  "leader",
  "stopped",
] as const satisfies readonly Role[];

function writeKind<Kind extends string>(writer: ByteWriter, kinds: readonly Kind[], kind: Kind): void {
  writer.writeNumber(kinds.indexOf(kind));
}

function readKind<Kind extends string>(reader: ByteReader, kinds: readonly Kind[]): Kind {
  const kind = kinds[reader.readNumber()];
  assert(kind !== undefined, "packed kinds are known");
  return kind;
}

export function writeRole(writer: ByteWriter, role: Role): void {
  writeKind(writer, roles, role);
}

export function readRole(reader: ByteReader): Role {
  return readKind(reader, roles);
}

/** Null, one of the configuration's servers by its offset, or (a vote on an old disk) any other by name. */
export function writeServer(writer: ByteWriter, servers: readonly ServerId[], id: ServerId | null): void {
  if (id === null) {
    writer.writeNumber(0);
    return;
  }
  const offset = servers.indexOf(id);
  writer.writeNumber(offset + 2);
  if (offset < 0) {
    writer.writeText(id);
  }
}

export function readServer(reader: ByteReader, servers: readonly ServerId[]): ServerId | null {
  const code = reader.readNumber();
  if (code === 0) {
    return null;
  }
  return code === 1 ? reader.readText() : (servers[code - 2] as ServerId);
}

function writeText(writer: ByteWriter, text: string): void {
  writer.writeText(text);
}

function readText(reader: ByteReader): string {
  return reader.readText();
}

export function writeEntry(writer: ByteWriter, entry: Entry): void {
  writeKind(writer, entryKinds, entry.kind);
  writer.writeNumber(entry.term);
  switch (entry.kind) {
    case "noop":
      return;
    case "command":
      writer.writeText(entry.client);
      writer.writeNumber(entry.serial);
      writer.writeText(entry.command);
      return;
    case "config":
      writer.writeList(entry.voters, writeText);
      writer.writeList(entry.outgoing, writeText);
      writer.writeList(entry.learners, writeText);
      return;
  }
  unreachable(entry);
}

export function readEntry(reader: ByteReader): Entry {
  const kind = readKind(reader, entryKinds);
  const term = reader.readNumber();
  switch (kind) {
    case "noop":
      return { kind, term };
    case "command":
      return {
        kind,
        term,
        client: reader.readText(),
        serial: reader.readNumber(),
        command: reader.readText(),
      };
    case "config":
      return {
        kind,
        term,
        voters: reader.readList(readText),
        outgoing: reader.readList(readText),
        learners: reader.readList(readText),
      };
  }
  return unreachable(kind);
}

export function writeRecord(writer: ByteWriter, servers: readonly ServerId[], record: StorageRecord): void {
  writeKind(writer, recordKinds, record.kind);
  switch (record.kind) {
    case "hardState":
      writer.writeNumber(record.currentTerm);
      writeServer(writer, servers, record.votedFor);
      return;
    case "truncate":
      writer.writeNumber(record.from);
      return;
    case "append":
      writer.writeNumber(record.index);
      writeEntry(writer, record.entry);
      return;
  }
  unreachable(record);
}

export function readRecord(reader: ByteReader, servers: readonly ServerId[]): StorageRecord {
  const kind = readKind(reader, recordKinds);
  switch (kind) {
    case "hardState":
      return { kind, currentTerm: reader.readNumber(), votedFor: readServer(reader, servers) };
    case "truncate":
      return { kind, from: reader.readNumber() };
    case "append":
      return { kind, index: reader.readNumber(), entry: readEntry(reader) };
  }
  return unreachable(kind);
}

/** A message that this server holds: the sender is known, and so not written. */
export function writeHeldMessage(
  writer: ByteWriter,
  servers: readonly ServerId[],
  message: CoreMessage,
): void {
  writeKind(writer, messageKinds, message.kind);
  writeServer(writer, servers, message.to);
  writer.writeNumber(message.term);
  switch (message.kind) {
    case "requestVote":
    case "requestPreVote":
      writer.writeNumber(message.lastLogIndex);
      writer.writeNumber(message.lastLogTerm);
      return;
    case "requestVoteResponse":
    case "requestPreVoteResponse":
      writer.writeFlag(message.granted);
      return;
    case "appendEntries":
      writer.writeNumber(message.prevLogIndex);
      writer.writeNumber(message.prevLogTerm);
      writer.writeList(message.entries, writeEntry);
      writer.writeNumber(message.leaderCommit);
      return;
    case "appendEntriesResponse":
      writer.writeFlag(message.success);
      writer.writeNumber(message.prevLogIndex);
      writer.writeNumber(message.matchIndex);
      writer.writeNumber(message.conflictIndex);
      writer.writeNumber(message.conflictTerm);
      return;
  }
  unreachable(message);
}

export function readHeldMessage(
  reader: ByteReader,
  servers: readonly ServerId[],
  from: ServerId,
): CoreMessage {
  const kind = readKind(reader, messageKinds);
  const to = readServer(reader, servers) as ServerId;
  const term = reader.readNumber();
  switch (kind) {
    case "requestVote": {
      const lastLogIndex = reader.readNumber();
      return {
        kind,
        from,
        to,
        term,
        lastLogIndex,
        lastLogTerm: reader.readNumber(),
        leadershipTransfer: false,
      };
    }
    case "requestPreVote":
      return { kind, from, to, term, lastLogIndex: reader.readNumber(), lastLogTerm: reader.readNumber() };
    case "requestVoteResponse":
    case "requestPreVoteResponse":
      return { kind, from, to, term, granted: reader.readFlag() };
    case "appendEntries": {
      const prevLogIndex = reader.readNumber();
      const prevLogTerm = reader.readNumber();
      const entries = reader.readList(readEntry);
      return { kind, from, to, term, prevLogIndex, prevLogTerm, entries, leaderCommit: reader.readNumber() };
    }
    case "appendEntriesResponse": {
      const success = reader.readFlag();
      const prevLogIndex = reader.readNumber();
      const matchIndex = reader.readNumber();
      const conflictIndex = reader.readNumber();
      const conflictTerm = reader.readNumber();
      return { kind, from, to, term, success, prevLogIndex, matchIndex, conflictIndex, conflictTerm };
    }
  }
  return unreachable(kind);
}
