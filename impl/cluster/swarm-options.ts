import type { ProtocolOptions } from "../../traces/format/index.js";
import type { Random } from "./random.js";

/**
 * Draws the protocol's options. Limits start at 1 and go up to "never reached": a fixed comfortable
 * default hides every bug that lives at a limit.
 */
export function drawOptions(random: Random): ProtocolOptions {
  return {
    preVote: random.chance(500),
    checkQuorum: random.chance(500),
    noOp: random.chance(500),
    maxEntriesPerMessage: random.pick([1, 2, 3, 8, 1000]),
    maxInFlightEntries: random.pick([1, 2, 5, 16, 1000]),
    maxInFlightBytes: random.pick([1, 10, 100, 1_000_000]),
    maxUncommittedBytes: random.pick([1, 20, 200, 1_000_000]),
  };
}
