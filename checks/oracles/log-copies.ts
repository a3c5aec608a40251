import type { Index, Log, ServerId, StepEvent } from "../../traces/format/index.js";
import { PrefixNode } from "./prefix-node.js";

/** Every so many steps of a server its whole log is compared with the copy. */
const FULL_CHECK_INTERVAL = 64;

/** One server's log: `nodes[offset]` is the prefix that ends at index `base.index + offset + 1`. */
interface LogCopy {
  up: boolean;
  base: PrefixNode;
  readonly nodes: PrefixNode[];
  steps: number;
}

/**
 * Our own copy of the log of each running server, and what the latest step did to it. A step costs
 * what it changed: the copy is compared from the end down to the first entry that is still there, and
 * over the span of an incoming append, the only place where an entry can be replaced below that.
 */
export class LogCopies {
  /** Lowest index whose entry the latest step removed or replaced, 0 if it removed none. */
  cutFrom: Index = 0;
  /** Lowest index that is new or different since the latest step; beyond the log if there is none. */
  changedFrom: Index = 1;
  readonly #copies: readonly LogCopy[];
  #root = emptyPrefix();

  constructor(servers: readonly ServerId[]) {
    this.#copies = servers.map(() => ({ up: false, base: this.#root, nodes: [], steps: 0 }));
  }

  reset(): void {
    this.#root = emptyPrefix();
    for (const copy of this.#copies) this.#begin(copy, this.#root);
    for (const copy of this.#copies) copy.up = false;
  }

  isUp(server: number): boolean {
    return this.#copy(server).up;
  }

  lastIndex(server: number): Index {
    const { base, nodes } = this.#copy(server);
    return base.index + nodes.length;
  }

  /** Last index that was compacted away, 0 if none was. */
  baseIndex(server: number): Index {
    return this.#copy(server).base.index;
  }

  /** The log up to `index`; undefined outside it. */
  nodeAt(server: number, index: Index): PrefixNode | undefined {
    const { base, nodes } = this.#copy(server);
    return index === base.index ? base : nodes[index - base.index - 1];
  }

  onStep(event: StepEvent): void {
    const { input, state, server } = event;
    const copy = this.#copy(server);
    if (input.kind === "start" || !copy.up) {
      copy.up = true;
      this.#begin(copy, this.#baseFor(state.log));
    }
    if (state.log.baseIndex !== copy.base.index) this.#rebase(copy, state.log);
    let from = copy.nodes.length;
    if (input.kind === "message" && input.message.kind === "appendEntries") {
      if (input.message.entries.length > 0) from = input.message.prevLogIndex - copy.base.index;
    }
    copy.steps += 1;
    this.#follow(copy, state.log, copy.steps % FULL_CHECK_INTERVAL === 0 ? 0 : Math.max(0, from));
  }

  onCrash(server: number): void {
    this.cutFrom = 0;
    this.#copy(server).up = false;
  }

  /** Brings the copy to `log`, of which offsets from `from` on may differ unnoticed otherwise. */
  #follow(copy: LogCopy, log: Log, from: number): void {
    const { nodes } = copy;
    const { entries } = log;
    let kept = Math.min(nodes.length, entries.length);
    while (kept > 0 && !isAt(copy, log, kept - 1)) kept -= 1;
    for (let offset = from; offset < kept; offset++) {
      if (!isAt(copy, log, offset)) kept = offset;
    }
    this.cutFrom = kept < nodes.length ? copy.base.index + kept + 1 : 0;
    this.changedFrom = copy.base.index + kept + 1;
    if (kept < nodes.length) nodes.length = kept;
    if (kept === entries.length) return;
    let last = nodes[kept - 1] ?? copy.base;
    for (let offset = kept; offset < entries.length; offset++) {
      const entry = entries[offset];
      if (entry === undefined) break;
      last = last.childFor(entry);
      nodes.push(last);
    }
  }

  #begin(copy: LogCopy, base: PrefixNode): void {
    copy.base = base;
    copy.nodes.length = 0;
    copy.steps = 0;
  }

  /** Another base: entries were compacted away, which removes nothing that anyone could miss. */
  #rebase(copy: LogCopy, log: Log): void {
    const base = this.#baseFor(log);
    const compacted = base.index - copy.base.index;
    const isPrefix = compacted > 0 && copy.nodes[compacted - 1] === base;
    copy.nodes.splice(0, isPrefix ? compacted : copy.nodes.length);
    copy.base = base;
  }

  /** The compacted prefix of a log: one that another copy still has, or one that nobody can look into. */
  #baseFor({ baseIndex, baseTerm }: Log): PrefixNode {
    if (baseIndex === 0) return this.#root;
    for (let server = 0; server < this.#copies.length; server++) {
      const node = this.nodeAt(server, baseIndex);
      if (node?.term === baseTerm) return node;
    }
    return new PrefixNode(baseIndex, baseTerm, null, null);
  }

  #copy(server: number): LogCopy {
    return this.#copies[server] as LogCopy;
  }
}

function emptyPrefix(): PrefixNode {
  return new PrefixNode(0, 0, null, null);
}

function isAt(copy: LogCopy, log: Log, offset: number): boolean {
  const entry = log.entries[offset];
  const node = copy.nodes[offset];
  return entry !== undefined && node?.endsWith(entry) === true;
}
