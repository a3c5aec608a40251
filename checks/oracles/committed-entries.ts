import type { Entry, Index, ServerId, StepEvent, Term } from "../../traces/format/index.js";
import { isSameEntry } from "./entry-identity.js";
import type { LogCopies } from "./log-copies.js";
import type { PrefixNode } from "./prefix-node.js";
import type { StepEffects } from "./step-effects.js";

/** The first entry known committed at an index. */
interface Commitment {
  readonly entry: Entry;
  /** The log of the server that committed it, up to it; null if it was only seen applied. */
  readonly prefix: PrefixNode | null;
  /** The lowest term in which a server committed it. */
  term: Term;
}

/** What is known committed, index by index, and what the latest step added to that knowledge. */
export class CommittedEntries {
  /** Indexes that the latest step committed first, or in a lower term than was known. */
  readonly news: Index[] = [];
  /** True while the commitments are the prefixes of one log, so that the last of them vouches for all. */
  isOneLog = true;
  readonly #known: (Commitment | undefined)[] = [];
  /** The commit index of each server's present life. */
  readonly #passed: Index[];

  constructor(servers: readonly ServerId[]) {
    this.#passed = servers.map(() => 0);
  }

  reset(): void {
    this.news.length = 0;
    this.isOneLog = true;
    this.#known.length = 0;
    this.#passed.fill(0);
  }

  /** The highest index with a known commitment, 0 if there is none. */
  get lastIndex(): Index {
    return this.#known.length;
  }

  entryAt(index: Index): Entry | undefined {
    return this.#known[index - 1]?.entry;
  }

  prefixAt(index: Index): PrefixNode | null {
    return this.#known[index - 1]?.prefix ?? null;
  }

  /** The term in which the entry at `index` was committed, as far as is known; undefined if it was not. */
  termAt(index: Index): Term | undefined {
    return this.#known[index - 1]?.term;
  }

  onStep({ server, state, input }: StepEvent, effects: StepEffects, logs: LogCopies): void {
    if (this.news.length > 0) this.news.length = 0;
    const before = input.kind === "start" ? 0 : (this.#passed[server] as Index);
    const { currentTerm, commitIndex } = state;
    if (commitIndex > before) {
      const last = Math.min(commitIndex, logs.lastIndex(server));
      for (let index = Math.max(before, logs.baseIndex(server)) + 1; index <= last; index++) {
        const prefix = logs.nodeAt(server, index);
        if (prefix?.entry) this.#learn(index, prefix.entry, currentTerm, prefix);
      }
    }
    this.#passed[server] = commitIndex;
    for (const { index: first, entries } of effects.applied) {
      let index = first;
      for (const entry of entries) {
        // What a faulty server claims to apply beyond its own log is nobody's commitment.
        if (index >= 1 && index <= logs.lastIndex(server)) this.#learn(index, entry, currentTerm, null);
        index += 1;
      }
    }
  }

  onCrash(server: number): void {
    this.news.length = 0;
    this.#passed[server] = 0;
  }

  #learn(index: Index, entry: Entry, term: Term, prefix: PrefixNode | null): void {
    const known = this.#known[index - 1];
    if (known === undefined) {
      while (this.#known.length < index) this.#known.push(undefined);
      this.#known[index - 1] = { entry, prefix, term };
      this.news.push(index);
      if (prefix === null || prefix.parent?.index !== 0) this.#checkOneLog(index, prefix);
    } else if (term < known.term && isSameEntry(known.entry, entry)) {
      known.term = term;
      this.news.push(index);
    }
  }

  #checkOneLog(index: Index, prefix: PrefixNode | null): void {
    if (prefix === null || this.prefixAt(index - 1) !== prefix.parent) this.isOneLog = false;
  }
}
