import type { EventLine, Message, ServerId, StepLine, Timer, Trace } from "../../traces/format/index.js";

/** A message arrives: named by what it is, and by its place among its like at that time. */
export interface DeliverChoice {
  readonly kind: "deliver";
  readonly message: Message;
  /** How many of the same kind on the same link were sent later and still in flight. */
  readonly newer: number;
  /** True if this is a second copy, made for this delivery. */
  readonly repeated: boolean;
}

/**
 * One choice of the driver in a saved trace, freed from ids: it keeps its meaning when choices
 * before it are taken away.
 */
export type Choice =
  | DeliverChoice
  | { readonly kind: "timeout"; readonly server: ServerId; readonly timer: Timer }
  | { readonly kind: "propose"; readonly server: ServerId; readonly command: string }
  | { readonly kind: "completeWrite"; readonly server: ServerId }
  | { readonly kind: "failWrite"; readonly server: ServerId }
  | { readonly kind: "crash"; readonly server: ServerId; readonly kept: number }
  | { readonly kind: "start"; readonly server: ServerId };

interface Flying {
  readonly id: number;
  readonly message: Message;
}

const sameLink = (left: Message, right: Message): boolean =>
  left.kind === right.kind && left.from === right.from && left.to === right.to;

/**
 * The choices of a trace, in order, without the opening starts (which every replay makes). Losses and
 * cut links are left out: a message that is not delivered needs no reason.
 */
export function choicesOf(trace: Trace): Choice[] {
  const flying: Flying[] = [];
  const copies = new Set<number>();
  const started = new Set<ServerId>();
  const delivered = new Map<number, Message>();
  return trace.events.flatMap((event) => choiceOf(event, flying, copies, started, delivered));
}

function choiceOf(
  event: EventLine,
  flying: Flying[],
  copies: Set<number>,
  started: Set<ServerId>,
  delivered: Map<number, Message>,
): Choice[] {
  if (event.kind === "crash") return [{ kind: "crash", server: event.server, kept: event.recordsKept }];
  if (event.kind === "network") {
    if (event.event === "duplicated") {
      const message = flying.find(({ id }) => id === event.id)?.message ?? delivered.get(event.id);
      if (message !== undefined) flying.push({ id: event.copy, message });
      copies.add(event.copy);
    } else {
      remove(flying, event.id);
    }
    return [];
  }
  if (event.kind !== "step") return [];
  const choice = choiceOfStep(event, flying, copies, started);
  if (event.input.kind === "message") {
    remove(flying, event.input.id);
    delivered.set(event.input.id, event.input.message);
  }
  for (const { id, effect } of event.effects) {
    if (effect.kind === "send") flying.push({ id, message: effect.message });
  }
  return choice;
}

function choiceOfStep(
  step: StepLine,
  flying: Flying[],
  copies: Set<number>,
  started: Set<ServerId>,
): Choice[] {
  const { server, input } = step;
  switch (input.kind) {
    case "start": {
      const first = !started.has(server);
      started.add(server);
      return first ? [] : [{ kind: "start", server }];
    }
    case "message": {
      const { id, message } = input;
      const place = flying.findIndex((other) => other.id === id);
      const newer = flying.slice(place + 1).filter((other) => sameLink(other.message, message)).length;
      return [{ kind: "deliver", message, newer, repeated: copies.has(id) }];
    }
    case "timeout":
      return [{ kind: "timeout", server, timer: input.timer }];
    case "propose":
      return [{ kind: "propose", server, command: input.command }];
    case "storageDone":
      return [{ kind: "completeWrite", server }];
    case "storageFailed":
      return [{ kind: "failWrite", server }];
    case "read":
    case "transfer":
    case "snapshotTaken":
      return [];
  }
}

function remove(flying: Flying[], id: number): void {
  const place = flying.findIndex((other) => other.id === id);
  if (place >= 0) flying.splice(place, 1);
}
