import type { Constant } from "../../spec/index.js";
import type { ProtocolOptions } from "../../traces/format/index.js";

/**
 * How far a cluster is explored. What goes beyond `maxTerm`, `maxLog`, `maxInFlight` or `maxCopies` is counted and
 * its properties are checked, but it is not explored further; restarts are not tried beyond their number.
 */
export interface ClusterBounds {
  readonly servers: number;
  /** Different commands that clients propose. */
  readonly values: number;
  readonly maxTerm: number;
  readonly maxLog: number;
  /** Messages in flight, copies included. */
  readonly maxInFlight: number;
  /** Copies of one message; the network duplicates only if there may be more than one. */
  readonly maxCopies: number;
  /** Losses of memory, in the whole cluster. */
  readonly maxRestarts: number;
  /** 0: what a step writes is on disk with the step. 1: syncs are actions, and a crash may lose what is not synced. */
  readonly slowDisks: number;
}

/** The bounds as the command line knows them. Ghosts have three bits for a server, and thirty for all terms. */
export const clusterConstants: { readonly [N in keyof ClusterBounds]: Constant } = {
  servers: { default: 3, low: 1, high: 6, meaning: "how many servers" },
  values: { default: 1, low: 1, high: 9, meaning: "different commands of clients" },
  maxTerm: { default: 1, low: 1, high: 8, meaning: "the last term that is explored" },
  maxLog: { default: 1, low: 0, high: 16, meaning: "the longest log that is explored" },
  maxInFlight: { default: 2, low: 1, high: 64, meaning: "messages in flight" },
  maxCopies: { default: 1, low: 1, high: 16, meaning: "copies of one message; 1: no duplication" },
  maxRestarts: { default: 1, low: 0, high: 16, meaning: "losses of memory in the whole cluster" },
  slowDisks: {
    default: 0,
    low: 0,
    high: 1,
    meaning: "1: syncs are actions, crashes lose what is not synced",
  },
};

/** The switches of the protocol are off and its limits out of reach: small clusters, few kinds of messages. */
export const plainOptions: ProtocolOptions = {
  preVote: false,
  checkQuorum: false,
  noOp: false,
  maxEntriesPerMessage: 8,
  maxInFlightEntries: 8,
  maxInFlightBytes: 64,
  maxUncommittedBytes: 64,
};

/**
 * Fills in what was left out.
 * @throws RangeError naming a bound that lies outside its limits.
 */
export function boundsOf(chosen: Partial<ClusterBounds>): ClusterBounds {
  const names = Object.keys(clusterConstants) as (keyof ClusterBounds)[];
  const values = names.map((name) => [name, boundOf(name, chosen[name])]);
  return Object.fromEntries(values);
}

function boundOf(name: keyof ClusterBounds, chosen: number | undefined): number {
  const { default: usual, low, high } = clusterConstants[name];
  const value = chosen ?? usual;
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new RangeError(`${name} is a whole number from ${low} to ${high}, not ${value}`);
}
