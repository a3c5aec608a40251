import type { StorageRecord } from "./effects.js";
import type { Entry, Index, LogEnd, ServerId, Term } from "./entries.js";
import type { StartInput } from "./inputs.js";
import type {
  AppendEntries,
  AppendEntriesResponse,
  CoreMessage,
  RequestPreVote,
  RequestPreVoteResponse,
  RequestVote,
  RequestVoteResponse,
} from "./messages.js";
import type { Server } from "./view.js";

/** Moments at which a server decides what becomes of its vote. */
export type VoteMoment = "newTerm" | "leaderAccepted" | "preVoteStarted" | "quorumLost";

/** Moments at which a server could (wrongly) shorten its log. */
export type LogMoment = "leaderDeposed" | "voteGranted" | "heartbeat";

/** What a restart takes from the disk. */
export interface RestoredState {
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
}

/** What one step changed that the disk must learn of. */
export interface StateChange {
  /** The hard state after the step. */
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
  /** The hard state last handed to the disk. */
  readonly writtenTerm: Term;
  readonly writtenVote: ServerId | null;
  /** First index removed, 0 if none. */
  readonly truncatedFrom: Index;
  /** Entries appended in this step, ending at the server's last index. */
  readonly appended: readonly Entry[];
}

/** Why a follower or candidate may restart its election timer. */
export type ContactMoment = "leaderAccepted" | "staleAppend" | "voteGranted" | "voteRefused";

/**
 * The named decisions of the protocol. Chart and core each implement all of them, independently;
 * `docs/protocol.md` says what each decides and cites the section. A mutant replaces some of them.
 * A rule is a pure function: it may look at everything it is given and change nothing.
 */
export interface ProtocolRules {
  // Terms
  isNewerTerm(server: Server, message: CoreMessage): boolean;
  isStaleTerm(server: Server, message: CoreMessage): boolean;
  adoptedTerm(server: Server, message: CoreMessage): Term;
  nextTerm(server: Server): Term;
  termAfterQuorumLoss(server: Server): Term;
  // Votes
  logEnd(server: Server): LogEnd;
  isUpToDate(server: Server, request: RequestVote | RequestPreVote): boolean;
  hasVoteFor(server: Server, request: RequestVote): boolean;
  mustProtectLeader(server: Server): boolean;
  mayGrantPreVote(server: Server, request: RequestPreVote): boolean;
  ownVote(server: Server): ServerId | null;
  voteAfter(server: Server, moment: VoteMoment): ServerId | null;
  votesAtCandidacy(server: Server): readonly ServerId[];
  ownVoteCounts(server: Server): boolean;
  countsAsVote(server: Server, response: RequestVoteResponse | RequestPreVoteResponse): boolean;
  countsAsPreVote(server: Server, response: RequestPreVoteResponse): boolean;
  withVote(votes: readonly ServerId[], voter: ServerId): readonly ServerId[];
  isQuorum(count: number, size: number): boolean;
  // Replication, follower
  candidateYields(server: Server, request: AppendEntries): boolean;
  matchesPrevious(server: Server, request: AppendEntries): boolean;
  conflictStart(server: Server, request: AppendEntries): Index;
  entriesToAppend(server: Server, request: AppendEntries, conflict: Index): readonly Entry[];
  mayTruncate(server: Server, from: Index): boolean;
  acknowledgedIndex(server: Server, request: AppendEntries): Index;
  commitAfterAppend(server: Server, request: AppendEntries): Index;
  lastIndexAfter(server: Server, moment: LogMoment): Index;
  resetsElectionTimer(server: Server, moment: ContactMoment): boolean;
  // Replication, leader
  mayAppend(server: Server): boolean;
  acceptsProposal(server: Server, bytes: number): boolean;
  appendsNoop(server: Server): boolean;
  isCurrentResponse(server: Server, response: AppendEntriesResponse): boolean;
  matchAfterResponse(server: Server, response: AppendEntriesResponse): Index;
  nextAfterRejection(server: Server, response: AppendEntriesResponse): Index;
  ownMatchIndex(server: Server): Index;
  committableIndex(server: Server): Index;
  commitAtElection(server: Server): Index;
  hasQuorumContact(server: Server): boolean;
  // Durability
  recordsToPersist(server: Server, change: StateChange): readonly StorageRecord[];
  mustAwaitDisk(message: CoreMessage): boolean;
  restoredState(start: StartInput): RestoredState;
  stopsOnStorageFailure(): boolean;
}

export type RuleName = keyof ProtocolRules;
