import type { Entry, Index, ServerId, Term } from "./entries.js";

/** Asks for a vote in `term`, which the sender entered as a candidate (paper §5.2, Figure 2). */
export interface RequestVote {
  readonly kind: "requestVote";
  readonly from: ServerId;
  readonly to: ServerId;
  /** @minimum 0 */
  readonly term: Term;
  /** @minimum 0 */
  readonly lastLogIndex: Index;
  /** @minimum 0 */
  readonly lastLogTerm: Term;
  /** True when a leadership transfer caused the election (dissertation §3.10). */
  readonly leadershipTransfer: boolean;
}

/** Answer to `requestVote`. `term` is the voter's term after handling the request. */
export interface RequestVoteResponse {
  readonly kind: "requestVoteResponse";
  readonly from: ServerId;
  readonly to: ServerId;
  /** @minimum 0 */
  readonly term: Term;
  readonly granted: boolean;
}

/** Asks whether a vote in `term` (the sender's term + 1) would be granted (dissertation §9.6). */
export interface RequestPreVote {
  readonly kind: "requestPreVote";
  readonly from: ServerId;
  readonly to: ServerId;
  /** @minimum 0 */
  readonly term: Term;
  /** @minimum 0 */
  readonly lastLogIndex: Index;
  /** @minimum 0 */
  readonly lastLogTerm: Term;
}

/** Answer to `requestPreVote`. Granted: `term` echoes the request. Refused: the voter's own term. */
export interface RequestPreVoteResponse {
  readonly kind: "requestPreVoteResponse";
  readonly from: ServerId;
  readonly to: ServerId;
  /** @minimum 0 */
  readonly term: Term;
  readonly granted: boolean;
}

/** Replicates entries; with none it is a heartbeat (paper §5.3, Figure 2). */
export interface AppendEntries {
  readonly kind: "appendEntries";
  readonly from: ServerId;
  readonly to: ServerId;
  /** @minimum 0 */
  readonly term: Term;
  /** @minimum 0 */
  readonly prevLogIndex: Index;
  /** @minimum 0 */
  readonly prevLogTerm: Term;
  readonly entries: readonly Entry[];
  /** @minimum 0 */
  readonly leaderCommit: Index;
}

/**
 * Answer to `appendEntries`. `prevLogIndex` echoes the request. Success: `matchIndex` is the last
 * index the request covered. Failure: `matchIndex` is 0 and the hints (§5.3, last paragraphs) say
 * where the leader may continue: `conflictTerm` is the follower's term at or before `prevLogIndex`
 * (0: none) and `conflictIndex` the highest index worth probing next.
 */
export interface AppendEntriesResponse {
  readonly kind: "appendEntriesResponse";
  readonly from: ServerId;
  readonly to: ServerId;
  /** @minimum 0 */
  readonly term: Term;
  readonly success: boolean;
  /** @minimum 0 */
  readonly prevLogIndex: Index;
  /** @minimum 0 */
  readonly matchIndex: Index;
  /** @minimum 0 */
  readonly conflictIndex: Index;
  /** @minimum 0 */
  readonly conflictTerm: Term;
}

/** One chunk of a snapshot (paper §7). */
export interface InstallSnapshot {
  readonly kind: "installSnapshot";
  readonly from: ServerId;
  readonly to: ServerId;
  /** @minimum 0 */
  readonly term: Term;
  /** @minimum 0 */
  readonly lastIncludedIndex: Index;
  /** @minimum 0 */
  readonly lastIncludedTerm: Term;
  /** @minimum 0 */
  readonly offset: number;
  readonly data: string;
  readonly done: boolean;
}

/** Answer to `installSnapshot`: `matchIndex` is the index the follower now holds, 0 while chunks miss. */
export interface InstallSnapshotResponse {
  readonly kind: "installSnapshotResponse";
  readonly from: ServerId;
  readonly to: ServerId;
  /** @minimum 0 */
  readonly term: Term;
  /** @minimum 0 */
  readonly offset: number;
  /** @minimum 0 */
  readonly matchIndex: Index;
}

/** Tells the target of a leadership transfer to campaign at once (dissertation §3.10). */
export interface TimeoutNow {
  readonly kind: "timeoutNow";
  readonly from: ServerId;
  readonly to: ServerId;
  /** @minimum 0 */
  readonly term: Term;
}

/** A follower asks its leader for a read index (dissertation §6.4). */
export interface ReadIndex {
  readonly kind: "readIndex";
  readonly from: ServerId;
  readonly to: ServerId;
  /** @minimum 0 */
  readonly term: Term;
  readonly client: string;
  /** @minimum 0 */
  readonly serial: number;
}

/** Answer to `readIndex`: reads may be served once `readIndex` is applied. */
export interface ReadIndexResponse {
  readonly kind: "readIndexResponse";
  readonly from: ServerId;
  readonly to: ServerId;
  /** @minimum 0 */
  readonly term: Term;
  readonly client: string;
  /** @minimum 0 */
  readonly serial: number;
  /** @minimum 0 */
  readonly readIndex: Index;
}

/** Everything servers say to each other. Identity (an id) belongs to the envelope, not the message. */
export type Message =
  | RequestVote
  | RequestVoteResponse
  | RequestPreVote
  | RequestPreVoteResponse
  | AppendEntries
  | AppendEntriesResponse
  | InstallSnapshot
  | InstallSnapshotResponse
  | TimeoutNow
  | ReadIndex
  | ReadIndexResponse;

export type MessageKind = Message["kind"];

/** The messages of elections and replication: what the core of this version speaks. */
export type CoreMessage =
  | RequestVote
  | RequestVoteResponse
  | RequestPreVote
  | RequestPreVoteResponse
  | AppendEntries
  | AppendEntriesResponse;
