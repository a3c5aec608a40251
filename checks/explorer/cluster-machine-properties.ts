import type { MachineProperty } from "../../spec/index.js";
import type { Entry } from "../../traces/format/index.js";
import type { Life, Lives } from "./cluster-machine-lives.js";
import { type Numbered, NumberTable } from "./cluster-machine-table.js";

/** Where a packed state keeps what: lives, restarts so far, ghosts, letters. */
export interface ClusterLayout {
  readonly servers: number;
  readonly restarts: number;
  /** Ghost: who led each term, three bits a term. */
  readonly leaders: number;
  /** Ghost: whom each server voted for in each term, a word a server, three bits a term. */
  readonly votes: number;
  /** Ghost: the entries committed so far, as a number in a table. */
  readonly committed: number;
  /** Numbers of the letters in flight, falling: free places (0) are last. */
  readonly letters: number;
  readonly wordCount: number;
}

export function layoutOf(servers: number, maxInFlight: number): ClusterLayout {
  const votes = servers + 2;
  const letters = votes + servers + 1;
  return {
    ...{ servers, restarts: servers, leaders: servers + 1, votes, committed: votes + servers, letters },
    wordCount: letters + maxInFlight,
  };
}

/** Committed entries with the terms in which they first were; the entry of index 1 is first. */
interface Committed extends Numbered {
  readonly entries: readonly number[];
  readonly terms: readonly number[];
}

/** What is checked of every step, and of every state that it leads to. The offset is the property's number. */
export const clusterProperties = [
  { name: "electionSafety", kind: "step", citation: "§5.2, Figure 3" },
  { name: "logMatching", kind: "state", citation: "§5.3, Figure 3" },
  { name: "leaderCompleteness", kind: "state", citation: "§5.4, Figure 3" },
  { name: "stateMachineSafety", kind: "step", citation: "§5.4.3, Figure 3" },
  { name: "oneVotePerTerm", kind: "step", citation: "§5.2, Figure 2" },
  { name: "committedOnMajority", kind: "state", citation: "§5.3, §5.4.2" },
] as const satisfies readonly MachineProperty[];

export type ClusterPropertyName = (typeof clusterProperties)[number]["name"];

const bitsPerTerm = 3;

/** The server (its offset) that a ghost names for a term; -1: none. */
export function serverIn(word: number, term: number): number {
  return ((word >>> (bitsPerTerm * term)) & 7) - 1;
}

/** The ghost with a server named for a term for which it named none. */
export function withServer(word: number, term: number, server: number): number {
  return word | ((server + 1) << (bitsPerTerm * term));
}

/** Judges steps, and keeps the ghosts that this needs: those of properties not chosen stay empty. */
export class ClusterJudge {
  readonly #lives: Lives;
  readonly #layout: ClusterLayout;
  readonly #chosen: ReadonlySet<string>;
  readonly #keepsCommitted: boolean;
  readonly #committed = new NumberTable<Committed>();
  readonly #matching = new Map<number, boolean>();

  constructor(lives: Lives, layout: ClusterLayout, chosen: readonly string[]) {
    this.#lives = lives;
    this.#layout = layout;
    this.#chosen = new Set(chosen);
    const readers: readonly ClusterPropertyName[] = [
      "leaderCompleteness",
      "stateMachineSafety",
      "committedOnMajority",
    ];
    this.#keepsCommitted = readers.some((name) => this.#chosen.has(name));
    this.#committed.of("", (numbered) => ({ ...numbered, entries: [], terms: [] }));
  }

  get nothingCommitted(): number {
    return 1;
  }

  committed(id: number): Committed {
    return this.#committed.at(id);
  }

  /** The number of these committed entries. */
  commit(told: readonly { readonly entry: Entry; readonly term: number }[]): number {
    const entries = told.map(({ entry }) => this.#lives.numberOf(entry));
    return this.#commit(
      entries,
      told.map(({ term }) => term),
    );
  }

