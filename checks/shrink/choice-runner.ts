import type { Envelope, World } from "../../impl/cluster/index.js";
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
  history: ChoiceHistory,
  readings: Readings,
  recorders: readonly ClusterObserver[] = [],
): ChoiceRun {
  const rig = createRig(history.settings, readings, recorders);
  rig.driver.startAll();
  const effective: Choice[] = [];
  for (const choice of history.choices) {
    if (rig.finding() !== null) break;
    rig.world.command += 1;
    if (carryOut(rig, history.settings, choice)) effective.push(choice);
  }
  return { finding: rig.finding(), effective };
}

function carryOut({ world, driver }: Rig, { servers }: HistorySettings, choice: Choice): boolean {
  if (choice.kind === "deliver") {
    const envelope = findEnvelope(world, choice);
    if (envelope === null || !driver.isLive(envelope.to)) return false;
    driver.deliver(envelope);
    return true;
  }
  const server = servers.indexOf(choice.server);
  if (server < 0) return false;
  switch (choice.kind) {
    case "start":
      if (world.isUp(server)) return false;
      world.start(server);
      return true;
    case "crash":
      if (!world.isUp(server)) return false;
      world.crash(server, choice.kept);
      return true;
    case "timeout":
      if (!driver.isLive(server)) return false;
      driver.timeout(server, choice.timer);
      return true;
    case "propose":
      if (!driver.isLive(server)) return false;
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

/**
 * The message a choice means: the one with the same content if it is in flight, else the one in the
 * same place among its like. A repeated one is copied from what was delivered on the link.
 */
function findEnvelope(world: World, choice: DeliverChoice): Envelope | null {
  const { servers } = world.configuration;
  const from = servers.indexOf(choice.message.from);
  const to = servers.indexOf(choice.message.to);
  if (from < 0 || to < 0) return null;
  const alike = world.network.inFlight.filter(
    (envelope) =>
      envelope.from === from && envelope.to === to && envelope.message.kind === choice.message.kind,
  );
  const exact = alike.find((envelope) => sameContent(envelope.message, choice.message));
  if (exact !== undefined) return exact;
  if (choice.repeated) {
    const last = world.network.lastDelivered(from, to);
    return last !== null && last.message.kind === choice.message.kind ? world.duplicate(last) : null;
  }
  return alike[alike.length - 1 - choice.newer] ?? alike.at(0) ?? null;
}

function sameContent(left: Message, right: Message): boolean {
  return left.term === right.term && JSON.stringify(left) === JSON.stringify(right);
}
