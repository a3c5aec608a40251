import type { Index, ServerId, StepEvent } from "../../traces/format/index.js";
import type { Evidence, Oracle } from "./oracle.js";

/** The log up to the commit index is there and stays (paper §5.3): remembers how far that was. */
export class CommittedNeverTruncatedOracle implements Oracle {
  readonly property = "committedNeverTruncated";
  readonly #commitIndex: Index[];

  constructor(servers: readonly ServerId[]) {
    this.#commitIndex = servers.map(() => 0);
  }

  onStep({ server, state, input }: StepEvent, { servers, logs, effects }: Evidence): string | null {
    const committed = input.kind === "start" ? 0 : (this.#commitIndex[server] as Index);
    this.#commitIndex[server] = state.commitIndex;
    if (logs.cutFrom > 0 && logs.cutFrom <= committed) {
      return `${servers[server]} removed the entry at index ${logs.cutFrom}, its commitIndex being ${committed}`;
    }
    if (state.commitIndex > logs.lastIndex(server)) {
      return `${servers[server]} has commitIndex ${state.commitIndex} and no entry there`;
    }
    if (!effects.metCommittedConflict) return null;
    return `${servers[server]} stopped, because a leader wants entries gone that it knows committed`;
  }

  onCrash(server: number): null {
    this.#commitIndex[server] = 0;
    return null;
  }

  reset(): void {
    this.#commitIndex.fill(0);
  }
}
