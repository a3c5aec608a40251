import type { StorageRecord } from "../../traces/format/index.js";
import { assert, unreachable } from "./assert.js";
import { entriesFrom, lastIndex } from "./log.js";
import type { MutableDurable, OutstandingWrite, ServerState } from "./state.js";

/** Notes what the disk holds already, so that the step's end writes only what differs from it. */
export function beginStep(state: ServerState): void {
  state.lastIndexBefore = lastIndex(state.log);
  state.keptIndex = state.lastIndexBefore;
}

/**
 * The end of a step: one write for all that changed, then the step's messages, sent or held behind a write.
 */
export function settleStep(state: ServerState): void {
  persistChange(state);
  releaseOutbox(state);
}

function persistChange(state: ServerState): void {
  const { currentTerm, votedFor, writtenTerm, writtenVote, log, keptIndex } = state;
  const wasCut = keptIndex < state.lastIndexBefore;
  const wasExtended = keptIndex < lastIndex(log);
  if (currentTerm === writtenTerm && votedFor === writtenVote && !wasCut && !wasExtended) {
    return;
  }
  const records = state.rules.recordsToPersist(state, {
    currentTerm,
    votedFor,
    writtenTerm,
    writtenVote,
    truncatedFrom: wasCut ? keptIndex + 1 : 0,
    appended: entriesFrom(log, keptIndex + 1, lastIndex(log) - keptIndex),
  });
  state.writtenTerm = currentTerm;
  state.writtenVote = votedFor;
  if (records.length > 0) {
    state.writes.push({ records, held: [] });
    state.effects.push({ kind: "persist", records });
  }
}

function releaseOutbox(state: ServerState): void {
  const { outbox, writes, effects, rules } = state;
  if (outbox.length === 0) return;
  const newest = writes[writes.length - 1];
  for (const message of outbox) {
    if (newest !== undefined && rules.mustAwaitDisk(message)) {
      newest.held.push(message);
    } else {
      effects.push({ kind: "send", message });
    }
  }
  outbox.length = 0;
}

/** The write that the disk has now done with, and the messages that waited for it. */
export function completeOldestWrite(state: ServerState): OutstandingWrite {
  const write = state.writes.shift();
  assert(write !== undefined, "a write that ends was begun");
  for (const message of write.held) {
    state.effects.push({ kind: "send", message });
  }
  return write;
}

/** What the disk holds after a write. */
export function applyToDurable(durable: MutableDurable, records: readonly StorageRecord[]): void {
  for (const record of records) {
    applyRecord(durable, record);
  }
}

function applyRecord(durable: MutableDurable, record: StorageRecord): void {
  switch (record.kind) {
    case "hardState":
      durable.currentTerm = record.currentTerm;
      durable.votedFor = record.votedFor;
      return;
    case "truncate":
      durable.lastIndex = Math.min(durable.lastIndex, record.from - 1);
      return;
    case "append":
      durable.lastIndex = record.index;
      return;
  }
  unreachable(record);
}

/** Drops what was to be written and all that waited for it: a stopped server says no more. */
export function dropWrites(state: ServerState): void {
  state.writes.length = 0;
  state.outbox.length = 0;
}
