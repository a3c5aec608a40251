import type { Index, Log, ServerId, Term } from "./entries.js";

/** `stopped`: the server met a storage failure or a conflict with a committed entry. */
export type Role = "follower" | "preCandidate" | "candidate" | "leader" | "stopped";

/** What the disk holds for certain: the sum of the completed writes. */
export interface DurableView {
  /** @minimum 0 */
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
  /** Last index of the log on disk.  @minimum 0 */
  readonly lastIndex: Index;
}

/**
 * What can be seen of a server after a step: the fields that lockstep compares (`nextIndex` aside,
 * which is the implementation's freedom) and properties read. Arrays `nextIndex` and `matchIndex`
 * run parallel to the header's `servers`.
 */
export interface ServerView {
  readonly role: Role;
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
  /** The leader of `currentTerm` as far as this server knows. */
  readonly leader: ServerId | null;
  readonly log: Log;
  readonly commitIndex: Index;
  readonly durable: DurableView;
  /** Heard from the leader within the minimum election timeout (dissertation §4.2.3). */
  readonly leaderContact: boolean;
  /** Servers whose grants this candidate counted, itself included, in the order they came. Kept by a leader. */
  readonly votesGranted: readonly ServerId[];
  readonly preVotesGranted: readonly ServerId[];
  /** Followers that answered this leader since its last quorum check (dissertation §6.2). */
  readonly heardFrom: readonly ServerId[];
  readonly nextIndex: readonly Index[];
  readonly matchIndex: readonly Index[];
}

/** The configuration of one server: the same for every life it has. */
export interface ServerConfiguration {
  readonly self: ServerId;
  readonly servers: readonly ServerId[];
  readonly options: ProtocolOptions;
}

/** Switches and limits of the protocol. Every one of them can change what bugs are visible. */
export interface ProtocolOptions {
  /** Ask before raising the term (dissertation §9.6). */
  readonly preVote: boolean;
  /** A leader without a quorum steps down; a live leader is protected (dissertation §6.2, §4.2.3). */
  readonly checkQuorum: boolean;
  /** A new leader appends an empty entry (dissertation §6.4). */
  readonly noOp: boolean;
  /** @minimum 1 */
  readonly maxEntriesPerMessage: number;
  /** Entries sent to one follower and not yet acknowledged, at most.  @minimum 1 */
  readonly maxInFlightEntries: number;
  /** Likewise in bytes; one larger message is let through when nothing is in flight.  @minimum 1 */
  readonly maxInFlightBytes: number;
  /** Proposals are refused while the uncommitted tail of the log is larger.  @minimum 1 */
  readonly maxUncommittedBytes: number;
}

/** A server as a rule sees it: what it is configured as, and its state. */
export interface Server extends ServerConfiguration, ServerView {}
