import type { Message, NetworkLine, SendEffect, ServerId } from "../format/index.js";
import type { Problem } from "../schema/index.js";
import { firstDifference } from "./difference.js";

/** A message under way, or what became of it. */
interface Envelope {
  readonly message: Message;
  /** Step that sent it. */
  readonly sentIn: number;
  /** What ended its flight, for a person; null while in flight. */
  end: string | null;
}

/**
 * All messages of a trace: each is sent once, under an id of its own, and delivered or dropped at most
 * once. A network that repeats a message says so, and gives the copy an id.
 */
export class Envelopes {
  readonly #servers: readonly ServerId[];
  readonly #envelopes = new Map<number, Envelope>();

  constructor(servers: readonly ServerId[]) {
    this.#servers = servers;
  }

  /** A server sends; `field` is the path of the recorded effect. */
  send(id: number, { message }: SendEffect, sender: ServerId, step: number, field: string): Problem | null {
    if (message.from !== sender) {
      return {
        field: `${field}.effect.message.from`,
        message: `must be the sender ${sender}, is ${message.from}`,
      };
    }
    if (!this.#servers.includes(message.to)) {
      return { field: `${field}.effect.message.to`, message: `${message.to} is not a server of the header` };
    }
    const earlier = this.#envelopes.get(id);
    if (earlier !== undefined) {
      return { field: `${field}.id`, message: `message ${id} was sent before, in step ${earlier.sentIn}` };
    }
    this.#envelopes.set(id, { message, sentIn: step, end: null });
    return null;
  }

  /** A message arrives at `server`. */
  deliver(id: number, message: Message, server: ServerId, step: number): Problem | null {
    const field = "input.id";
    const envelope = this.#envelopes.get(id);
    if (envelope === undefined) return { field, message: `message ${id} was never sent` };
    if (envelope.end !== null) return { field, message: `message ${id} was ${envelope.end}` };
    const difference = firstDifference(envelope.message, message, "input.message");
    if (difference !== null) {
      const { expected, actual } = difference;
      const sent = `message ${id} was sent in step ${envelope.sentIn} with ${expected}`;
      return { field: difference.field, message: `${sent}, arrives with ${actual}` };
    }
    if (message.to !== server) {
      return { field: "server", message: `message ${id} is for ${message.to}, not for ${server}` };
    }
    envelope.end = `delivered before, in step ${step}`;
    return null;
  }

  /** The network loses or repeats a message. One that was delivered may still be repeated. */
  disturb({ event, id, copy, after }: NetworkLine): Problem | null {
    const envelope = this.#envelopes.get(id);
    if (envelope === undefined) return { field: "id", message: `message ${id} was never sent` };
    if (event === "dropped") {
      if (envelope.end !== null) return { field: "id", message: `message ${id} was ${envelope.end}` };
      if (copy !== 0) return { field: "copy", message: `must be 0 for a dropped message, is ${copy}` };
      envelope.end = `dropped after step ${after}`;
      return null;
    }
    if (envelope.end?.startsWith("dropped"))
      return { field: "id", message: `message ${id} was ${envelope.end}` };
    const earlier = this.#envelopes.get(copy);
    if (copy === 0) return { field: "copy", message: "a copy needs an id of its own" };
    if (earlier !== undefined) {
      return { field: "copy", message: `message ${copy} was sent before, in step ${earlier.sentIn}` };
    }
    this.#envelopes.set(copy, { ...envelope, end: null });
    return null;
  }
}
