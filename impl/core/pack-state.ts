import type { CoreMessage, ServerId, StorageRecord } from "../../traces/format/index.js";
import { ByteReader } from "./byte-reader.js";
import { ByteWriter } from "./byte-writer.js";
import { beginStep } from "./durability.js";
import {
  readEntry,
  readHeldMessage,
  readRecord,
  readRole,
  readServer,
  writeEntry,
  writeHeldMessage,
  writeRecord,
  writeRole,
  writeServer,
} from "./pack-values.js";
import type { OutstandingWrite, PendingClient, Progress, ServerState } from "./state.js";

/**
 * The state as bytes, everything on which later behaviour depends and nothing else: two servers of one
 * configuration with the same bytes behave the same, and the same state always gives the same bytes.
 */
export function packState(state: ServerState): Uint8Array {
  const { servers, durable, log } = state;
  const writer = new ByteWriter();
  const writeId = (to: ByteWriter, id: ServerId | null): void => writeServer(to, servers, id);
  writer.writeFlag(state.started);
  writeRole(writer, state.role);
  writer.writeNumber(state.currentTerm);
  writeId(writer, state.votedFor);
  writeId(writer, state.leader);
  writer.writeNumber(log.baseIndex);
  writer.writeNumber(log.baseTerm);
  writer.writeList(log.entries, writeEntry);
  writer.writeNumber(state.commitIndex);
  writer.writeNumber(durable.currentTerm);
  writeId(writer, durable.votedFor);
  writer.writeNumber(durable.lastIndex);
  writer.writeFlag(state.leaderContact);
  writer.writeList(state.votesGranted, writeId);
  writer.writeList(state.preVotesGranted, writeId);
  writer.writeList(state.heardFrom, writeId);
  writer.writeList(state.nextIndex, writeNumber);
  writer.writeList(state.matchIndex, writeNumber);
  writer.writeNumber(state.writtenTerm);
  writeId(writer, state.writtenVote);
  writer.writeList(state.writes, (to, write) => writeOutstanding(to, servers, write));
  writer.writeList(state.pendingClients, writePendingClient);
  writer.writeList(state.progress, writeProgress);
  return writer.finish();
}

/**
 * Puts a server into a state that `packState` wrote for one of the same configuration, whatever it did
 * before. Its rules stay.
 */
export function unpackState(packed: Uint8Array, state: ServerState): void {
  const { servers, durable, log } = state;
  const reader = new ByteReader(packed);
  const readId = (from: ByteReader): ServerId => readServer(from, servers) as ServerId;
  state.started = reader.readFlag();
  state.role = readRole(reader);
  state.currentTerm = reader.readNumber();
  state.votedFor = readServer(reader, servers);
  state.leader = readServer(reader, servers);
  log.baseIndex = reader.readNumber();
  log.baseTerm = reader.readNumber();
  refill(log.entries, reader.readList(readEntry));
  state.commitIndex = reader.readNumber();
  durable.currentTerm = reader.readNumber();
  durable.votedFor = readServer(reader, servers);
  durable.lastIndex = reader.readNumber();
  state.leaderContact = reader.readFlag();
  state.votesGranted = reader.readList(readId);
  state.preVotesGranted = reader.readList(readId);
  refill(state.heardFrom, reader.readList(readId));
  refill(state.nextIndex, reader.readList(readNumber));
  refill(state.matchIndex, reader.readList(readNumber));
  state.writtenTerm = reader.readNumber();
  state.writtenVote = readServer(reader, servers);
  refill(
    state.writes,
    reader.readList((from) => readOutstanding(from, servers, state.self)),
  );
  refill(state.pendingClients, reader.readList(readPendingClient));
  refill(state.progress, reader.readList(readProgress));
  reader.finish();
  state.effects.length = 0;
  state.outbox.length = 0;
  beginStep(state);
}

function refill<Item>(list: Item[], items: readonly Item[]): void {
  list.length = 0;
  for (const item of items) {
    list.push(item);
  }
}

function writeNumber(writer: ByteWriter, value: number): void {
  writer.writeNumber(value);
}

function readNumber(reader: ByteReader): number {
  return reader.readNumber();
}

function writeOutstanding(writer: ByteWriter, servers: readonly ServerId[], write: OutstandingWrite): void {
  writer.writeList(write.records, (to, record) => writeRecord(to, servers, record));
  writer.writeList(write.held, (to, message) => writeHeldMessage(to, servers, message));
}

function readOutstanding(reader: ByteReader, servers: readonly ServerId[], self: ServerId): OutstandingWrite {
  const records: StorageRecord[] = reader.readList((from) => readRecord(from, servers));
  const held: CoreMessage[] = reader.readList((from) => readHeldMessage(from, servers, self));
  return { records, held };
}

function writePendingClient(writer: ByteWriter, pending: PendingClient): void {
  writer.writeNumber(pending.index);
  writer.writeText(pending.client);
  writer.writeNumber(pending.serial);
}

function readPendingClient(reader: ByteReader): PendingClient {
  return { index: reader.readNumber(), client: reader.readText(), serial: reader.readNumber() };
}

function writeProgress(writer: ByteWriter, progress: Progress): void {
  writer.writeFlag(progress.replicating);
  writer.writeNumber(progress.inFlightBytes);
}

function readProgress(reader: ByteReader): Progress {
  return { replicating: reader.readFlag(), inFlightBytes: reader.readNumber() };
}
