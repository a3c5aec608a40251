import type { Index, ServerId, StepEvent } from "../../traces/format/index.js";
import { isSameEntry } from "./entry-identity.js";
import type { Evidence, Oracle } from "./oracle.js";

/**
 * Committed means: on the disks of a majority (paper §5.3). Counts again when an entry becomes known
 * committed, and when a disk loses entries at such indexes.
 */
export class CommittedOnMajorityOracle implements Oracle {
  readonly property = "committedOnMajority";
  readonly #size: number;

  constructor(servers: readonly ServerId[]) {
    this.#size = servers.length;
  }

  onStep(_event: StepEvent, evidence: Evidence): string | null {
    for (const index of evidence.committed.news) {
      const minority = this.#judge(index, evidence);
      if (minority !== null) return minority;
    }
    return this.#judgeCut(evidence);
  }

  onCrash(_server: number, evidence: Evidence): string | null {
    return this.#judgeCut(evidence);
  }

  reset(): void {
    // Nothing is remembered: the disks say it all.
  }

  #judgeCut(evidence: Evidence): string | null {
    const { disks, committed } = evidence;
    if (disks.cutFrom === 0) return null;
    const last = Math.min(disks.cutTo, committed.lastIndex);
    for (let index = disks.cutFrom; index <= last; index++) {
      const minority = this.#judge(index, evidence);
      if (minority !== null) return minority;
    }
    return null;
  }

  #judge(index: Index, { disks, committed }: Evidence): string | null {
    const entry = committed.entryAt(index);
    if (entry === undefined) return null;
    let holders = 0;
    for (let server = 0; server < this.#size; server++) {
      const held = disks.entryAt(server, index);
      if (index <= disks.baseIndex(server) || (held !== undefined && isSameEntry(held, entry))) holders += 1;
    }
    if (holders * 2 > this.#size) return null;
    return `index ${index} counts as committed with its entry on ${holders} of ${this.#size} disks`;
  }
}
