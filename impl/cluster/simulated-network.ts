import type { Message, MessageKind } from "../../traces/format/index.js";

/** A message in flight. `from` and `to` are offsets into the cluster's servers. */
export interface Envelope {
  readonly id: number;
  readonly message: Message;
  readonly from: number;
  readonly to: number;
}

/** Which of several messages of a kind on one link is meant: named by content, never by position. */
export type Pick = "oldest" | "newest";

/**
 * Messages in flight and the state of the links. Nothing here decides: what is delivered, lost or
 * repeated, and in what order, is the driver's choice.
 */
export class SimulatedNetwork {
  /** In the order of sending. */
  readonly inFlight: Envelope[] = [];
  readonly #size: number;
  readonly #cut: boolean[];
  readonly #lastDelivered: (Envelope | null)[];
  #cutLinks = 0;

  constructor(size: number) {
    this.#size = size;
    this.#cut = new Array<boolean>(size * size).fill(false);
    this.#lastDelivered = new Array<Envelope | null>(size * size).fill(null);
  }

  isCut(from: number, to: number): boolean {
    return this.#cutLinks > 0 && (this.#cut[from * this.#size + to] as boolean);
  }

  /** True if any link is cut. */
  get isPartitioned(): boolean {
    return this.#cutLinks > 0;
  }

  setCut(from: number, to: number, cut: boolean): void {
    const link = from * this.#size + to;
    if (this.#cut[link] === cut) return;
    this.#cut[link] = cut;
    this.#cutLinks += cut ? 1 : -1;
  }

  send(envelope: Envelope): void {
    this.inFlight.push(envelope);
  }

  /** A message in flight on this link, of this kind (any kind if null). */
  find(from: number, to: number, kind: MessageKind | null, pick: Pick): Envelope | null {
    let found: Envelope | null = null;
    for (const envelope of this.inFlight) {
      if (envelope.from !== from || envelope.to !== to) continue;
      if (kind !== null && envelope.message.kind !== kind) continue;
      if (pick === "oldest") return envelope;
      found = envelope;
    }
    return found;
  }

  /** Takes a message out of flight, as delivered. */
  deliver(envelope: Envelope): void {
    this.remove(envelope);
    this.#lastDelivered[envelope.from * this.#size + envelope.to] = envelope;
  }

  /** The message that was last delivered on this link. */
  lastDelivered(from: number, to: number): Envelope | null {
    return this.#lastDelivered[from * this.#size + to] as Envelope | null;
  }

  remove(envelope: Envelope): void {
    const offset = this.inFlight.indexOf(envelope);
    if (offset >= 0) this.inFlight.splice(offset, 1);
  }
}
