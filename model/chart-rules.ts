import type {
  AppendEntries,
  Entry,
  Index,
  LogEnd,
  ProtocolRules,
  RequestPreVote,
  RequestVote,
  Server,
  ServerId,
  StateChange,
  StorageRecord,
} from "../traces/format/index.js";
import { endOf, entryAt, lastIndexOf, termAt } from "./chart-log.js";

/** More than half of `size` (§5.2: "votes from a majority"). */
function isMajority(count: number, size: number): boolean {
  return 2 * count > size;
}

/** At least as up-to-date: the later last term, and in the same term the longer log (§5.4.1). */
function reaches(request: RequestVote | RequestPreVote, end: LogEnd): boolean {
  if (request.lastLogTerm !== end.term) return request.lastLogTerm > end.term;
  return request.lastLogIndex >= end.index;
}

/** The vote of this term is still free, or went to `candidate` already (Figure 2, RequestVote 2). */
function voteIsFor(server: Server, candidate: ServerId): boolean {
  return server.votedFor === null || server.votedFor === candidate;
}

/** First entry of the request that this log contradicts (§5.3; Figure 2, AppendEntries 3). */
function firstConflict(server: Server, request: AppendEntries): Index {
  const offset = request.entries.findIndex((entry, position) => {
    const own = entryAt(server.log, request.prevLogIndex + 1 + position);
    return own !== undefined && own.term !== entry.term;
  });
  return offset < 0 ? 0 : request.prevLogIndex + 1 + offset;
}

/** The request's entries from the conflict on, or those behind the log's end (Figure 2, AppendEntries 4). */
function missingEntries(server: Server, request: AppendEntries, conflict: Index): readonly Entry[] {
  const firstMissing = conflict > 0 ? conflict : lastIndexOf(server.log) + 1;
  const offset = firstMissing - request.prevLogIndex - 1;
  return request.entries.slice(Math.max(0, offset));
}

/** Command lengths of the own term's entries above commitIndex: what a leader has taken in and not committed. */
function uncommittedBytes(server: Server): number {
  let bytes = 0;
  for (const entry of server.log.entries.slice(Math.max(0, server.commitIndex - server.log.baseIndex))) {
    if (entry.kind === "command" && entry.term === server.currentTerm) bytes += entry.command.length;
  }
  return bytes;
}

/** The largest index that a majority of `matchIndex` has reached. */
function majorityIndex(matchIndex: readonly Index[]): Index {
  const descending = [...matchIndex].sort((left, right) => right - left);
  return descending[Math.floor(descending.length / 2)] ?? 0;
}

/** Figure 2, "Rules for Servers", Leaders, last rule; only entries of the own term count (§5.4.2). */
function committable(server: Server): Index {
  let index = Math.min(majorityIndex(server.matchIndex), lastIndexOf(server.log));
  while (index > server.commitIndex && entryAt(server.log, index)?.term !== server.currentTerm) index -= 1;
  return Math.max(index, server.commitIndex);
}

function recordsOf(server: Server, change: StateChange): readonly StorageRecord[] {
  const { currentTerm, votedFor, truncatedFrom, appended } = change;
  const records: StorageRecord[] = [];
  if (currentTerm !== change.writtenTerm || votedFor !== change.writtenVote) {
    records.push({ kind: "hardState", currentTerm, votedFor });
  }
  if (truncatedFrom > 0) records.push({ kind: "truncate", from: truncatedFrom });
  const first = lastIndexOf(server.log) - appended.length + 1;
  appended.forEach((entry, offset) => {
    records.push({ kind: "append", index: first + offset, entry });
  });
  return records;
}

/**
 * The statechart's own reading of every named decision of docs/protocol.md. Each rule stands alone:
 * replacing one changes no other.
 */
export const chartRules: ProtocolRules = {
  // Terms (§5.1)
  isNewerTerm: (server, message) => message.term > server.currentTerm,
  isStaleTerm: (server, message) => message.term < server.currentTerm,
  adoptedTerm: (_server, message) => message.term,
  nextTerm: (server) => server.currentTerm + 1,
  termAfterQuorumLoss: (server) => server.currentTerm,

  // Votes (§5.2, §5.4.1; D §4.2.3, §9.6)
  logEnd: (server) => endOf(server.log),
  isUpToDate: (server, request) => reaches(request, endOf(server.log)),
  hasVoteFor: (server, request) => voteIsFor(server, request.from),
  mustProtectLeader: (server) =>
    server.options.checkQuorum && (server.leaderContact || server.role === "leader"),
  mayGrantPreVote: (server, request) =>
    server.role !== "leader" &&
    !server.leaderContact &&
    request.term >= server.currentTerm &&
    (request.term > server.currentTerm || voteIsFor(server, request.from)) &&
    reaches(request, endOf(server.log)),
  ownVote: (server) => server.self,
  voteAfter: (server, moment) => (moment === "newTerm" ? null : server.votedFor),
  votesAtCandidacy: () => [],
  ownVoteCounts: (server) =>
    server.durable.currentTerm === server.currentTerm &&
    server.durable.votedFor === server.self &&
    !server.votesGranted.includes(server.self),
  countsAsVote: (server, response) =>
    response.kind === "requestVoteResponse" && response.granted && response.term === server.currentTerm,
  countsAsPreVote: (server, response) => response.granted && response.term === server.currentTerm + 1,
  withVote: (votes, voter) => (votes.includes(voter) ? votes : [...votes, voter]),
  isQuorum: isMajority,

  // Replication, follower (§5.3)
  candidateYields: () => true,
  matchesPrevious: (server, request) =>
    request.prevLogIndex === 0
      ? request.prevLogTerm === 0
      : termAt(server.log, request.prevLogIndex) === request.prevLogTerm,
  conflictStart: firstConflict,
  entriesToAppend: missingEntries,
  mayTruncate: (server, from) => from > server.commitIndex,
  acknowledgedIndex: (_server, request) => request.prevLogIndex + request.entries.length,
  commitAfterAppend: (server, request) =>
    Math.max(
      server.commitIndex,
      Math.min(request.leaderCommit, request.prevLogIndex + request.entries.length),
    ),
  lastIndexAfter: (server) => lastIndexOf(server.log),
  resetsElectionTimer: (_server, moment) => moment === "leaderAccepted" || moment === "voteGranted",

  // Replication, leader (§5.3, §5.4.2; D §6.2, §6.4)
  mayAppend: (server) => server.role === "leader",
  acceptsProposal: (server, bytes) => {
    const waiting = uncommittedBytes(server);
    return waiting === 0 || bytes === 0 || waiting + bytes <= server.options.maxUncommittedBytes;
  },
  appendsNoop: (server) => server.options.noOp,
  isCurrentResponse: (server, response) => response.term === server.currentTerm,
  matchAfterResponse: (server, response) => {
    const known = server.matchIndex[server.servers.indexOf(response.from)] ?? 0;
    return response.success ? Math.max(known, response.matchIndex) : known;
  },
  nextAfterRejection: (_server, response) => response.prevLogIndex,
  ownMatchIndex: (server) => server.durable.lastIndex,
  committableIndex: committable,
  commitAtElection: (server) => server.commitIndex,
  hasQuorumContact: (server) =>
    isMajority(new Set([server.self, ...server.heardFrom]).size, server.servers.length),

  // Durability (Figure 2, "persistent state"; D §10.2.1)
  recordsToPersist: recordsOf,
  mustAwaitDisk: (message) => message.kind !== "appendEntries",
  restoredState: (start) => ({ currentTerm: start.currentTerm, votedFor: start.votedFor }),
  stopsOnStorageFailure: () => true,
};
