import type { PropertyName } from "../../spec/index.js";
import type { ServerId, StepEvent } from "../../traces/format/index.js";
import type { CommittedEntries } from "./committed-entries.js";
import type { DiskCopies } from "./disk-copies.js";
import type { LogCopies } from "./log-copies.js";
import type { StepEffects } from "./step-effects.js";

/** What all oracles may look up: copies kept from what was observed, brought up to date before they judge. */
export interface Evidence {
  readonly servers: readonly ServerId[];
  readonly effects: StepEffects;
  readonly logs: LogCopies;
  readonly disks: DiskCopies;
  readonly committed: CommittedEntries;
}

/**
 * Judges one property at every step, with a history and a formula of its own. An oracle that has found
 * a violation (a sentence about it) is not asked again until `reset`.
 */
export interface Oracle {
  readonly property: PropertyName;
  onStep(event: StepEvent, evidence: Evidence): string | null;
  onCrash(server: number, evidence: Evidence): string | null;
  reset(): void;
}

/** How an oracle is made. It gets the servers of the cluster, fixed for its life. */
export type OracleFactory = (servers: readonly ServerId[]) => Oracle;
