import type { Command, CommandKind } from "./command.js";
import type { Driver } from "./driver.js";
import type { Rig } from "./rig.js";
import type { Draw } from "./settings.js";
import { deckFor } from "./vocabulary.js";

/** How many commands of each kind were carried out, and how many found nothing to act on. */
export class CommandTally {
  effective = 0;
  skipped = 0;
  readonly byKind: { [kind in CommandKind]?: number } = {};

  count(command: Command, effective: boolean): void {
    if (!effective) {
      this.skipped += 1;
      return;
    }
    this.effective += 1;
    this.byKind[command.kind] = (this.byKind[command.kind] ?? 0) + 1;
  }
}

/** Carries out one command, if it has something to act on. */
export function carryOut(driver: Driver, command: Command, tally: CommandTally): void {
  driver.world.command += 1;
  const effective = command.check(driver);
  tally.count(command, effective);
  if (effective) command.run(driver);
}

/**
 * A random history without fast-check's overhead: up to `length` commands of the settings' profile,
 * until something is found. The same draws give the same history.
 */
export function runSoakHistory(rig: Rig, draw: Draw, length: number, tally: CommandTally): void {
  const { driver } = rig;
  const deck = deckFor(driver.settings);
  driver.startAll();
  for (let count = 0; count < length && rig.finding() === null; count += 1) {
    carryOut(driver, deck.draw(draw, driver.size), tally);
  }
}
