import type {
  ApplyEffect,
  CoreMessage,
  Effect,
  Entry,
  Index,
  ProtocolRules,
  RespondEffect,
  Role,
  Server,
  StopReason,
  Timer,
  TimerCause,
} from "../traces/format/index.js";
import type { ChartContext, HardState, OutstandingWrite, PendingClient } from "./chart-context.js";
import { cutAfter, entryAt, extended, lastIndexOf } from "./chart-log.js";

/** A server under change: its own copy, whose arrays and log are still shared and so replaced, never changed. */
export type ChangingServer = { -readonly [Field in keyof Server]: Server[Field] };

/**
 * One transition at work. It begins as a copy of a context and ends as a new one; nothing that the
 * old context can reach is changed.
 */
export interface Step {
  readonly rules: ProtocolRules;
  /** Where the transition began. */
  readonly before: ChartContext;
  readonly server: ChangingServer;
  /** What goes out besides the write and the messages of this step. */
  readonly effects: Effect[];
  readonly messages: CoreMessage[];
  /** The hard state last handed to the disk. */
  written: HardState;
  writes: readonly OutstandingWrite[];
  pending: readonly PendingClient[];
  /** First index removed from the log, 0 if none. */
  truncatedFrom: Index;
  appended: readonly Entry[];
}

/** Opens a transition on `context`. */
export function beginStep(rules: ProtocolRules, context: ChartContext): Step {
  return {
    rules,
    before: context,
    server: { ...context.server },
    effects: [],
    messages: [],
    written: context.written,
    writes: context.writes,
    pending: context.pending,
    truncatedFrom: 0,
    appended: [],
  };
}

/** Closes a transition: the write first, then the messages, which may have to wait for it (docs/protocol.md §2). */
export function finishStep(step: Step): ChartContext {
  const { server, effects } = step;
  if (server.role === "stopped") {
    return { server, written: step.written, writes: [], pending: [], effects };
  }
  persistChange(step);
  for (const message of step.messages) release(step, message);
  return { server, written: step.written, writes: step.writes, pending: step.pending, effects };
}

function persistChange(step: Step): void {
  const { server, rules, written, truncatedFrom, appended } = step;
  const { currentTerm, votedFor } = server;
  const hardStateChanged = currentTerm !== written.currentTerm || votedFor !== written.votedFor;
  if (!hardStateChanged && truncatedFrom === 0 && appended.length === 0) return;
  const change = {
    currentTerm,
    votedFor,
    writtenTerm: written.currentTerm,
    writtenVote: written.votedFor,
    truncatedFrom,
    appended,
  };
  const records = rules.recordsToPersist(server, change);
  step.written = { currentTerm, votedFor };
  if (records.length === 0) return;
  step.writes = [...step.writes, { records, held: [] }];
  step.effects.push({ kind: "persist", records });
}

function release(step: Step, message: CoreMessage): void {
  const newest = step.writes.at(-1);
  if (newest === undefined || !step.rules.mustAwaitDisk(message)) {
    step.effects.push({ kind: "send", message });
    return;
  }
  step.writes = [...step.writes.slice(0, -1), { records: newest.records, held: [...newest.held, message] }];
}

/** (Re)arms a timer. */
export function setTimer(step: Step, timer: Timer, cause: TimerCause): void {
  step.effects.push({ kind: "setTimer", timer, cause });
}

/** Takes on `role`; says so if that is a change, or a candidacy anew. */
export function takeRole(step: Step, role: Role): void {
  const { server } = step;
  if (server.role === role && role !== "candidate") return;
  server.role = role;
  step.effects.push({ kind: "becameRole", role, term: server.currentTerm });
}

/** Cuts the log after `last`, if it is longer. */
export function cutLogAfter(step: Step, last: Index): void {
  const { server } = step;
  if (last >= lastIndexOf(server.log)) return;
  server.log = cutAfter(server.log, last);
  const removed = lastIndexOf(server.log) + 1;
  step.truncatedFrom = step.truncatedFrom === 0 ? removed : Math.min(step.truncatedFrom, removed);
}

/** Extends the log. */
export function appendToLog(step: Step, entries: readonly Entry[]): void {
  if (entries.length === 0) return;
  step.server.log = extended(step.server.log, entries);
  step.appended = [...step.appended, ...entries];
}

/** Moves commitIndex, applies what is newly committed and answers its clients (docs/protocol.md §7). */
export function moveCommitIndex(step: Step, commitIndex: Index): void {
  const { server } = step;
  const index = Math.max(server.commitIndex, server.log.baseIndex) + 1;
  server.commitIndex = commitIndex;
  const last = Math.min(commitIndex, lastIndexOf(server.log));
  if (last < index) return;
  const { baseIndex, entries } = server.log;
  const apply: ApplyEffect = {
    kind: "apply",
    index,
    entries: entries.slice(index - baseIndex - 1, last - baseIndex),
  };
  step.effects.push(apply);
  answerCommitted(step, last);
}

function answerCommitted(step: Step, last: Index): void {
  const due = step.pending.filter((client) => client.index <= last);
  if (due.length === 0) return;
  step.pending = step.pending.filter((client) => client.index > last);
  for (const client of due) {
    const entry = entryAt(step.server.log, client.index);
    const holds =
      entry?.kind === "command" && entry.client === client.client && entry.serial === client.serial;
    if (holds) respond(step, client, { outcome: "ok", reason: "committed", index: client.index });
  }
}

/** Answers every pending client that nobody can say what became of its command. */
export function abandonClients(step: Step, reason: "leadershipLost" | "stopped"): void {
  for (const client of step.pending) respond(step, client, { outcome: "info", reason, index: 0 });
  step.pending = [];
}

/** Answers a client; the leader known now goes along as a hint. */
export function respond(
  step: Step,
  client: { readonly client: string; readonly serial: number },
  answer: Pick<RespondEffect, "outcome" | "reason" | "index">,
): void {
  step.effects.push({
    kind: "respond",
    client: client.client,
    serial: client.serial,
    ...answer,
    leader: step.server.leader,
  });
}

/** Refuses to go on: outstanding writes and held messages are dropped with everything of this step. */
export function stop(step: Step, reason: StopReason): void {
  takeRole(step, "stopped");
  abandonClients(step, "stopped");
  step.effects.push({ kind: "stopped", reason });
}
