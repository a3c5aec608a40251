import type {
  AppendEntries,
  CoreMessage,
  DurableView,
  Index,
  RequestPreVote,
  RequestVote,
  Server,
  ServerId,
  StorageRecord,
} from "../traces/format/index.js";
import { assert } from "./assert.js";
import type { HardState } from "./chart-context.js";
import { lastIndexOf } from "./chart-log.js";
import type { Step } from "./chart-step.js";
import {
  abandonClients,
  appendToLog,
  cutLogAfter,
  moveCommitIndex,
  setTimer,
  takeRole,
} from "./chart-step.js";

const nobody: readonly ServerId[] = [];

/** Everyone but this server. */
export function peersOf(server: Server): readonly ServerId[] {
  return server.servers.filter((id) => id !== server.self);
}

/** `indices` with the one of `id` replaced. */
export function withIndex(
  server: Server,
  indices: readonly Index[],
  id: ServerId,
  index: Index,
): readonly Index[] {
  return indices.with(server.servers.indexOf(id), index);
}

/**
 * Becoming follower (docs/protocol.md §3): votes and what a leader knew of its followers are
 * forgotten; a leader is deposed.
 */
export function becomeFollower(step: Step): void {
  const { server, rules } = step;
  if (server.role === "follower") return;
  const wasLeader = server.role === "leader";
  server.votesGranted = nobody;
  server.preVotesGranted = nobody;
  server.heardFrom = nobody;
  server.nextIndex = server.servers.map(() => 1);
  server.matchIndex = server.servers.map(() => 0);
  takeRole(step, "follower");
  if (!wasLeader) return;
  cutLogAfter(step, rules.lastIndexAfter(server, "leaderDeposed"));
  setTimer(step, "election", "steppedDown");
  abandonClients(step, "leadershipLost");
}

/** Adopts a newer term (§5.1: "if one server's current term is smaller than the other's …"). */
export function adoptTerm(step: Step, message: CoreMessage): void {
  const { server, rules } = step;
  const hardState: HardState = {
    currentTerm: rules.adoptedTerm(server, message),
    votedFor: rules.voteAfter(server, "newTerm"),
  };
  Object.assign(server, hardState);
  server.leader = null;
  server.leaderContact = false;
  server.votesGranted = nobody;
  server.preVotesGranted = nobody;
  becomeFollower(step);
}

/** Asks all others whether they would vote for this server (D §9.6). */
export function startPreVote(step: Step): void {
  const { server, rules } = step;
  server.leader = null;
  server.leaderContact = false;
  server.votedFor = rules.voteAfter(server, "preVoteStarted");
  server.votesGranted = nobody;
  server.preVotesGranted = [server.self];
  takeRole(step, "preCandidate");
  setTimer(step, "election", "electionStarted");
  const term = rules.nextTerm(server);
  const end = rules.logEnd(server);
  for (const to of peersOf(server)) {
    const request: RequestPreVote = {
      kind: "requestPreVote",
      from: server.self,
      to,
      term,
      lastLogIndex: end.index,
      lastLogTerm: end.term,
    };
    step.messages.push(request);
  }
}

/** Enters the next term as a candidate (§5.2). Its own vote counts once it is durable. */
export function startCandidacy(step: Step): void {
  const { server, rules } = step;
  const term = rules.nextTerm(server);
  const vote = rules.ownVote(server);
  const votes = rules.votesAtCandidacy(server);
  server.currentTerm = term;
  server.votedFor = vote;
  server.votesGranted = votes;
  server.preVotesGranted = nobody;
  server.leader = null;
  takeRole(step, "candidate");
  setTimer(step, "election", "electionStarted");
  const end = rules.logEnd(server);
  for (const to of peersOf(server)) {
    const request: RequestVote = {
      kind: "requestVote",
      from: server.self,
      to,
      term,
      lastLogIndex: end.index,
      lastLogTerm: end.term,
      leadershipTransfer: false,
    };
    step.messages.push(request);
  }
}

/** Wins the election (§5.2; D §6.4 for the empty entry). Sending appends now is the core's freedom. */
export function becomeLeader(step: Step): void {
  const { server, rules } = step;
  const next = lastIndexOf(server.log) + 1;
  server.leader = server.self;
  server.leaderContact = false;
  server.preVotesGranted = nobody;
  server.heardFrom = nobody;
  server.nextIndex = server.servers.map(() => next);
  server.matchIndex = server.servers.map(() => 0);
  takeRole(step, "leader");
  server.matchIndex = withIndex(server, server.matchIndex, server.self, rules.ownMatchIndex(server));
  setTimer(step, "heartbeat", "becameLeader");
  if (server.options.checkQuorum) setTimer(step, "quorumCheck", "becameLeader");
  const commitIndex = rules.commitAtElection(server);
  if (commitIndex !== server.commitIndex) moveCommitIndex(step, commitIndex);
  if (rules.appendsNoop(server)) appendToLog(step, [{ kind: "noop", term: server.currentTerm }]);
}

/** Steps 2 to 4 of an append (docs/protocol.md §5): the sender is the leader of this term. */
export function hearLeader(step: Step, request: AppendEntries): void {
  const { server, rules } = step;
  if (rules.isNewerTerm(server, request)) adoptTerm(step, request);
  if (server.role !== "follower" && rules.candidateYields(server, request)) becomeFollower(step);
  server.votedFor = rules.voteAfter(server, "leaderAccepted");
  server.leader = request.from;
  if (server.options.preVote || server.options.checkQuorum) {
    server.leaderContact = true;
    setTimer(step, "leaderContact", "heardFromLeader");
  }
  if (rules.resetsElectionTimer(server, "leaderAccepted")) setTimer(step, "election", "heardFromLeader");
}

/** The leader's commit rule, after its matchIndex changed (§5.4.2; docs/protocol.md §7). */
export function applyCommitRule(step: Step): void {
  const { server, rules } = step;
  const commitIndex = Math.max(server.commitIndex, rules.committableIndex(server));
  if (commitIndex > server.commitIndex) moveCommitIndex(step, commitIndex);
}

/** What the disk holds once `records` are on it. */
export function durableAfter(durable: DurableView, records: readonly StorageRecord[]): DurableView {
  let { currentTerm, votedFor, lastIndex } = durable;
  for (const record of records) {
    switch (record.kind) {
      case "hardState":
        ({ currentTerm, votedFor } = record);
        break;
      case "truncate":
        lastIndex = Math.min(lastIndex, record.from - 1);
        break;
      case "append":
        lastIndex = record.index;
        break;
    }
  }
  return { currentTerm, votedFor, lastIndex };
}

/** The oldest outstanding write ends; a failed one (which only a replaced rule survives) leaves the disk as it was. */
export function endWrite(step: Step, onDisk: boolean): void {
  const [oldest, ...others] = step.writes;
  assert(oldest !== undefined, "a write ends only while one is outstanding");
  step.writes = others;
  if (onDisk) step.server.durable = durableAfter(step.server.durable, oldest.records);
  for (const message of oldest.held) step.effects.push({ kind: "send", message });
}
