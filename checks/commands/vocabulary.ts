import type { Timer } from "../../traces/format/index.js";
import { type Command, withDisksKeepingUp } from "./command.js";
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
  /** Exclusive bounds of the numbers, for a cluster of `size` servers. */
  bounds(size: number): readonly number[];
  make(numbers: readonly number[]): Command;
}

/** A row whose numbers have a place each: as many as there are bounds. */
function row<const Bounds extends readonly number[]>(
  bounds: (size: number) => Bounds,
  make: (numbers: { readonly [Place in keyof Bounds]: number }) => Command,
): CommandRow {
  return { bounds, make: make as CommandRow["make"] };
}

const leaders = ["newest", "newest", "newest", "oldest"] as const;
const appends = ["newest", "oldest", "newest", "heartbeat"] as const;
const picks = ["oldest", "newest"] as const;
const families: readonly Family[] = ["request", "answer", "vote", "append"];
const timers: readonly Timer[] = ["election", "leaderContact", "heartbeat", "quorumCheck"];
const leaderTimers = ["heartbeat", "quorumCheck"] as const;
const texts = ["a", "b", "c", "dd"] as const;
const masks = (size: number): number => 1 << size;

const at = <Value>(values: readonly Value[], offset: number): Value => values[offset] as Value;

/** Three commands in four are not held up by slow disks, or hardly a leader would be elected there. */
const mostlyKeptUp = (command: Command, ticket: number): Command =>
  ticket === 0 ? command : withDisksKeepingUp(command);

/** Every kind of command there is. */
export const rows = {
  elect: row(
    // Two masks in one: three servers in four are asked, so that most elections are won.
    (size) => [size, masks(size), masks(size), 4, 4],
    ([server, some, others, contact, disks]) =>
      mostlyKeptUp(elect(server, some | others, contact !== 0), disks),
  ),
  propose: row(
    () => [leaders.length, texts.length, 4],
    ([which, text, disks]) => mostlyKeptUp(propose(at(leaders, which), at(texts, text)), disks),
  ),
  proposeAt: row(
    (size) => [size, texts.length],
    ([server, text]) => proposeAt(server, at(texts, text)),
  ),
  replicate: row(
    (size) => [Math.max(1, size - 1), leaders.length, appends.length, 4, 5, 4],
    ([place, which, pick, rounds, answer, disks]) => {
      const replication = { pick: at(appends, pick), rounds: rounds + 1, answered: answer !== 4 };
      return mostlyKeptUp(replicate(at(leaders, which), place, replication), disks);
    },
  ),
  deliver: row(
    // The first two of the receivers stand for anyone.
    (size) => [size + 2, families.length, picks.length],
    ([to, family, pick]) => deliver(to < 2 ? anyone : to - 2, at(families, family), at(picks, pick)),
  ),
  again: row(
    (size) => [size, size],
    ([from, to]) => again(from, to),
  ),
  deliverAll: row(
    () => [12],
    ([more]) => deliverAll(more + 1),
  ),
  drop: row(
    () => [families.length, picks.length],
    ([family, pick]) => drop(anyone, at(families, family), at(picks, pick)),
  ),
  timeout: row(
    (size) => [size, timers.length],
    ([server, timer]) => timeout(server, at(timers, timer)),
  ),
  leaderTimeout: row(
    () => [leaders.length, leaderTimers.length],
    ([which, timer]) => leaderTimeout(at(leaders, which), at(leaderTimers, timer)),
  ),
  restart: row(
    (size) => [size, 4],
    ([server, kept]) => restart(server, kept),
  ),
  crash: row(
    (size) => [size, 4],
    ([server, kept]) => crash(server, kept),
  ),
  start: row(
    () => [1],
    () => start(),
  ),
  partition: row(
    (size) => [masks(size), 3],
    ([group, direction]) => partition(group, direction === 2),
  ),
  heal: row(
    () => [1],
    () => heal(),
  ),
  sync: row(
    (size) => [size, 2],
    ([server, extent]) => sync(server, extent === 0),
  ),
  failWrite: row(
    (size) => [size],
    ([server]) => failWrite(server),
  ),
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

/** A row that occurs in a mix, and how often. */
export interface WeightedRow {
  readonly row: CommandRow;
  readonly weight: number;
}

/** The rows that occur in a mix. */
export function weightedRows(mix: Mix): readonly WeightedRow[] {
  return rowNames
    .map((name) => ({ row: rows[name], weight: mix[name] ?? 0 }))
    .filter(({ weight }) => weight > 0);
}

/** A mix made ready for drawing: running totals of the weights. */
export class Deck {
  readonly #rows: readonly CommandRow[];
  readonly #totals: readonly number[];
  readonly #total: number;

  constructor(mix: Mix) {
    const weighted = weightedRows(mix);
    let total = 0;
    this.#rows = weighted.map(({ row }) => row);
    this.#totals = weighted.map(({ weight }) => {
      total += weight;
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
