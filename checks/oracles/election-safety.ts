import type { ServerId, StepEvent, Term } from "../../traces/format/index.js";
import type { Evidence, Oracle } from "./oracle.js";

/** At most one leader a term (paper §5.2): remembers for each term who led it. */
export class ElectionSafetyOracle implements Oracle {
  readonly property = "electionSafety";
  readonly #leaderOf = new Map<Term, number>();
  /** The term in which each server was last seen leading: it need not be looked up again. */
  readonly #lastLed: Term[];

  constructor(servers: readonly ServerId[]) {
    this.#lastLed = servers.map(() => -1);
  }

  onStep({ server, state }: StepEvent, { servers }: Evidence): string | null {
    if (state.role !== "leader" || this.#lastLed[server] === state.currentTerm) return null;
    this.#lastLed[server] = state.currentTerm;
    const first = this.#leaderOf.get(state.currentTerm);
    if (first === undefined) this.#leaderOf.set(state.currentTerm, server);
    if (first === undefined || first === server) return null;
    return `${servers[server]} leads term ${state.currentTerm}, which ${servers[first]} led before it`;
  }

  onCrash(): null {
    return null;
  }

  reset(): void {
    this.#leaderOf.clear();
    this.#lastLed.fill(-1);
  }
}