  /** Brings the ghosts of `words` up to date after a step of `server`; names what the step broke. */
  afterStep(words: Int32Array, server: number, votes: readonly number[]): readonly ClusterPropertyName[] {
    const life = this.#lives.lives.at(words[server] as number);
    const broken: ClusterPropertyName[] = [];
    if (this.#chosen.has("electionSafety") && !this.#noteLeader(words, life)) broken.push("electionSafety");
    if (this.#keepsCommitted && !this.#noteCommitted(words, life)) broken.push("stateMachineSafety");
    if (this.#chosen.has("oneVotePerTerm") && !this.#noteVotes(words, life, votes))
      broken.push("oneVotePerTerm");
    const names = [...broken, ...this.brokenIn(words, 0)];
    return names.filter((name) => this.#chosen.has(name));
  }

  /** The state properties that a state breaks. */
  brokenIn(words: Int32Array, offset: number): readonly ClusterPropertyName[] {
    const broken: ClusterPropertyName[] = [];
    if (!this.#logsMatch(words, offset)) broken.push("logMatching");
    const committed = this.#committed.at(words[offset + this.#layout.committed] as number);
    if (committed.entries.length > 0) {
      if (!this.#leadersAreComplete(words, offset, committed)) broken.push("leaderCompleteness");
      if (!this.#majorityHolds(words, offset, committed)) broken.push("committedOnMajority");
    }
    return broken;
  }

  #noteLeader(words: Int32Array, { server, view }: Life): boolean {
    if (view.role !== "leader") return true;
    return note(words, this.#layout.leaders, view.currentTerm, server);
  }

  #noteVotes(words: Int32Array, { server, view }: Life, votes: readonly number[]): boolean {
    const at = this.#layout.votes + server;
    let holds = true;
    for (let offset = 0; offset < votes.length; offset += 2) {
      const isFirst = note(words, at, votes[offset] as number, votes[offset + 1] as number);
      holds &&= isFirst;
    }
    const shown = serverIn(words[at] as number, view.currentTerm);
    const kept = view.votedFor === null ? -1 : view.servers.indexOf(view.votedFor);
    return holds && (shown < 0 || shown === kept);
  }

  #noteCommitted(words: Int32Array, { view, log }: Life): boolean {
    const { committed: at } = this.#layout;
    const known = this.#committed.at(words[at] as number);
    const length = Math.min(view.commitIndex, log.length);
    let holds = true;
    for (let offset = 0; offset < Math.min(length, known.entries.length); offset += 1) {
      holds &&= known.entries[offset] === log[offset];
    }
    if (length > known.entries.length) {
      const added = log.slice(known.entries.length, length);
      const terms = [...known.terms, ...added.map(() => view.currentTerm)];
      words[at] = this.#commit([...known.entries, ...added], terms);
    }
    return holds;
  }

  #commit(entries: readonly number[], terms: readonly number[]): number {
    // By content, not by number: the lanes must not depend on the order of discovery.
    const text = entries.map((entry, at) => JSON.stringify([this.#lives.entry(entry), terms[at]])).join();
    return this.#committed.of(text, (numbered) => ({ ...numbered, entries, terms })).id;
  }

  #logsMatch(words: Int32Array, offset: number): boolean {
    const { servers } = this.#layout;
    for (let first = 0; first < servers; first += 1) {
      for (let second = first + 1; second < servers; second += 1) {
        const one = this.#lives.lives.at(words[offset + first] as number);
        const other = this.#lives.lives.at(words[offset + second] as number);
        if (one.logId !== other.logId && !this.#pairMatches(one, other)) return false;
      }
    }
    return true;
  }

  #pairMatches(one: Life, other: Life): boolean {
    const key = one.logId * 2 ** 24 + other.logId;
    const known = this.#matching.get(key);
    if (known !== undefined) return known;
    const length = Math.min(one.log.length, other.log.length);
    const shared = Array.from({ length }, (_, offset) => offset);
    const agreed = shared.findLast((at) => termOf(one, at) === termOf(other, at)) ?? -1;
    const matches = shared.every((at) => at > agreed || one.log[at] === other.log[at]);
    this.#matching.set(key, matches);
    return matches;
  }

  #leadersAreComplete(words: Int32Array, offset: number, { entries, terms }: Committed): boolean {
    for (let server = 0; server < this.#layout.servers; server += 1) {
      const { view, log } = this.#lives.lives.at(words[offset + server] as number);
      if (view.role !== "leader") continue;
      for (let at = 0; at < entries.length; at += 1) {
        if ((terms[at] as number) < view.currentTerm && log[at] !== entries[at]) return false;
      }
    }
    return true;
  }

  #majorityHolds(words: Int32Array, offset: number, { entries }: Committed): boolean {
    const { servers } = this.#layout;
    for (let at = 0; at < entries.length; at += 1) {
      let holders = 0;
      for (let server = 0; server < servers; server += 1) {
        const { stored } = this.#lives.lives.at(words[offset + server] as number);
        if (stored[at] === entries[at]) holders += 1;
      }
      if (holders <= servers - holders) return false;
    }
    return true;
  }
}

function termOf({ view }: Life, offset: number): number | undefined {
  return view.log.entries[offset]?.term;
}

/** Names a server for a term, if none is named yet; whether it is the one that is named. */
function note(words: Int32Array, at: number, term: number, server: number): boolean {
  const word = words[at] as number;
  const known = serverIn(word, term);
  if (known < 0) words[at] = withServer(word, term, server);
  return known < 0 || known === server;
}
