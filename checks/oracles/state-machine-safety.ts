import type { Entry, Index, ServerId, StepEvent } from "../../traces/format/index.js";
import { isSameEntry } from "./entry-identity.js";
import type { Evidence, Oracle } from "./oracle.js";

/**
 * One entry an index, for ever (paper §5.4.3): holds what a server newly passed, replaced below its
 * commit index or applied against the first entry that was known committed there.
 */
export class StateMachineSafetyOracle implements Oracle {
  readonly property = "stateMachineSafety";
  readonly #commitIndex: Index[];

  constructor(servers: readonly ServerId[]) {
    this.#commitIndex = servers.map(() => 0);
  }

  onStep({ server, state, input }: StepEvent, evidence: Evidence): string | null {
    const { logs, servers, effects } = evidence;
    const { commitIndex } = state;
    const known = input.kind === "start" ? 0 : (this.#commitIndex[server] as Index);
    this.#commitIndex[server] = commitIndex;
    const first = Math.min(known + 1, logs.changedFrom);
    const last = Math.min(commitIndex, logs.lastIndex(server));
    for (let index = Math.max(first, logs.baseIndex(server) + 1); index <= last; index++) {
      const held = logs.nodeAt(server, index)?.entry;
      if (held && differs(evidence, index, held)) {
        return `at index ${index}, ${servers[server]} committed another entry than the first one committed there`;
      }
    }
    for (const { index: firstApplied, entries } of effects.applied) {
      let index = firstApplied;
      for (const entry of entries) {
        if (differs(evidence, index, entry)) {
          return `at index ${index}, ${servers[server]} applied another entry than the one committed there`;
        }
        index += 1;
      }
    }
    return null;
  }

  onCrash(server: number): null {
    this.#commitIndex[server] = 0;
    return null;
  }

  reset(): void {
    this.#commitIndex.fill(0);
  }
}

function differs({ committed }: Evidence, index: Index, entry: Entry): boolean {
  const first = committed.entryAt(index);
  return first !== undefined && !isSameEntry(first, entry);
}
