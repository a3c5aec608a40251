import type { Timer } from "../../traces/format/index.js";
import { type Command, type CommandKind, withDisksKeepingUp } from "./command.js";
import { elect } from "./election-commands.js";
import {
  crash,
  failWrite,
  heal,
  leaderTimeout,
  partition,
  restart,
  start,
  sync,
  timeout,
} from "./fault-commands.js";
import { again, anyone, deliver, deliverAll, drop, type Family } from "./message-commands.js";
import { propose, proposeAt, replicate } from "./replication-commands.js";
import type { Draw, HistorySettings } from "./settings.js";

/** How to make commands of one kind from a few small numbers; all zeros is the simplest command. */
export interface CommandRow {
  readonly kind: CommandKind;
  /** Exclusive bounds of the numbers, for a cluster of `size` servers. */
  bounds(size: number): readonly number[];
  make(numbers: readonly number[]): Command;
}

const newestMostly = ["newest", "newest", "newest", "oldest"] as const;
const picks = ["newest", "oldest", "newest", "heartbeat"] as const;
const families: readonly Family[] = ["request", "answer", "vote", "append"];
const rawTimers: readonly Timer[] = ["election", "leaderContact", "heartbeat", "quorumCheck"];
const texts = ["a", "b", "c", "dd"] as const;
const masks = (size: number): number => 1 << size;

const at = <Value>(values: readonly Value[], offset: number | undefined): Value =>
  values[offset as number] as Value;
const number = (numbers: readonly number[], position: number): number => numbers[position] as number;

/** Three commands in four are not held up by slow disks, or hardly a leader would be elected there. */
const mostlyKeptUp = (command: Command, ticket: number | undefined): Command =>
  ticket === 0 ? command : withDisksKeepingUp(command);

/** Every kind of command there is. */
export const rows = {
  elect: {
    kind: "elect",
    // Two masks in one: three servers in four are asked, so that most elections are won.
    bounds: (size) => [size, masks(size), masks(size), 4, 4],
    make: (n) => mostlyKeptUp(elect(number(n, 0), number(n, 1) | number(n, 2), n[3] !== 0), n[4]),
  },
  propose: {
    kind: "propose",
    bounds: () => [newestMostly.length, texts.length, 4],
    make: (n) => mostlyKeptUp(propose(at(newestMostly, n[0]), at(texts, n[1])), n[2]),
  },
  proposeAt: {
    kind: "propose",
    bounds: (size) => [size, texts.length],
    make: (n) => proposeAt(number(n, 0), at(texts, n[1])),
  },
  replicate: {
    kind: "replicate",
    bounds: (size) => [Math.max(1, size - 1), newestMostly.length, picks.length, 4, 5, 4],
    make: (n) =>
      mostlyKeptUp(
        replicate(at(newestMostly, n[1]), number(n, 0), {
          pick: at(picks, n[2]),
          rounds: number(n, 3) + 1,
          answered: n[4] !== 4,
        }),
        n[5],
      ),
  },
  deliver: {
    kind: "deliver",
    // The first two of the receivers stand for anyone.
    bounds: (size) => [size + 2, families.length, 2],
    make: (n) =>
      deliver(
        number(n, 0) < 2 ? anyone : number(n, 0) - 2,
        at(families, n[1]),
        n[2] === 0 ? "oldest" : "newest",
      ),
  },
  again: {
    kind: "again",
    bounds: (size) => [size, size],
    make: (n) => again(number(n, 0), number(n, 1)),
  },
  deliverAll: {
    kind: "deliverAll",
    bounds: () => [12],
    make: (n) => deliverAll(number(n, 0) + 1),
  },
  drop: {
    kind: "drop",
    bounds: () => [families.length, 2],
    make: (n) => drop(anyone, at(families, n[0]), n[1] === 0 ? "oldest" : "newest"),
  },
  timeout: {
    kind: "timeout",
    bounds: (size) => [size, rawTimers.length],
    make: (n) => timeout(number(n, 0), at(rawTimers, n[1])),
  },
  leaderTimeout: {
    kind: "timeout",
    bounds: () => [newestMostly.length, 2],
    make: (n) => leaderTimeout(at(newestMostly, n[0]), n[1] === 0 ? "heartbeat" : "quorumCheck"),
  },
  restart: {
    kind: "restart",
    bounds: (size) => [size, 4],
    make: (n) => restart(number(n, 0), number(n, 1)),
  },
  crash: {
    kind: "crash",
    bounds: (size) => [size, 4],
    make: (n) => crash(number(n, 0), number(n, 1)),
  },
  start: { kind: "start", bounds: () => [1], make: () => start() },
  partition: {
    kind: "partition",
    bounds: (size) => [masks(size), 3],
    make: (n) => partition(number(n, 0), n[1] === 2),
  },
  heal: { kind: "heal", bounds: () => [1], make: () => heal() },
  sync: { kind: "sync", bounds: (size) => [size, 2], make: (n) => sync(number(n, 0), n[1] === 0) },
  failWrite: { kind: "failWrite", bounds: (size) => [size], make: (n) => failWrite(number(n, 0)) },
} as const satisfies { readonly [name: string]: CommandRow };

