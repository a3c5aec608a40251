import type { Json, StateJson } from "../../spec/index.js";
import type { CoreMessage, Entry, Server, ServerId } from "../../traces/format/index.js";
import { clusterConstants } from "./cluster-machine-bounds.js";
import type { Disk } from "./cluster-machine-engine.js";
import type { Life, Lives } from "./cluster-machine-lives.js";
import type { Move } from "./cluster-machine-moves.js";
import {
  type ClusterJudge,
  type ClusterLayout,
  type ClusterPropertyName,
  serverIn,
  withServer,
} from "./cluster-machine-properties.js";

const explanations: { readonly [P in ClusterPropertyName]: string } = {
  electionSafety: "nobody else has led this term",
  logMatching: "where two logs agree on a term, they agree on all before it",
  leaderCompleteness: "a leader's log holds what was committed in earlier terms",
  stateMachineSafety: "what this server commits is what was committed at that index",
  oneVotePerTerm: "a vote once shown is kept, and the only one of its term",
  committedOnMajority: "what is committed is on the disks of a majority",
};

/** The condition that fails when a property is broken. */
export function explain(property: ClusterPropertyName): string {
  return explanations[property];
}

/** What is told of each server, in the paper's words; the rest of a server's state is in `memory`. */
const shown = [
  "role",
  "currentTerm",
  "votedFor",
  "votesGranted",
  "commitIndex",
] as const satisfies readonly (keyof Server)[];

/** States of a cluster as plain data, and back. */
export class ClusterText {
  readonly #servers: readonly ServerId[];
  readonly #lives: Lives;
  readonly #judge: ClusterJudge;
  readonly #layout: ClusterLayout;

  constructor(servers: readonly ServerId[], lives: Lives, judge: ClusterJudge, layout: ClusterLayout) {
    this.#servers = servers;
    this.#lives = lives;
    this.#judge = judge;
    this.#layout = layout;
  }

  toJson(words: Int32Array, offset: number): StateJson {
    const { restarts, leaders, votes, committed } = this.#layout;
    const lives = this.#servers.map((_, server) => this.#lives.lives.at(words[offset + server] as number));
    const { entries, terms: when } = this.#judge.committed(words[offset + committed] as number);
    const each = (told: (life: Life) => unknown) => this.#byServer(lives.map(told));
    const variables = {
      ...Object.fromEntries(shown.map((name) => [name, each(({ view }) => view[name])])),
      nextIndex: each(({ view }) => this.#byServer(view.nextIndex)),
      matchIndex: each(({ view }) => this.#byServer(view.matchIndex)),
      log: each(({ view }) => view.log.entries),
      disk: each(({ disk }) => disk),
      messages: this.#letters(words, offset),
      restarts: words[offset + restarts],
      leaders: this.#byTerm(words[offset + leaders] as number),
      votes: each(({ server }) => this.#byTerm(words[offset + votes + server] as number)),
      committed: entries.map((entry, at) => ({ entry: this.#lives.entry(entry), term: when[at] })),
      memory: each((life) => this.#lives.textOf(life)),
    };
    return JSON.parse(JSON.stringify(variables));
  }

  fromJson(state: StateJson): Int32Array {
    const { restarts, leaders, votes, letters, committed, wordCount } = this.#layout;
    const words = new Int32Array(wordCount);
    const told = state as unknown as Told;
    this.#servers.forEach((id, server) => {
      words[server] = this.#lives.restore(server, told.memory[id] as string, told.disk[id] as Disk).id;
      words[votes + server] = this.#fromTerms(told.votes[id] as ByTerm);
    });
    words[restarts] = told.restarts;
    words[leaders] = this.#fromTerms(told.leaders);
    words[committed] = this.#judge.commit(told.committed);
    const inFlight = told.messages.map((message) => this.#lives.letter(message).id);
    words.set(
      inFlight.sort((one, other) => other - one),
      letters,
    );
    return words;
  }

  #byServer<Value>(values: readonly Value[]): { readonly [server: ServerId]: Value } {
    return Object.fromEntries(values.map((value, server) => [this.#servers[server] as ServerId, value]));
  }

  /** A ghost of three bits a term, as the servers that they name. */
  #byTerm(word: number): ByTerm {
    const named = terms.map((term) => [term, this.#servers[serverIn(word, term)]] as const);
    return Object.fromEntries(named.filter(([, server]) => server !== undefined));
  }

  #fromTerms(named: ByTerm): number {
    return terms.reduce((word, term) => {
      const server = named[term];
      return server === undefined ? word : withServer(word, term, this.#servers.indexOf(server));
    }, 0);
  }

  parametersOf({ action, server, deed, extra }: Move): { readonly [parameter: string]: Json } {
    const self = this.#servers[server] as ServerId;
    if (action === "Propose") return { server: self, value: `v${extra}` };
    if (action === "Restart") return { server: self, recordsKept: extra };
    if (deed === null || deed === "deliver" || deed === "append") {
      return { message: JSON.parse(JSON.stringify(this.#lives.letters.at(extra).message)) };
    }
    return { server: self };
  }

  #letters(words: Int32Array, offset: number): readonly CoreMessage[] {
    const found: CoreMessage[] = [];
    for (let at = this.#layout.letters; at < this.#layout.wordCount; at += 1) {
      const letter = words[offset + at] as number;
      if (letter !== 0) found.push(this.#lives.letters.at(letter).message);
    }
    return found
      .map((message) => JSON.stringify(message))
      .sort()
      .map((text) => JSON.parse(text));
  }
}

interface ByTerm {
  readonly [term: number]: ServerId | undefined;
}

const terms = Array.from({ length: clusterConstants.maxTerm.high + 2 }, (_, term) => term);

/** The fields from which a state is made again. */
interface Told {
  readonly memory: { readonly [server: ServerId]: string };
  readonly disk: { readonly [server: ServerId]: Disk };
  readonly restarts: number;
  readonly leaders: ByTerm;
  readonly votes: { readonly [server: ServerId]: ByTerm };
  readonly committed: readonly { readonly entry: Entry; readonly term: number }[];
  readonly messages: readonly CoreMessage[];
}
