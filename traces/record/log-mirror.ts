import type { Entry, Index, Log, LogDelta } from "../format/index.js";
import { assert } from "./assert.js";

/** The log did not change. */
export const UNCHANGED: LogDelta = { truncatedFrom: 0, appended: [] };

/**
 * The log of one server as its trace tells it: what the last `start` brought, and the deltas since. The
 * recorder lets it follow the live log to learn the deltas; readers of a trace apply the deltas to it.
 *
 * A delta is relative to the log before the step; in a `start` step that is the log of the start input.
 * Both methods answer with the smallest delta, so that equal changes compare equal however they are told.
 */
export class LogMirror {
  #baseIndex: Index = 0;
  #baseTerm = 0;
  #entries: Entry[] = [];

  get lastIndex(): Index {
    return this.#baseIndex + this.#entries.length;
  }

  /** A copy. */
  get log(): Log {
    return { baseIndex: this.#baseIndex, baseTerm: this.#baseTerm, entries: this.#entries.slice() };
  }

  /** Forgets all, and takes this log over: a life of the server begins. */
  restore(log: Log): void {
    this.#baseIndex = log.baseIndex;
    this.#baseTerm = log.baseTerm;
    this.#entries = log.entries.slice();
  }

  /**
   * Compares with the live log, takes it over, and says what changed. Unless `thorough`, an old last
   * entry that still stands in its place vouches for all before it, so that the cost does not grow
   * with the log. That is Log Matching (paper §5.3), which a wrong server may break: where entries
   * come from outside, and now and then everywhere, a thorough look is due.
   */
  follow(log: Log, thorough: boolean): LogDelta {
    const { entries } = log;
    assert(
      log.baseIndex === this.#baseIndex && log.baseTerm === this.#baseTerm,
      "a delta cannot tell a compaction: the base of the log stays the same within a life",
    );
    const length = this.#entries.length;
    if (!thorough && entries.length >= length && this.#standsIn(entries, length - 1)) {
      return entries.length === length ? UNCHANGED : this.#change(length, entries.slice(length));
    }
    const common = this.#commonLength(entries, 0);
    return this.#change(common, entries.slice(common));
  }

  /** Changes as the delta says. Null, and nothing is changed, if it cuts where there is no entry. */
  apply(delta: LogDelta): LogDelta | null {
    const { truncatedFrom, appended } = delta;
    if (truncatedFrom === 0) return this.#change(this.#entries.length, appended);
    const kept = truncatedFrom - this.#baseIndex - 1;
    if (kept < 0 || kept >= this.#entries.length) return null;
    const common = this.#commonLength(appended, kept);
    return this.#change(kept + common, common === 0 ? appended : appended.slice(common));
  }

  #change(kept: number, appended: readonly Entry[]): LogDelta {
    const cut = kept < this.#entries.length;
    if (!cut && appended.length === 0) return UNCHANGED;
    this.#entries.length = kept;
    for (const entry of appended) this.#entries.push(entry);
    return { truncatedFrom: cut ? this.#baseIndex + kept + 1 : 0, appended };
  }

  /** How many of `entries` equal the mirror's from `offset` on. */
  #commonLength(entries: readonly Entry[], offset: number): number {
    const limit = Math.min(entries.length, this.#entries.length - offset);
    let common = 0;
    while (common < limit && sameEntry(entries[common] as Entry, this.#entries[offset + common] as Entry)) {
      common += 1;
    }
    return common;
  }

  #standsIn(entries: readonly Entry[], offset: number): boolean {
    return offset < 0 || sameEntry(entries[offset] as Entry, this.#entries[offset] as Entry);
  }
}

function sameEntry(one: Entry, other: Entry): boolean {
  return one === other || (one.term === other.term && sameContent(one, other));
}

function sameContent(one: Entry, other: Entry): boolean {
  switch (one.kind) {
    case "noop":
      return other.kind === "noop";
    case "command":
      return (
        other.kind === "command" &&
        one.serial === other.serial &&
        one.client === other.client &&
        one.command === other.command
      );
    case "config":
      return (
        other.kind === "config" &&
        sameMembers(one.voters, other.voters) &&
        sameMembers(one.outgoing, other.outgoing) &&
        sameMembers(one.learners, other.learners)
      );
  }
}

function sameMembers(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((member, offset) => member === others[offset]);
}
