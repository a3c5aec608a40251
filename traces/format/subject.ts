import type { Effect } from "./effects.js";
import type { Input } from "./inputs.js";
import type { Cause } from "./trace.js";
import type { Server, ServerConfiguration } from "./view.js";

/**
 * Anything that can be driven as one server: the core, a chart, a foreign implementation. The first
 * input of each life is `start`. `step` may reuse the array it returns: it is valid until the next
 * step. `state` is live: it shows the state after the last step and must not be changed or kept.
 */
export interface Subject {
  readonly state: Server;
  step(input: Input): readonly Effect[];
}

/** Makes the server of one life. A crash throws it away; a restart makes another. */
export type SubjectFactory = (configuration: ServerConfiguration) => Subject;

/**
 * One step as the driver shows it to observers. The object and its arrays are reused: an observer
 * copies what it wants to keep.
 */
export interface StepEvent {
  /** From 1 within the history. */
  readonly step: number;
  /** Command of the history that led to it, from 1; 0 outside any. */
  readonly command: number;
  /** Offset of the server in the configuration's `servers`. */
  readonly server: number;
  readonly cause: Cause;
  readonly input: Input;
  readonly effects: readonly Effect[];
  /** Parallel to `effects`: envelope id of a send, write id of a persist, 0 for others. */
  readonly ids: readonly number[];
  /** The server after the step: live, not to be kept. */
  readonly state: Server;
}

/** Whoever watches a cluster run. Observers never change anything. */
export interface ClusterObserver {
  onStep(event: StepEvent): void;
  /** Called before the server's state is thrown away. */
  onCrash(server: number, recordsKept: number, recordsLost: number, command: number): void;
  onNetwork(event: "dropped" | "duplicated", id: number, copy: number, command: number): void;
  onLink(event: "cut" | "mended", from: number, to: number, command: number): void;
}
