import type { Envelope } from "../../impl/cluster/index.js";
import type { ClusterObserver, Finding, Message } from "../../traces/format/index.js";
import { createRig, type HistorySettings, type Readings, type Rig } from "../commands/index.js";
import type { Choice, DeliverChoice } from "./choices.js";

/** A history as a list of choices. Disks marked slow complete writes only by choice. */
export interface ChoiceHistory {
  readonly settings: HistorySettings;
  readonly choices: readonly Choice[];
}

export interface ChoiceRun {
  readonly finding: Finding | null;
  /** The choices that had something to act on, up to the finding. */
  readonly effective: readonly Choice[];
}

/** Carries out choices; one that has nothing to act on is skipped. Stops at the first finding. */
export function runChoices(
  { settings, choices }: ChoiceHistory,
  readings: Readings,
  recorders: readonly ClusterObserver[] = [],
): ChoiceRun {
  // What the trace lost stays in flight here, undelivered: it must not push out what is still to arrive.
  const rig = createRig(settings, readings, recorders, Number.POSITIVE_INFINITY);
  const runner = new ChoiceRunner(rig);
  rig.driver.startAll();
  const effective: Choice[] = [];
  for (const choice of choices) {
    if (rig.finding() !== null) break;
    rig.world.command += 1;
    if (runner.carryOut(choice)) effective.push(choice);
  }
  return { finding: rig.finding(), effective };
}

class ChoiceRunner {
  readonly #rig: Rig;
  /** What was delivered so far, in order: what can be repeated. */
  readonly #delivered: Envelope[] = [];

  constructor(rig: Rig) {
    this.#rig = rig;
  }

  /** Makes a choice if it has something to act on. Returns whether it had. */
  carryOut(choice: Choice): boolean {
    const { world, driver } = this.#rig;
    if (choice.kind === "deliver") return this.#deliver(choice);
    const server = world.configuration.servers.indexOf(choice.server);
    if (server < 0 || world.isUp(server) === (choice.kind === "start")) return false;
    switch (choice.kind) {
      case "start":
        world.start(server);
        return true;
      case "crash":
        world.crash(server, choice.kept);
        return true;
      case "timeout":
        driver.timeout(server, choice.timer);
        return true;
      case "propose":
        world.propose(server, choice.command);
        driver.settle(server);
        return true;
      case "completeWrite":
        if (!world.hasOutstandingWrite(server)) return false;
        world.completeWrite(server);
        return true;
      case "failWrite":
        if (!world.hasOutstandingWrite(server)) return false;
        world.failWrite(server);
        return true;
    }
  }

  #deliver({ message, newer, repeated }: DeliverChoice): boolean {
    const { world, driver } = this.#rig;
    const { servers } = world.configuration;
    const from = servers.indexOf(message.from);
    const to = servers.indexOf(message.to);
    if (to < 0 || !world.isUp(to)) return false;
    const isAlike = (envelope: Envelope): boolean =>
      envelope.from === from && envelope.to === to && envelope.message.kind === message.kind;
    const candidates = (repeated ? this.#delivered : world.network.inFlight).filter(isAlike);
    const meant = choose(candidates, message, repeated ? 0 : newer);
    if (meant === undefined) return false;
    const envelope = repeated ? world.duplicate(meant) : meant;
    driver.deliver(envelope);
    this.#delivered.push(envelope);
    return true;
  }
}

/** The envelope with just this message if there is one, else the one in the same place among its like. */
function choose(alike: readonly Envelope[], message: Message, newer: number): Envelope | undefined {
  const same = alike.find((envelope) => sameContent(envelope.message, message));
  return same ?? alike[alike.length - 1 - newer] ?? alike[0];
}

function sameContent(left: Message, right: Message): boolean {
  return left === right || (left.term === right.term && JSON.stringify(left) === JSON.stringify(right));
}
