import type { Index, ServerId, StepEvent } from "../../traces/format/index.js";
import type { LogCopies } from "./log-copies.js";
import type { Evidence, Oracle } from "./oracle.js";

/**
 * Same index and term, same prefix (paper §5.3): what a step changed of a log is held against the other
 * logs, from the end down to the first prefix they share, below which nothing can differ.
 */
export class LogMatchingOracle implements Oracle {
  readonly property = "logMatching";
  readonly #size: number;

  constructor(servers: readonly ServerId[]) {
    this.#size = servers.length;
  }

  onStep({ server }: StepEvent, { servers, logs }: Evidence): string | null {
    if (logs.changedFrom > logs.lastIndex(server)) return null;
    for (let other = 0; other < this.#size; other++) {
      if (other === server || !logs.isUp(other)) continue;
      const index = mismatch(logs, server, other);
      if (index > 0) {
        return `${servers[server]} and ${servers[other]} have an entry of the same term at index ${index}, and different logs up to it`;
      }
    }
    return null;
  }

  onCrash(): null {
    return null;
  }

  reset(): void {
    // Nothing is remembered: the logs say it all.
  }
}

function mismatch(logs: LogCopies, server: number, other: number): Index {
  for (
    let index = Math.min(logs.lastIndex(server), logs.lastIndex(other));
    index >= logs.changedFrom;
    index--
  ) {
    const ours = logs.nodeAt(server, index);
    const theirs = logs.nodeAt(other, index);
    if (ours === theirs || ours === undefined || theirs === undefined) return 0;
    if (ours.term === theirs.term) return index;
  }
  return 0;
}
