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
// value of each table is what a failing history shrinks to.
const sizes = [3, 3, 3, 3, 3, 3, 4, 4, 2, 2, 5, 5, 1, 6, 7] as const;
const entriesPerMessage = [64, 1, 1, 2, 3] as const;
const inFlightEntries = [64, 1, 2, 4] as const;
const inFlightBytes = [65_536, 2, 6] as const;
const uncommittedBytes = [65_536, 65_536, 3, 8] as const;

const slowDiskProfile = 7;

/** The bounds of the numbers that `settingsFrom` reads, in order. */
export const settingsBounds: readonly number[] = [
  sizes.length,
  2,
  2,
  2,
  entriesPerMessage.length,
  inFlightEntries.length,
  inFlightBytes.length,
  uncommittedBytes.length,
  4,
  128,
  8,
];

/** Names of a cluster's servers: "s1" to "sN". */
export function serverNames(size: number): ServerId[] {
  return Array.from({ length: size }, (_, offset) => `s${offset + 1}`);
}

/** Settings from one small number each, in the order of `settingsBounds`. */
export function settingsFrom(numbers: readonly number[]): HistorySettings {
  const at = (position: number): number => numbers[position] as number;
  const size = sizes[at(0)] as number;
  const profile = at(10);
  // One history in four has slow disks, and all of the profile that is about them; which servers is a bit mask.
  const slow = at(8) === 3 || profile === slowDiskProfile ? at(9) : 0;
  return {
    servers: serverNames(size),
    options: {
      preVote: at(1) === 1,
      checkQuorum: at(2) === 1,
      noOp: at(3) === 1,
      maxEntriesPerMessage: entriesPerMessage[at(4)] as number,
      maxInFlightEntries: inFlightEntries[at(5)] as number,
      maxInFlightBytes: inFlightBytes[at(6)] as number,
      maxUncommittedBytes: uncommittedBytes[at(7)] as number,
    },
    slowDisks: Array.from({ length: size }, (_, offset) => ((slow >> offset) & 1) === 1),
    profile,
  };
}

/** Settings from a stream of random draws. */
export function drawSettings(draw: Draw): HistorySettings {
  return settingsFrom(settingsBounds.map(draw));
}

/** One line for a person: everything that was drawn. */
export function describeSettings(settings: HistorySettings): string {
  const { servers, options, slowDisks } = settings;
  const slow = servers.filter((_, offset) => slowDisks[offset]);
  const switches = [
    options.preVote ? "pre-vote" : "no pre-vote",
    options.checkQuorum ? "check-quorum" : "no check-quorum",
    options.noOp ? "no-op" : "no no-op",
    `≤ ${options.maxEntriesPerMessage} entries a message`,
    `window ${options.maxInFlightEntries} entries, ${options.maxInFlightBytes} bytes`,
    `≤ ${options.maxUncommittedBytes} uncommitted bytes`,
    slow.length > 0 ? `slow disks: ${slow.join(" ")}` : "fast disks",
  ];
  return `${servers.length} servers, ${switches.join(", ")}`;
}
