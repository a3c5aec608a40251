import type { AppendEntriesResponse, Index, Server } from "../../traces/format/index.js";
import { bytesBetween, lastIndex, lastIndexUpToTerm, termAt } from "./log.js";
import { isMajority, majorityIndex } from "./quorum.js";

function knownMatchOf(server: Server, response: AppendEntriesResponse): Index {
  return server.matchIndex[server.servers.indexOf(response.from)] as Index;
}

/** Only the leader takes commands (§5.3, §8). */
export function mayAppend(server: Server): boolean {
  return server.role === "leader";
}

/**
 * Bounds what a leader takes in before it commits; what is empty, or the only thing waiting, always passes. Entries of
 * older terms do not count: they commit only through one of this term (§5.4.2), which they must not keep out.
 */
export function acceptsProposal(server: Server, bytes: number): boolean {
  const { log, commitIndex, currentTerm } = server;
  const firstOwn = lastIndexUpToTerm(log, lastIndex(log), currentTerm - 1) + 1;
  const uncommitted = bytesBetween(log, Math.max(commitIndex, firstOwn - 1), lastIndex(log));
  return uncommitted === 0 || bytes === 0 || uncommitted + bytes <= server.options.maxUncommittedBytes;
}

/** An entry of its own term lets a new leader find out what is committed (§5.4.2, §8, D §6.4). */
export function appendsNoop(server: Server): boolean {
  return server.options.noOp;
}

/** Answers to an earlier term's requests say nothing about this one's (§5.1). */
export function isCurrentResponse(server: Server, response: AppendEntriesResponse): boolean {
  return response.term === server.currentTerm;
}

/** What the follower is known to hold only grows: late answers change nothing (§5.3). */
export function matchAfterResponse(server: Server, response: AppendEntriesResponse): Index {
  const known = knownMatchOf(server, response);
  return response.success ? Math.max(known, response.matchIndex) : known;
}

/**
 * Where to go on after a mismatch. The follower named its term at or before the mismatch; our entries of a
 * later term up to there cannot be its, so the next probe skips them (§5.3, end). Always above what is known
 * to match.
 */
export function nextAfterRejection(server: Server, response: AppendEntriesResponse): Index {
  const { conflictIndex, conflictTerm, prevLogIndex } = response;
  const probe =
    conflictTerm === 0 ? conflictIndex : lastIndexUpToTerm(server.log, conflictIndex, conflictTerm);
  return Math.max(knownMatchOf(server, response) + 1, Math.min(prevLogIndex, probe + 1));
}

/** A leader counts itself for what its own disk holds (D §10.2.1). */
export function ownMatchIndex(server: Server): Index {
  return server.durable.lastIndex;
}

/** The highest index held by a majority whose entry is of the leader's own term (§5.4.2, Figure 8). */
export function committableIndex(server: Server): Index {
  let index = Math.min(majorityIndex(server.matchIndex), lastIndex(server.log));
  while (index > server.commitIndex && termAt(server.log, index) !== server.currentTerm) {
    index -= 1;
  }
  return Math.max(index, server.commitIndex);
}

/** Winning an election commits nothing (§5.4.2). */
export function commitAtElection(server: Server): Index {
  return server.commitIndex;
}

/** Whether a majority, itself included, has answered since the last check (D §6.2). */
export function hasQuorumContact(server: Server): boolean {
  let count = 0;
  for (const id of server.servers) {
    count += id === server.self || server.heardFrom.includes(id) ? 1 : 0;
  }
  return isMajority(count, server.servers.length);
}
