import type { Index, Log, ServerId, Term } from "./entries.js";
import type { CoreMessage, Message } from "./messages.js";

/**
 * The timers of a server. Their lengths are the driver's choice:
 * - `election`: drawn anew from [T, 2T) each time it is set (paper §5.2);
 * - `leaderContact`: exactly T, the minimum election timeout (dissertation §4.2.3);
 * - `heartbeat`: a fraction of T; `quorumCheck`: T (dissertation §6.2).
 */
export type Timer = "election" | "leaderContact" | "heartbeat" | "quorumCheck";

/** A life of a server begins, with what its disk holds (paper §5.1, "persistent state"). */
export interface StartInput {
  readonly kind: "start";
  /** Which life of the server this is, from 1.  @minimum 1 */
  readonly incarnation: number;
  /** @minimum 0 */
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
  readonly log: Log;
}

/** A message arrives. `id` names the envelope; the core never looks at it. */
export interface MessageInput {
  readonly kind: "message";
  /** @minimum 1 */
  readonly id: number;
  readonly message: Message;
}

/** A timer fires. Timers may fire late, or twice. */
export interface TimeoutInput {
  readonly kind: "timeout";
  readonly timer: Timer;
}

/** A client hands a command to this server. */
export interface ProposeInput {
  readonly kind: "propose";
  readonly client: string;
  /** @minimum 0 */
  readonly serial: number;
  readonly command: string;
}

/** A client asks this server for a linearizable read (dissertation §6.4). */
export interface ReadInput {
  readonly kind: "read";
  readonly client: string;
  /** @minimum 0 */
  readonly serial: number;
  readonly query: string;
}

/** The operator asks a leader to hand over to `target` (dissertation §3.10). */
export interface TransferInput {
  readonly kind: "transfer";
  readonly target: ServerId;
}

/** The oldest outstanding write (effect `persist` with this id) is on stable storage. */
export interface StorageDoneInput {
  readonly kind: "storageDone";
  /** @minimum 1 */
  readonly id: number;
}

/** The oldest outstanding write failed; nothing may rest on it. */
export interface StorageFailedInput {
  readonly kind: "storageFailed";
  /** @minimum 1 */
  readonly id: number;
}

/** The state machine took a snapshot up to and including `index` (paper §7). */
export interface SnapshotTakenInput {
  readonly kind: "snapshotTaken";
  /** @minimum 1 */
  readonly index: Index;
  readonly data: string;
}

/** Everything that can come into a server. */
export type Input =
  | StartInput
  | MessageInput
  | TimeoutInput
  | ProposeInput
  | ReadInput
  | TransferInput
  | StorageDoneInput
  | StorageFailedInput
  | SnapshotTakenInput;

export type InputKind = Input["kind"];

/** A message of elections and replication arrives. */
export interface CoreMessageInput {
  readonly kind: "message";
  readonly id: number;
  readonly message: CoreMessage;
}

/** The inputs that the core and the chart of this version handle. */
export type CoreInput =
  | StartInput
  | CoreMessageInput
  | TimeoutInput
  | ProposeInput
  | StorageDoneInput
  | StorageFailedInput;
