import type { Index, ServerId, StepEvent } from "../../traces/format/index.js";
import type { Evidence, Oracle } from "./oracle.js";

/** The commit index of a life only grows (paper §5.3). */
export class CommitMonotonicOracle implements Oracle {
  readonly property = "commitMonotonic";
  readonly #commitIndex: Index[];

  constructor(servers: readonly ServerId[]) {
    this.#commitIndex = servers.map(() => 0);
  }

  onStep({ server, state, input }: StepEvent, { servers }: Evidence): string | null {
    const before = this.#commitIndex[server] as Index;
    this.#commitIndex[server] = state.commitIndex;
    if (state.commitIndex >= before || input.kind === "start") return null;
    return `${servers[server]} moved its commitIndex from ${before} back to ${state.commitIndex}`;
  }

  onCrash(server: number): null {
    this.#commitIndex[server] = 0;
    return null;
  }

  reset(): void {
    this.#commitIndex.fill(0);
  }
}
