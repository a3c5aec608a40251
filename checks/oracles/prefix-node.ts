import type { Entry, Index, Term } from "../../traces/format/index.js";
import { isSameEntry } from "./entry-identity.js";

/**
 * A prefix of a log, as a node of the tree of all logs seen in a history: two logs are identical up to
 * an index if and only if they have the same node there. A root stands for an empty or compacted log.
 */
export class PrefixNode {
  readonly index: Index;
  readonly term: Term;
  /** The last entry of the prefix, null at a root. */
  readonly entry: Entry | null;
  readonly parent: PrefixNode | null;
  #firstChild: PrefixNode | null = null;
  #nextSibling: PrefixNode | null = null;

  constructor(index: Index, term: Term, entry: Entry | null, parent: PrefixNode | null) {
    this.index = index;
    this.term = term;
    this.entry = entry;
    this.parent = parent;
  }

  /** The prefix that goes on with `entry`. There are as many as logs ever forked here: hardly ever two. */
  childFor(entry: Entry): PrefixNode {
    for (let child = this.#firstChild; child !== null; child = child.#nextSibling) {
      if (child.endsWith(entry)) return child;
    }
    const child = new PrefixNode(this.index + 1, entry.term, entry, this);
    child.#nextSibling = this.#firstChild;
    this.#firstChild = child;
    return child;
  }

  endsWith(entry: Entry): boolean {
    return this.entry === entry || (this.entry !== null && isSameEntry(this.entry, entry));
  }
}
