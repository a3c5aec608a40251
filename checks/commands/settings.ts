import type { ProtocolOptions, ServerId } from "../../traces/format/index.js";

/** What is fixed for one history before its first command: drawn first, printed first. */
export interface HistorySettings {
  readonly servers: readonly ServerId[];
  readonly options: ProtocolOptions;
  /** Offset by offset: true if writes of that server wait until a command syncs them. */
  readonly slowDisks: readonly boolean[];
  /** Which mix of commands a long-soak history draws from (`profiles`). */
  readonly profile: number;
}

/** Draws an integer from 0 to `bound` - 1. */
export type Draw = (bound: number) => number;

// Fixed sizes and fixed options hide bugs: 3 is the rule, every size from 1 to 7 occurs. The first
// value of each table is the simplest one.
const sizes = [3, 3, 3, 3, 3, 3, 4, 4, 2, 2, 5, 5, 1, 6, 7] as const;
const entriesPerMessage = [64, 1, 1, 2, 3] as const;
const inFlightEntries = [64, 1, 2, 4] as const;
const inFlightBytes = [65_536, 2, 6] as const;
const uncommittedBytes = [65_536, 65_536, 3, 8] as const;

const profileCount = 8;
const slowDiskProfile = 7;
const mostServers = 7;

/** Names of a cluster's servers: "s1" to "sN". */
export function serverNames(size: number): ServerId[] {
  return Array.from({ length: size }, (_, offset) => `s${offset + 1}`);
}

/** Draws the settings of one history; zeros throughout give the simplest ones. */
export function drawSettings(draw: Draw): HistorySettings {
  const pick = <Value>(values: readonly Value[]): Value => values[draw(values.length)] as Value;
  const toss = (): boolean => draw(2) === 1;
  const size = pick(sizes);
  const options: ProtocolOptions = {
    preVote: toss(),
    checkQuorum: toss(),
    noOp: toss(),
    maxEntriesPerMessage: pick(entriesPerMessage),
    maxInFlightEntries: pick(inFlightEntries),
    maxInFlightBytes: pick(inFlightBytes),
    maxUncommittedBytes: pick(uncommittedBytes),
  };
  // One history in four has slow disks, and all of the profile that is about them; the mask says which.
  const hasSlowDisks = draw(4) === 3;
  const mask = draw(1 << mostServers);
  const profile = draw(profileCount);
  const slow = hasSlowDisks || profile === slowDiskProfile ? mask : 0;
  return {
    servers: serverNames(size),
    options,
    slowDisks: Array.from({ length: size }, (_, offset) => ((slow >> offset) & 1) === 1),
    profile,
  };
}
