import type { ServerId, StepEvent, Term } from "../../traces/format/index.js";
import type { Evidence, Oracle } from "./oracle.js";

const NOT_LEADING = -1;

/** A leader only appends (paper §5.3): remembers which term each server was leading before the step. */
export class LeaderAppendOnlyOracle implements Oracle {
  readonly property = "leaderAppendOnly";
  readonly #leading: Term[];

  constructor(servers: readonly ServerId[]) {
    this.#leading = servers.map(() => NOT_LEADING);
  }

  onStep({ server, state, input }: StepEvent, { servers, logs }: Evidence): string | null {
    const led = this.#leading[server] as Term;
    this.#leading[server] = state.role === "leader" ? state.currentTerm : NOT_LEADING;
    if (led === NOT_LEADING || logs.cutFrom === 0 || input.kind === "start") return null;
    // A leader may be deposed by the append of a later one and take it in the same step.
    const { message } = input.kind === "message" ? input : { message: null };
    if (message?.kind === "appendEntries" && message.term > led) return null;
    return `${servers[server]} led term ${led} and lost the entry at index ${logs.cutFrom} of its own log`;
  }

  onCrash(server: number): null {
    this.#leading[server] = NOT_LEADING;
    return null;
  }

  reset(): void {
    this.#leading.fill(NOT_LEADING);
  }
}
