import type { ServerId } from "../../traces/format/index.js";
import type { ClusterBounds } from "./cluster-machine-bounds.js";
import { type ServerEngine, unsyncedRecords } from "./cluster-machine-engine.js";
import type { Deed, Life, Lives } from "./cluster-machine-lives.js";
import type { ClusterLayout } from "./cluster-machine-properties.js";

/** The actions of a cluster, in the order in which they are tried. Their offsets are used below. */
export const clusterActions = [
  { name: "Timeout", citation: "§5.2" },
  { name: "Heartbeat", citation: "§5.2" },
  { name: "AppendEntries", citation: "§5.3" },
  { name: "Propose", citation: "§5.3" },
  { name: "Sync", citation: "Figure 2, persistent state" },
  { name: "Restart", citation: "§5.1" },
  { name: "Deliver", citation: "Figure 2" },
  { name: "Drop", citation: "§2" },
  { name: "Duplicate", citation: "§2" },
] as const;

export type ClusterActionName = (typeof clusterActions)[number]["name"];

/** One enabled action. `extra`: the value, the records kept, the letter. */
export interface Move {
  readonly action: ClusterActionName;
  /** Where the action stands in `clusterActions`. */
  readonly offset: number;
  readonly server: number;
  readonly deed: Deed | null;
  readonly extra: number;
}

function move(action: ClusterActionName, server: number, deed: Deed | null, extra: number): Move {
  return { action, offset: clusterActions.findIndex(({ name }) => name === action), server, deed, extra };
}

/** Names what can be done in a state. The moves of one life, and those with one letter, are made once. */
export class Moves {
  readonly #engine: ServerEngine;
  readonly #bounds: ClusterBounds;
  readonly #lives: Lives;
  readonly #layout: ClusterLayout;
  readonly #ofLife = new Map<number, readonly Move[]>();
  readonly #ofLetter = new Map<number, readonly Move[]>();

  constructor(engine: ServerEngine, bounds: ClusterBounds, lives: Lives, layout: ClusterLayout) {
    this.#engine = engine;
    this.#bounds = bounds;
    this.#lives = lives;
    this.#layout = layout;
  }

  /** The enabled actions of a state, in a fixed order. */
  of(words: Int32Array, offset: number): readonly Move[] {
    const { servers, restarts, letters, wordCount } = this.#layout;
    const moves: Move[] = [];
    const mayRestart = (words[offset + restarts] as number) < this.#bounds.maxRestarts;
    for (let server = 0; server < servers; server += 1) {
      for (const next of this.#movesOfLife(words[offset + server] as number)) {
        if (mayRestart || next.deed !== "restart") moves.push(next);
      }
    }
    for (let at = letters; at < wordCount; at += 1) {
      const letter = words[offset + at] as number;
      if (letter === 0) break;
      if (at > letters && letter === words[offset + at - 1]) continue;
      for (const next of this.#movesOfLetter(letter)) moves.push(next);
    }
    return moves;
  }

  #movesOfLife(id: number): readonly Move[] {
    const known = this.#ofLife.get(id);
    if (known !== undefined) return known;
    const moves = this.#make(this.#lives.lives.at(id));
    this.#ofLife.set(id, moves);
    return moves;
  }

  #make(life: Life): readonly Move[] {
    const { server, view, disk } = life;
    const moves: Move[] = [];
    const add = (action: ClusterActionName, deed: Deed, extra: number): void => {
      moves.push(move(action, server, deed, extra));
    };
    const runs = view.role !== "stopped";
    if (runs && view.role !== "leader") add("Timeout", "election", 0);
    if (view.role === "leader" && this.#engine.sendsAppends) add("Heartbeat", "heartbeat", 0);
    if (view.role === "leader" && !this.#engine.sendsAppends) this.#addAppends(life, moves);
    for (let value = 1; runs && value <= this.#bounds.values; value += 1) add("Propose", "propose", value);
    if (runs && disk.unsynced.length > 0) add("Sync", "sync", 0);
    for (let kept = 0; kept <= unsyncedRecords(disk); kept += 1) add("Restart", "restart", kept);
    return moves;
  }

  /** Every request that the contract lets a leader send now (docs/protocol.md §6), up to its commitIndex. */
  #addAppends({ server, view }: Life, moves: Move[]): void {
    const { entries } = view.log;
    const peers = view.servers.map((_, peer) => peer).filter((peer) => peer !== server);
    for (const peer of peers) {
      for (let previous = view.matchIndex[peer] as number; previous <= entries.length; previous += 1) {
        for (let last = previous; last <= entries.length; last += 1) {
          const letter = this.#lives.letter({
            kind: "appendEntries",
            from: view.self,
            to: view.servers[peer] as ServerId,
            term: view.currentTerm,
            prevLogIndex: previous,
            prevLogTerm: entries[previous - 1]?.term ?? 0,
            entries: entries.slice(previous, last),
            leaderCommit: view.commitIndex,
          });
          moves.push(move("AppendEntries", server, "append", letter.id));
        }
      }
    }
  }

  #movesOfLetter(id: number): readonly Move[] {
    const known = this.#ofLetter.get(id);
    if (known !== undefined) return known;
    const server = this.#lives.letters.at(id).to;
    const moves = [move("Deliver", server, "deliver", id), move("Drop", server, null, id)];
    if (this.#bounds.maxCopies > 1) moves.push(move("Duplicate", server, null, id));
    this.#ofLetter.set(id, moves);
    return moves;
  }
}
