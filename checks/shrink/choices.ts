import type { EventLine, Message, ServerId, StepLine, Timer, Trace } from "../../traces/format/index.js";

/** A message arrives: named by what it is, and by its place among its like at that time. */
export interface DeliverChoice {
  readonly kind: "deliver";
  readonly message: Message;
  /** How many of the same kind on the same link were sent later and are still in flight. */
  readonly newer: number;
  /** True if the message has arrived before: this is another copy of it. */
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

/**
 * The choices of a trace, in order, without the opening starts (which every replay makes). Losses and
 * cut links are left out: a message that is not delivered needs no reason.
 */
export function choicesOf(trace: Trace): Choice[] {
  const reader = new ChoiceReader();
  return trace.events.flatMap((event) => reader.read(event) ?? []);
}

/** Goes through the events of a trace, keeping what is needed to name messages without their ids. */
class ChoiceReader {
  /** Every envelope by its id; copies share the message. */
  readonly #messages = new Map<number, Message>();
  /** Ids of the envelopes in flight, in the order of sending. */
  readonly #inFlight: number[] = [];
  /** Messages that have arrived at least once. */
  readonly #arrived = new Set<Message>();
  readonly #started = new Set<ServerId>();

  /** The choice that led to an event; null if none did, or none that a replay needs to make. */
  read(event: EventLine): Choice | null {
    switch (event.kind) {
      case "crash":
        return { kind: "crash", server: event.server, kept: event.recordsKept };
      case "network":
        if (event.event === "dropped") this.#land(event.id);
        else this.#send(event.copy, this.#message(event.id));
        return null;
      case "step": {
        const choice = this.#choiceOf(event);
        for (const { id, effect } of event.effects)
          if (effect.kind === "send") this.#send(id, effect.message);
        return choice;
      }
      case "checkpoint":
      case "link":
        return null;
    }
  }

  #choiceOf({ server, input }: StepLine): Choice | null {
    switch (input.kind) {
      case "start": {
        if (this.#started.has(server)) return { kind: "start", server };
        this.#started.add(server);
        return null;
      }
      case "message":
        return this.#delivery(input.id);
      case "timeout":
        return { kind: "timeout", server, timer: input.timer };
      case "propose":
        return { kind: "propose", server, command: input.command };
      case "storageDone":
        return { kind: "completeWrite", server };
      case "storageFailed":
        return { kind: "failWrite", server };
      case "read":
      case "transfer":
      case "snapshotTaken":
        return null;
    }
  }

  #delivery(id: number): DeliverChoice {
    const message = this.#message(id);
    const sentLater = this.#inFlight.slice(this.#inFlight.indexOf(id) + 1);
    const newer = sentLater.filter((other) => isSameLink(this.#message(other), message)).length;
    const repeated = this.#arrived.has(message);
    this.#land(id);
    this.#arrived.add(message);
    return { kind: "deliver", message, newer, repeated };
  }

  #message(id: number): Message {
    return this.#messages.get(id) as Message;
  }

  #send(id: number, message: Message): void {
    this.#messages.set(id, message);
    this.#inFlight.push(id);
  }

  /** An envelope is no longer in flight. */
  #land(id: number): void {
    this.#inFlight.splice(this.#inFlight.indexOf(id), 1);
  }
}

/** Of the same kind, between the same servers. */
function isSameLink(left: Message, right: Message): boolean {
  return left.kind === right.kind && left.from === right.from && left.to === right.to;
}
