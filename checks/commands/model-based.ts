import fc from "fast-check";
import type { Finding } from "../../traces/format/index.js";
import type { Command } from "./command.js";
import type { Rig } from "./rig.js";
import type { HistorySettings } from "./settings.js";
import { type CommandTally, carryOut } from "./soak-history.js";
import { type CommandRow, mixFor, weightedRows } from "./vocabulary.js";

/** The model side of a run: charts, network, disks and oracles. */
export interface Model {
  readonly rig: Rig;
  readonly tally: CommandTally;
}

/** The real side: the servers, reached through the world that the model owns. */
export interface Real {
  readonly subjects: Rig["world"]["subjects"];
}

/** Thrown by a command in whose course something was found; carries the finding. */
export class FoundError extends Error {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.message);
    this.name = "FoundError";
    this.finding = finding;
  }
}

/** A command of the vocabulary as fast-check wants it. */
class ModelBasedCommand implements fc.Command<Model, Real> {
  readonly #command: Command;
  constructor(command: Command) {
    this.#command = command;
  }

  check({ rig, tally }: Readonly<Model>): boolean {
    const effective = this.#command.check(rig.driver);
    if (!effective) tally.count(this.#command, false);
    return effective;
  }

  run({ rig, tally }: Model): void {
    carryOut(rig.driver, this.#command, tally);
    const finding = rig.finding();
    if (finding !== null) throw new FoundError(finding);
  }

  toString(): string {
    return this.#command.toString();
  }
}

/** fast-check's arbitrary for histories of one cluster size: weighted kinds, small parameters. */
export function historyArbitrary(
  settings: HistorySettings,
  maxCommands: number,
  replayPath = "",
): fc.Arbitrary<Iterable<fc.Command<Model, Real>>> {
  const size = settings.servers.length;
  const weighted = weightedRows(mixFor(settings)).map(({ row, weight }) => {
    return { weight, arbitrary: rowArbitrary(row, size) };
  });
  // Biased numbers would favour s1 and the first of every table; size "max" makes long histories routine.
  return fc.commands([fc.noBias(fc.oneof(...weighted))], {
    maxCommands,
    size: "max",
    ...(replayPath === "" ? {} : { replayPath }),
  });
}

function rowArbitrary(row: CommandRow, size: number): fc.Arbitrary<fc.Command<Model, Real>> {
  const numbers = row.bounds(size).map((bound) => fc.nat(bound - 1));
  return fc.tuple(...numbers).map((drawn) => new ModelBasedCommand(row.make(drawn)));
}

/** Sets up model and real side for one run and starts all servers. */
export function setUp(rig: Rig, tally: CommandTally): { model: Model; real: Real } {
  rig.driver.startAll();
  const finding = rig.finding();
  if (finding !== null) throw new FoundError(finding);
  return { model: { rig, tally }, real: { subjects: rig.world.subjects } };
}
