import type {
  CoreMessage,
  LogEnd,
  RequestPreVote,
  RequestPreVoteResponse,
  RequestVote,
  RequestVoteResponse,
  Server,
  ServerId,
  Term,
  VoteMoment,
} from "../../traces/format/index.js";
import { lastIndex, lastTerm } from "./log.js";
import { isMajority } from "./quorum.js";
import { noVotes } from "./state.js";

// Terms (§5.1)

/** A message of a higher term makes every server a follower of that term (§5.1). */
export function isNewerTerm(server: Server, message: CoreMessage): boolean {
  return message.term > server.currentTerm;
}

/** Requests of a lower term are refused (§5.1). */
export function isStaleTerm(server: Server, message: CoreMessage): boolean {
  return message.term < server.currentTerm;
}

/** The term to go to on a message of a newer one: the message's (§5.1). */
export function adoptedTerm(_server: Server, message: CoreMessage): Term {
  return message.term;
}

/** The term of the next candidacy (§5.2). */
export function nextTerm(server: Server): Term {
  return server.currentTerm + 1;
}

/** A leader that lost its quorum steps down within its term (D §6.2). */
export function termAfterQuorumLoss(server: Server): Term {
  return server.currentTerm;
}

// Votes (§5.2, §5.4.1)

/** Where the log ends, as told in requests for votes (§5.4.1). */
export function logEnd(server: Server): LogEnd {
  return { index: lastIndex(server.log), term: lastTerm(server.log) };
}

/** Whether the candidate's log is at least as up-to-date: the last term decides, then the length (§5.4.1). */
export function isUpToDate(server: Server, request: RequestVote | RequestPreVote): boolean {
  const ownTerm = lastTerm(server.log);
  return (
    request.lastLogTerm > ownTerm ||
    (request.lastLogTerm === ownTerm && request.lastLogIndex >= lastIndex(server.log))
  );
}

/** One vote a term, first come first served; the same candidate may be told again (§5.2). */
export function hasVoteFor(server: Server, request: RequestVote): boolean {
  return server.votedFor === null || server.votedFor === request.from;
}

/** A server that believes in a live leader lets nobody depose it (D §4.2.3). */
export function mustProtectLeader(server: Server): boolean {
  return server.options.checkQuorum && (server.leaderContact || server.role === "leader");
}

/** A pre-vote says whether the vote would be granted, and only if there seems to be no leader (D §9.6). */
export function mayGrantPreVote(server: Server, request: RequestPreVote): boolean {
  return (
    server.role !== "leader" &&
    !server.leaderContact &&
    (request.term > server.currentTerm ||
      (request.term === server.currentTerm &&
        (server.votedFor === null || server.votedFor === request.from))) &&
    isUpToDate(server, request)
  );
}

/** A candidate votes for itself (§5.2). */
export function ownVote(server: Server): ServerId | null {
  return server.self;
}

/** The vote is forgotten only when the term rises: otherwise there could be two in one term (§5.2). */
export function voteAfter(server: Server, moment: VoteMoment): ServerId | null {
  return moment === "newTerm" ? null : server.votedFor;
}

/** A candidate starts without votes: its own counts once it is on its disk (§5.1, D §3.8). */
export function votesAtCandidacy(_server: Server): readonly ServerId[] {
  return noVotes;
}

/** The own vote counts when it is durable, and once (§5.1). */
export function ownVoteCounts(server: Server): boolean {
  return (
    server.durable.currentTerm === server.currentTerm &&
    server.durable.votedFor === server.self &&
    !server.votesGranted.includes(server.self)
  );
}

/** Real votes of this term only: a pre-vote or a late answer makes no leader (§5.2, D §9.6). */
export function countsAsVote(
  server: Server,
  response: RequestVoteResponse | RequestPreVoteResponse,
): boolean {
  return response.kind === "requestVoteResponse" && response.granted && response.term === server.currentTerm;
}

/** A grant that echoes the term asked about, which is the next one (D §9.6). */
export function countsAsPreVote(server: Server, response: RequestPreVoteResponse): boolean {
  return response.granted && response.term === server.currentTerm + 1;
}

/** A voter counts once, however often its answer arrives (§5.2). */
export function withVote(votes: readonly ServerId[], voter: ServerId): readonly ServerId[] {
  return votes.includes(voter) ? votes : [...votes, voter];
}

/** More than half of all servers (§5.2). */
export function isQuorum(count: number, size: number): boolean {
  return isMajority(count, size);
}
