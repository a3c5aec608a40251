import type { Driver } from "./driver.js";

/**
 * One element of a history, named by content ("deliver the oldest append to s2"), so that it keeps
 * its meaning when others are removed around it.
 */
export interface Command {
  /** Kind, as counted in reports. */
  readonly kind: CommandKind;
  /** False if there is nothing for the command to act on: it is skipped and counted so. */
  check(driver: Driver): boolean;
  run(driver: Driver): void;
  /** As written in reports and counterexamples. */
  toString(): string;
}

export type CommandKind =
  | "elect"
  | "propose"
  | "replicate"
  | "deliver"
  | "again"
  | "deliverAll"
  | "timeout"
  | "restart"
  | "crash"
  | "start"
  | "partition"
  | "heal"
  | "sync"
  | "failWrite"
  | "drop";

/** The same command, with disks that keep up: slow ones complete their writes too, as it goes. */
export function withDisksKeepingUp(command: Command): Command {
  return {
    kind: command.kind,
    check: (driver) => command.check(driver),
    run(driver) {
      driver.disksKeepUp = true;
      command.run(driver);
      driver.disksKeepUp = false;
    },
    toString: () => `${command} (disks keep up)`,
  };
}
