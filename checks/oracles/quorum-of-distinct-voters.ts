import type { Message, ServerId, StepEvent, Term } from "../../traces/format/index.js";
import type { Evidence, Oracle } from "./oracle.js";

const NOT_LEADING = -1;

/** A majority of distinct voters behind each leader (paper §5.2): collects the grants that reach a server. */
export class QuorumOfDistinctVotersOracle implements Oracle {
  readonly property = "quorumOfDistinctVoters";
  readonly #leading: Term[];
  /** Who granted each server its vote, by term, in the server's present life. */
  readonly #granted: readonly Map<Term, Set<ServerId>>[];

  constructor(servers: readonly ServerId[]) {
    this.#leading = servers.map(() => NOT_LEADING);
    this.#granted = servers.map(() => new Map());
  }

  onStep({ server, state, input }: StepEvent, { servers, disks }: Evidence): string | null {
    const granted = this.#granted[server] as Map<Term, Set<ServerId>>;
    if (input.kind === "start") this.onCrash(server);
    else if (input.kind === "message") collect(granted, input.message, servers, server);
    const term = state.role === "leader" ? state.currentTerm : NOT_LEADING;
    const isElected = term !== NOT_LEADING && term !== this.#leading[server];
    this.#leading[server] = term;
    if (!isElected) return null;
    const self = servers[server];
    const own = disks.currentTerm(server) === term && disks.votedFor(server) === self ? 1 : 0;
    const votes = own + (granted.get(term)?.size ?? 0);
    if (votes * 2 > servers.length) return null;
    return `${self} leads term ${term} on ${votes} of ${servers.length} votes`;
  }

  onCrash(server: number): null {
    this.#leading[server] = NOT_LEADING;
    this.#granted[server]?.clear();
    return null;
  }

  reset(): void {
    for (let server = 0; server < this.#leading.length; server++) this.onCrash(server);
  }
}

function collect(
  granted: Map<Term, Set<ServerId>>,
  message: Message,
  servers: readonly ServerId[],
  server: number,
): void {
  if (message.kind !== "requestVoteResponse" || !message.granted) return;
  if (message.from === servers[server] || !servers.includes(message.from)) return;
  const voters = granted.get(message.term);
  if (voters === undefined) granted.set(message.term, new Set([message.from]));
  else voters.add(message.from);
}
