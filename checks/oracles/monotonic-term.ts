import type { ServerId, StepEvent, Term } from "../../traces/format/index.js";
import type { Evidence, Oracle } from "./oracle.js";

/** Terms only grow (paper §5.1): a floor for each server, raised by what it is in and what it says. */
export class MonotonicTermOracle implements Oracle {
  readonly property = "monotonicTerm";
  /** The highest term of the present life. */
  readonly #lived: Term[];
  /** The highest term ever spoken of as one's own. */
  readonly #spoken: Term[];

  constructor(servers: readonly ServerId[]) {
    this.#lived = servers.map(() => 0);
    this.#spoken = servers.map(() => 0);
  }

  onStep({ server, state, input }: StepEvent, { servers, disks, effects }: Evidence): string | null {
    const { currentTerm } = state;
    const lived = input.kind === "start" ? 0 : (this.#lived[server] as Term);
    let spoken = this.#spoken[server] as Term;
    for (const message of effects.messages) {
      // A pre-vote proposes a term that nobody has entered, and its grant repeats that (D §9.6).
      if (message.kind === "requestPreVote") continue;
      if (message.kind === "requestPreVoteResponse" && message.granted) continue;
      if (message.term > spoken) spoken = message.term;
    }
    this.#lived[server] = Math.max(lived, currentTerm);
    this.#spoken[server] = spoken;
    const floor = Math.max(lived, spoken, disks.currentTerm(server));
    if (currentTerm >= floor) return null;
    return `${servers[server]} is in term ${currentTerm}, having lived, written or spoken of term ${floor}`;
  }

  onCrash(server: number): null {
    this.#lived[server] = 0;
    return null;
  }

  reset(): void {
    this.#lived.fill(0);
    this.#spoken.fill(0);
  }
}