export type RowName = keyof typeof rows;

export const rowNames = Object.keys(rows) as readonly RowName[];

/** Relative frequency of each row, by name; a name left out does not occur. */
export type Mix = { [name in RowName]?: number };

const common: Mix = { elect: 12, propose: 14, replicate: 26, deliver: 4, restart: 2, start: 1 };

/**
 * Mixes of commands, each looking for another sort of trouble. A history keeps to one: a bug that
 * needs five elections in a row is not found among constant restarts, and the other way round.
 */
export const profiles: readonly Mix[] = [
  // Everything a little.
  {
    ...common,
    proposeAt: 1,
    again: 2,
    deliverAll: 2,
    drop: 1,
    timeout: 2,
    leaderTimeout: 2,
    crash: 1,
    partition: 2,
    heal: 1,
    sync: 2,
    failWrite: 1,
  },
  // Changing leaders that replicate little: logs diverge.
  { elect: 24, propose: 24, replicate: 30 },
  { elect: 16, propose: 12, replicate: 36, leaderTimeout: 1 },
  // Late and repeated messages.
  { ...common, deliver: 22, again: 12, elect: 14, timeout: 2, drop: 2 },
  // Restarts near elections.
  { ...common, restart: 14, deliver: 6, sync: 4, failWrite: 1 },
  // Partitions and quorum checks.
  { ...common, partition: 4, heal: 2, leaderTimeout: 6, deliverAll: 6, crash: 1 },
  // Duplicated timeouts, late answers.
  { ...common, timeout: 10, deliver: 12, again: 6 },
  // Slow disks.
  { ...common, sync: 5, failWrite: 1, restart: 4, crash: 2, deliver: 6 },
];

/** A mix made ready for drawing: running totals of the weights. */
export class Deck {
  readonly #rows: readonly CommandRow[];
  readonly #totals: readonly number[];
  readonly #total: number;

  constructor(mix: Mix) {
    const present = rowNames.filter((name) => (mix[name] ?? 0) > 0);
    let total = 0;
    this.#rows = present.map((name) => rows[name]);
    this.#totals = present.map((name) => {
      total += mix[name] ?? 0;
      return total;
    });
    this.#total = total;
  }

  /** One command for a cluster of `size` servers. */
  draw(draw: Draw, size: number): Command {
    const ticket = draw(this.#total);
    let offset = 0;
    while (ticket >= (this.#totals[offset] as number)) offset += 1;
    const row = this.#rows[offset] as CommandRow;
    return row.make(row.bounds(size).map(draw));
  }
}

const needsSlowDisk: readonly RowName[] = ["sync", "failWrite"];
const needsOthers: readonly RowName[] = [
  "replicate",
  "deliver",
  "again",
  "deliverAll",
  "drop",
  "partition",
  "heal",
];

/** The mix for given settings: without the commands that could never act there. */
export function mixFor(settings: HistorySettings): Mix {
  const mix = { ...(profiles[settings.profile] as Mix) };
  if (!settings.slowDisks.includes(true)) for (const name of needsSlowDisk) mix[name] = 0;
  if (settings.servers.length === 1) for (const name of needsOthers) mix[name] = 0;
  return mix;
}

const decks = new Map<string, Deck>();

/** The deck for given settings; made once for each kind of settings. */
export function deckFor(settings: HistorySettings): Deck {
  const key = `${settings.profile} ${settings.slowDisks.includes(true)} ${settings.servers.length === 1}`;
  let deck = decks.get(key);
  if (deck === undefined) {
    deck = new Deck(mixFor(settings));
    decks.set(key, deck);
  }
  return deck;
}
