import type { Index, ServerId, StepEvent, Term } from "../../traces/format/index.js";
import type { Evidence, Oracle } from "./oracle.js";

const NOT_LEADING = -1;

/** What a leader knows of the other logs only grows (paper §5.3): one row of indexes for each server. */
export class MatchMonotonicOracle implements Oracle {
  readonly property = "matchMonotonic";
  readonly #leading: Term[];
  readonly #rows: readonly Index[][];

  constructor(servers: readonly ServerId[]) {
    this.#leading = servers.map(() => NOT_LEADING);
    this.#rows = servers.map(() => servers.map(() => 0));
  }

  onStep({ server, state, input }: StepEvent, { servers }: Evidence): string | null {
    const term = state.role === "leader" ? state.currentTerm : NOT_LEADING;
    const isSame = term === this.#leading[server] && input.kind !== "start";
    this.#leading[server] = term;
    if (term === NOT_LEADING) return null;
    const row = this.#rows[server] as Index[];
    let fallen = -1;
    for (let peer = 0; peer < row.length; peer++) {
      const index = state.matchIndex[peer] ?? 0;
      if (isSame && index < (row[peer] as Index)) fallen = peer;
      row[peer] = index;
    }
    if (fallen === -1) return null;
    return `${servers[server]} lowered its matchIndex of ${servers[fallen]} to ${row[fallen]} in term ${term}`;
  }

  onCrash(server: number): null {
    this.#leading[server] = NOT_LEADING;
    return null;
  }

  reset(): void {
    this.#leading.fill(NOT_LEADING);
  }
}
