import type { Effect } from "./effects.js";
import type { Entry, Index, Log, ServerId, Term } from "./entries.js";
import type { Input, Timer } from "./inputs.js";
import type { DurableView, ProtocolOptions, Role } from "./view.js";

/** Which engine wrote the trace, and what makes it again. */
export interface TraceOrigin {
  /** "check", "soak", "simulation", "paths", "shrink" … */
  readonly engine: string;
  /** Decimal seed of the run. */
  readonly seed: string;
  /** Number of the history within the run, from 0.  @minimum 0 */
  readonly history: number;
  /** fast-check's counterexample path, empty elsewhere. */
  readonly path: string;
  /** fast-check's command replay path, empty elsewhere. */
  readonly replayPath: string;
}

/** Which side ran with a rule replaced. */
export type Side = "impl" | "chart" | "both" | "spec";

export interface MutantReference {
  readonly id: string;
  readonly side: Side;
}

/** First line of a trace. Nothing of the host or the clock in it. */
export interface HeaderLine {
  readonly kind: "header";
  readonly format: "raft-lockstep-trace";
  /** @minimum 1 */
  readonly version: number;
  readonly protocol: "raft";
  readonly clusterId: string;
  /** @minItems 1 */
  readonly servers: readonly ServerId[];
  readonly options: ProtocolOptions;
  /** What ran: "core", "chart" … */
  readonly subject: string;
  readonly mutant: MutantReference | null;
  readonly origin: TraceOrigin;
}

export interface MessageCause {
  readonly kind: "message";
  /** Envelope that was delivered.  @minimum 1 */
  readonly id: number;
}
export interface TimerCauseOfStep {
  readonly kind: "timer";
  readonly timer: Timer;
  /** Step that set the timer, 0 if it was not armed (a duplicated timeout).  @minimum 0 */
  readonly setAt: number;
}
export interface StorageCause {
  readonly kind: "storage";
  /** Write that completed or failed.  @minimum 1 */
  readonly id: number;
}
export interface OperationCause {
  readonly kind: "operation";
  readonly client: string;
  /** @minimum 0 */
  readonly serial: number;
}
export interface LifeCause {
  readonly kind: "life";
  /** @minimum 1 */
  readonly incarnation: number;
}

/** What made a step happen, so that "why" can be walked back. */
export type Cause = MessageCause | TimerCauseOfStep | StorageCause | OperationCause | LifeCause;

/** The server's log changed in a step: first cut to before `truncatedFrom` (0: not cut), then extended. */
export interface LogDelta {
  /** @minimum 0 */
  readonly truncatedFrom: Index;
  readonly appended: readonly Entry[];
}

/** The view after a step, the log told apart (as a delta). */
export interface ViewLine {
  readonly role: Role;
  /** @minimum 0 */
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
  readonly leader: ServerId | null;
  /** @minimum 0 */
  readonly lastIndex: Index;
  /** @minimum 0 */
  readonly commitIndex: Index;
  readonly durable: DurableView;
  readonly leaderContact: boolean;
  readonly votesGranted: readonly ServerId[];
  readonly preVotesGranted: readonly ServerId[];
  readonly heardFrom: readonly ServerId[];
  readonly nextIndex: readonly Index[];
  readonly matchIndex: readonly Index[];
}

/** An effect as recorded: sends and writes carry the id that the driver gave them, others 0. */
export interface RecordedEffect {
  /** @minimum 0 */
  readonly id: number;
  readonly effect: Effect;
}

/** One `step(state, input)` call on one server. */
export interface StepLine {
  readonly kind: "step";
  /** From 1.  @minimum 1 */
  readonly step: number;
  /** Which command of the history this belongs to, from 1; 0 outside a history.  @minimum 0 */
  readonly command: number;
  readonly server: ServerId;
  readonly cause: Cause;
  readonly input: Input;
  readonly effects: readonly RecordedEffect[];
  readonly log: LogDelta;
  readonly view: ViewLine;
}

/** The whole log of a server, every 64 steps of it. */
export interface CheckpointLine {
  readonly kind: "checkpoint";
  /** @minimum 1 */
  readonly step: number;
  readonly server: ServerId;
  readonly log: Log;
}

/** Something happened to a message in flight. A duplicate gets an id of its own. */
export interface NetworkLine {
  readonly kind: "network";
  /** Steps done before.  @minimum 0 */
  readonly after: number;
  /** @minimum 0 */
  readonly command: number;
  readonly event: "dropped" | "duplicated";
  /** @minimum 1 */
  readonly id: number;
  /** Id of the copy, 0 when dropped.  @minimum 0 */
  readonly copy: number;
}

/** A one-way link was cut or mended. */
export interface LinkLine {
  readonly kind: "link";
  /** @minimum 0 */
  readonly after: number;
  /** @minimum 0 */
  readonly command: number;
  readonly event: "cut" | "mended";
  readonly from: ServerId;
  readonly to: ServerId;
}

/** A server lost its memory. Of the unsynced writes the first `recordsKept` records reached the disk. */
export interface CrashLine {
  readonly kind: "crash";
  /** @minimum 0 */
  readonly after: number;
  /** @minimum 0 */
  readonly command: number;
  readonly server: ServerId;
  /** @minimum 0 */
  readonly recordsKept: number;
  /** @minimum 0 */
  readonly recordsLost: number;
}

export type VerdictWord = "held" | "violated" | "unknown";

/** What was broken: a property of the protocol, or the agreement of two readings. */
export interface Finding {
  readonly kind: "violation" | "deviation";
  /** Property, or field in which the readings differ. */
  readonly property: string;
  /** @minimum 0 */
  readonly step: number;
  readonly server: ServerId;
  /** One sentence for a person. */
  readonly message: string;
}

/** Last line of a trace. */
export interface FooterLine {
  readonly kind: "footer";
  /** @minimum 0 */
  readonly steps: number;
  readonly verdict: VerdictWord;
  readonly finding: Finding | null;
}

/** A trace file is a header, events, a footer; a file may hold several traces one after another. */
export type TraceLine =
  | HeaderLine
  | StepLine
  | CheckpointLine
  | NetworkLine
  | LinkLine
  | CrashLine
  | FooterLine;

export type EventLine = Exclude<TraceLine, HeaderLine | FooterLine>;

/** A trace in memory. */
export interface Trace {
  readonly header: HeaderLine;
  readonly events: readonly EventLine[];
  readonly footer: FooterLine;
}
