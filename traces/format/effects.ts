import type { Entry, Index, ServerId, Term } from "./entries.js";
import type { Timer } from "./inputs.js";
import type { Message } from "./messages.js";
import type { Role } from "./view.js";

/** The term and the vote, always written together in one record (paper Figure 2). */
export interface HardStateRecord {
  readonly kind: "hardState";
  /** @minimum 0 */
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
}

/** Removes the entries from index `from` on. */
export interface TruncateRecord {
  readonly kind: "truncate";
  /** @minimum 1 */
  readonly from: Index;
}

/** Puts one entry at `index`, which is the last index plus one. */
export interface AppendRecord {
  readonly kind: "append";
  /** @minimum 1 */
  readonly index: Index;
  readonly entry: Entry;
}

/** One record of a write. A crash may keep any prefix of the records not yet synced. */
export type StorageRecord = HardStateRecord | TruncateRecord | AppendRecord;

/** Why a timer was set. */
export type TimerCause =
  | "started"
  | "electionStarted"
  | "voteGranted"
  | "heardFromLeader"
  | "steppedDown"
  | "becameLeader"
  | "heartbeatSent"
  | "quorumChecked";

/** A message leaves the server. The driver gives the envelope its id (0 until then). */
export interface SendEffect {
  readonly kind: "send";
  readonly message: Message;
}

/** One write, to be completed in order. The driver gives it its id. */
export interface PersistEffect {
  readonly kind: "persist";
  readonly records: readonly StorageRecord[];
}

/** (Re)arms a timer; the driver draws its length. */
export interface SetTimerEffect {
  readonly kind: "setTimer";
  readonly timer: Timer;
  readonly cause: TimerCause;
}

/** Newly committed entries, in order: `entries[0]` stands at `index`. */
export interface ApplyEffect {
  readonly kind: "apply";
  /** @minimum 1 */
  readonly index: Index;
  readonly entries: readonly Entry[];
}

/** `fail`: certainly not done. `info`: unknown. */
export type Outcome = "ok" | "fail" | "info";

export type RespondReason = "committed" | "notLeader" | "uncommittedLimit" | "leadershipLost" | "stopped";

/** The answer to a client. `leader` is a hint where to go instead. */
export interface RespondEffect {
  readonly kind: "respond";
  readonly client: string;
  /** @minimum 0 */
  readonly serial: number;
  readonly outcome: Outcome;
  readonly reason: RespondReason;
  /** Where the entry was committed, 0 if it was not.  @minimum 0 */
  readonly index: Index;
  readonly leader: ServerId | null;
}

export interface BecameRoleEffect {
  readonly kind: "becameRole";
  readonly role: Role;
  /** @minimum 0 */
  readonly term: Term;
}

export type StopReason = "storageFailed" | "committedConflict";

/** The server refuses to go on; only a restart brings it back. */
export interface StoppedEffect {
  readonly kind: "stopped";
  readonly reason: StopReason;
}

/** Everything that can go out of a server. */
export type Effect =
  | SendEffect
  | PersistEffect
  | SetTimerEffect
  | ApplyEffect
  | RespondEffect
  | BecameRoleEffect
  | StoppedEffect;

export type EffectKind = Effect["kind"];
