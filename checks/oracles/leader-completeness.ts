import type { Index, ServerId, StepEvent, Term } from "../../traces/format/index.js";
import type { CommittedEntries } from "./committed-entries.js";
import { isSameEntry } from "./entry-identity.js";
import type { LogCopies } from "./log-copies.js";
import type { Evidence, Oracle } from "./oracle.js";

const NOT_LEADING = -1;

/**
 * What is committed is in the logs of later leaders (paper §5.4): looks when a server begins to lead,
 * when a leader's log was cut, and when something becomes known committed.
 */
export class LeaderCompletenessOracle implements Oracle {
  readonly property = "leaderCompleteness";
  readonly #leading: Term[];

  constructor(servers: readonly ServerId[]) {
    this.#leading = servers.map(() => NOT_LEADING);
  }

  onStep({ server, state }: StepEvent, { servers, logs, committed }: Evidence): string | null {
    const term = state.role === "leader" ? state.currentTerm : NOT_LEADING;
    const isUnknown = term !== NOT_LEADING && (term !== this.#leading[server] || logs.cutFrom > 0);
    this.#leading[server] = term;
    if (isUnknown) {
      const missing = firstMissing(server, term, logs, committed);
      if (missing > 0) {
        return `${servers[server]} leads term ${term} and misses index ${missing}, committed in term ${committed.termAt(missing)}`;
      }
    }
    return committed.news.length === 0 ? null : this.#judgeNews(servers, logs, committed);
  }

  onCrash(server: number): null {
    this.#leading[server] = NOT_LEADING;
    return null;
  }

  reset(): void {
    this.#leading.fill(NOT_LEADING);
  }

  /** Leaders that there are already must have what just became known committed in a lower term. */
  #judgeNews(servers: readonly ServerId[], logs: LogCopies, committed: CommittedEntries): string | null {
    for (let leader = 0; leader < this.#leading.length; leader++) {
      const term = this.#leading[leader] as Term;
      if (term === NOT_LEADING) continue;
      for (const index of committed.news) {
        if ((committed.termAt(index) as Term) < term && misses(leader, index, logs, committed)) {
          return `index ${index} was committed in term ${committed.termAt(index)}, and ${servers[leader]}, leader of term ${term}, does not have it`;
        }
      }
    }
    return null;
  }
}

/** The lowest index committed in a term below `term` that the server's log lacks, 0 if it has them all. */
function firstMissing(server: number, term: Term, logs: LogCopies, committed: CommittedEntries): Index {
  let last = committed.lastIndex;
  while (last > 0 && !((committed.termAt(last) ?? term) < term)) last -= 1;
  // One shared prefix at the last of them settles all that come before it.
  if (last === 0 || (committed.isOneLog && committed.prefixAt(last) === logs.nodeAt(server, last))) return 0;
  for (let index = 1; index <= last; index++) {
    const committedIn = committed.termAt(index);
    if (committedIn !== undefined && committedIn < term && misses(server, index, logs, committed))
      return index;
  }
  return 0;
}

function misses(server: number, index: Index, logs: LogCopies, committed: CommittedEntries): boolean {
  if (index <= logs.baseIndex(server)) return false;
  const held = logs.nodeAt(server, index)?.entry;
  const entry = committed.entryAt(index);
  return !held || entry === undefined || !isSameEntry(held, entry);
}
