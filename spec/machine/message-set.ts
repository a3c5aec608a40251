import type { PlacedMessageSet } from "./layout.js";
import type { AnyMessage } from "./message-codec.js";

/** A view of a set of messages: one bit a message. */
export class MessageSetView {
  private readonly cells: Int32Array;
  private readonly placed: PlacedMessageSet;

  constructor(cells: Int32Array, placed: PlacedMessageSet) {
    this.cells = cells;
    this.placed = placed;
  }

  has(kind: string, body: object): boolean {
    const code = this.placed.codec.encode(kind, body);
    return code >= 0 && this.hasCode(code);
  }

  add(kind: string, body: object): void {
    const { cells, placed } = this;
    const code = placed.codec.encode(kind, body);
    if (code < 0) cells[placed.overflow] = 1;
    else
      cells[placed.bits + (code >>> 5)] = (cells[placed.bits + (code >>> 5)] as number) | (1 << (code & 31));
  }

  messages(kind: string): readonly AnyMessage[] {
    const found: AnyMessage[] = [];
    this.some(kind, (message) => {
      found.push(message);
      return false;
    });
    return found;
  }

  some(kind: string, holds: (message: AnyMessage) => boolean): boolean {
    const { codec } = this.placed;
    const { first, count } = codec.kind(kind);
    for (let code = first; code < first + count; code += 1) {
      if (this.hasCode(code) && holds(codec.decode(code))) return true;
    }
    return false;
  }

  /** All messages, in the order of their codes. */
  all(): readonly AnyMessage[] {
    return this.placed.codec.kinds.flatMap((kind) => this.messages(kind.name));
  }

  private hasCode(code: number): boolean {
    return (((this.cells[this.placed.bits + (code >>> 5)] as number) >>> (code & 31)) & 1) === 1;
  }
}
