import type { CoreMessage, Entry, Input, Server, ServerId, Term } from "../../traces/format/index.js";
import { type Disk, emptyDisk, type ServerEngine, written } from "./cluster-machine-engine.js";
import { type Numbered, NumberTable } from "./cluster-machine-table.js";

/** One server at a moment, with its disk. */
export interface Life extends Numbered {
  readonly server: number;
  readonly memory: unknown;
  readonly view: Server;
  readonly disk: Disk;
  /** Numbers of the entries in the log, and of those on the disk. */
  readonly log: readonly number[];
  readonly stored: readonly number[];
  /** Number of the log as a whole. */
  readonly logId: number;
}

/** A message in flight. */
export interface Letter extends Numbered {
  readonly message: CoreMessage;
  readonly to: number;
}

/** What came of one step of one server, the syncs of a fast disk included. */
export interface Outcome {
  readonly life: Life;
  /** Numbers of the letters sent. */
  readonly sent: readonly number[];
  /** Votes that this step showed to others, counted or wrote: term, then candidate, then term … */
  readonly votes: readonly number[];
}

/** What can be done to one server. `extra`: records kept, value, letter. */
export type Deed = "election" | "heartbeat" | "sync" | "restart" | "propose" | "deliver" | "append";
const deeds: readonly Deed[] = ["election", "heartbeat", "sync", "restart", "propose", "deliver", "append"];

interface Entered extends Numbered {
  readonly entry: Entry;
}

interface Running {
  memory: unknown;
  disk: Disk;
  readonly sent: CoreMessage[];
}

const lettersAtMost = 2 ** 20;

/**
 * The lives of all servers met so far. A cluster has few different lives and messages, and very many
 * combinations of them: each is kept once, under a number, and each step of a life is computed once.
 */
export class Lives {
  readonly #engine: ServerEngine;
  readonly #slowDisks: boolean;
  readonly lives = new NumberTable<Life>();
  readonly letters = new NumberTable<Letter>();
  readonly #entries = new NumberTable<Entered>();
  readonly #logs = new NumberTable<Numbered>();
  readonly #outcomes = new Map<number, Outcome>();

  constructor(engine: ServerEngine, slowDisks: boolean) {
    this.#engine = engine;
    this.#slowDisks = slowDisks;
  }

  /** A server in its first life. */
  first(server: number): Life {
    const running: Running = { memory: null, disk: emptyDisk, sent: [] };
    this.#start(server, running);
    return this.#lifeOf(server, running.memory, running.disk);
  }

  /** What comes of a deed; computed once. */
  outcome(life: Life, deed: Deed, extra: number): Outcome {
    const key = (life.id * deeds.length + deeds.indexOf(deed)) * lettersAtMost + extra;
    const known = this.#outcomes.get(key);
    if (known !== undefined) return known;
    const outcome = deed === "append" ? { life, sent: [extra], votes: [] } : this.#compute(life, deed, extra);
    this.#outcomes.set(key, outcome);
    return outcome;
  }

  letter(message: CoreMessage): Letter {
    const { from, to, ...body } = message;
    const text = JSON.stringify([
      from,
      to,
      ...Object.entries(body).sort(([one], [other]) => (one < other ? -1 : 1)),
    ]);
    return this.letters.of(text, (numbered) => ({
      ...numbered,
      message,
      to: this.#engine.servers.indexOf(to),
    }));
  }

  entry(id: number): Entry {
    return this.#entries.at(id).entry;
  }

  /** A life from its parts, as plain data tells them. */
  restore(server: number, text: string, disk: Disk): Life {
    return this.#lifeOf(server, this.#engine.parse(server, text), disk);
  }

  textOf(life: Life): string {
    return this.#engine.print(life.memory);
  }

