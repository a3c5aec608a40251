import type { AppendEntries, Entry, Server } from "../traces/format/index.js";
import { entryAt, lastIndexOf, termAt } from "./chart-log.js";

/** The conjunct of `maySend` that a request breaks (docs/protocol.md §6). */
export type MaySendReason =
  | "notLeader"
  | "sender"
  | "target"
  | "term"
  | "prevLogIndexMatched"
  | "prevLogIndexBeyondEnd"
  | "prevLogTerm"
  | "tooManyEntries"
  | "entries"
  | "leaderCommit";

function sameVoters(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id, offset) => id === right[offset]);
}

function sameEntry(left: Entry, right: Entry | undefined): boolean {
  if (left === right) return true;
  if (right === undefined || left.term !== right.term) return false;
  switch (left.kind) {
    case "noop":
      return right.kind === "noop";
    case "command":
      return (
        right.kind === "command" &&
        left.client === right.client &&
        left.serial === right.serial &&
        left.command === right.command
      );
    case "config":
      return (
        right.kind === "config" &&
        sameVoters(left.voters, right.voters) &&
        sameVoters(left.outgoing, right.outgoing) &&
        sameVoters(left.learners, right.learners)
      );
  }
}

/**
 * Why `server` may not send `request` in its present state; null if it may. When a leader sends, and
 * how much at once, is free: this is what every request must be true to (§5.3; docs/protocol.md §6).
 */
export function maySendReason(server: Server, request: AppendEntries): MaySendReason | null {
  const { log, servers, self } = server;
  if (server.role !== "leader") return "notLeader";
  if (request.from !== self) return "sender";
  const target = servers.indexOf(request.to);
  if (target < 0 || request.to === self) return "target";
  if (request.term !== server.currentTerm) return "term";
  const { prevLogIndex, entries } = request;
  if (prevLogIndex < (server.matchIndex[target] ?? 0)) return "prevLogIndexMatched";
  if (prevLogIndex > lastIndexOf(log)) return "prevLogIndexBeyondEnd";
  if (request.prevLogTerm !== termAt(log, prevLogIndex)) return "prevLogTerm";
  if (entries.length > server.options.maxEntriesPerMessage) return "tooManyEntries";
  const faithful = entries.every((entry, offset) =>
    sameEntry(entry, entryAt(log, prevLogIndex + 1 + offset)),
  );
  if (!faithful) return "entries";
  return request.leaderCommit > server.commitIndex ? "leaderCommit" : null;
}