  #compute(life: Life, deed: Exclude<Deed, "append">, extra: number): Outcome {
    const { server } = life;
    const running: Running = { memory: life.memory, disk: life.disk, sent: [] };
    switch (deed) {
      case "restart": {
        const records = life.disk.unsynced.flat().slice(0, extra);
        running.disk = { ...written(life.disk, records), unsynced: [] };
        this.#start(server, running);
        break;
      }
      case "sync":
        this.#sync(server, running);
        break;
      case "election":
      case "heartbeat":
        this.#give(server, running, { kind: "timeout", timer: deed });
        break;
      case "propose":
        this.#give(server, running, proposal(server, extra));
        break;
      case "deliver":
        this.#give(server, running, { kind: "message", id: extra, message: this.letters.at(extra).message });
        break;
    }
    while (!this.#slowDisks && this.#maySync(server, running)) this.#sync(server, running);
    const after = this.#lifeOf(server, running.memory, running.disk);
    const sent = running.sent.map((message) => this.letter(message).id);
    return { life: after, sent, votes: this.#votesShown(after, running.sent) };
  }

  #maySync(server: number, { memory, disk }: Running): boolean {
    return disk.unsynced.length > 0 && this.#engine.view(server, memory).role !== "stopped";
  }

  #start(server: number, running: Running): void {
    const { currentTerm, votedFor, entries } = running.disk;
    running.memory = this.#engine.unborn(server);
    const log = { baseIndex: 0, baseTerm: 0, entries: [...entries] };
    this.#give(server, running, { kind: "start", incarnation: 1, currentTerm, votedFor, log });
  }

  #sync(server: number, running: Running): void {
    const [oldest = [], ...others] = running.disk.unsynced;
    running.disk = { ...written(running.disk, oldest), unsynced: others };
    this.#give(server, running, { kind: "storageDone", id: 1 });
  }

  #give(server: number, running: Running, input: Input): void {
    const { memory, effects } = this.#engine.step(server, running.memory, input);
    running.memory = memory;
    for (const effect of effects) {
      if (effect.kind === "send") running.sent.push(effect.message as CoreMessage);
      if (effect.kind === "persist") {
        running.disk = { ...running.disk, unsynced: [...running.disk.unsynced, effect.records] };
      }
    }
  }

  #lifeOf(server: number, memory: unknown, disk: Disk): Life {
    const text = `${server} ${this.#engine.print(memory)} ${JSON.stringify(disk)}`;
    return this.lives.of(text, (numbered) => {
      const view = this.#engine.view(server, memory);
      const log = view.log.entries.map((entry) => this.numberOf(entry));
      const stored = disk.entries.map((entry) => this.numberOf(entry));
      const { id } = this.#logs.of(log.join(), (whole) => whole);
      return { ...numbered, server, memory, view, disk, log, stored, logId: id };
    });
  }

  /** Entries with the same content have the same number. */
  numberOf(entry: Entry): number {
    const text = JSON.stringify(Object.entries(entry).sort(([one], [other]) => (one < other ? -1 : 1)));
    return this.#entries.of(text, (numbered) => ({ ...numbered, entry })).id;
  }

  #votesShown({ server, view, disk }: Life, sent: readonly CoreMessage[]): readonly number[] {
    const votes: number[] = [];
    const add = (term: Term, candidate: ServerId): void => {
      votes.push(term, this.#engine.servers.indexOf(candidate));
    };
    if (disk.votedFor !== null) add(disk.currentTerm, disk.votedFor);
    const campaigns = view.role === "candidate" || view.role === "leader";
    const self = this.#engine.servers[server] as ServerId;
    if (campaigns && view.votesGranted.includes(self)) add(view.currentTerm, self);
    for (const message of sent) {
      if (message.kind === "requestVoteResponse" && message.granted) add(message.term, message.to);
    }
    return votes;
  }
}

/** Each server has a client of its own, so that entries of different leaders differ even in one term. */
function proposal(server: number, value: number): Input {
  return { kind: "propose", client: `c${server + 1}`, serial: value, command: `v${value}` };
}
