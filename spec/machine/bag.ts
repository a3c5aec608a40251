import { assert } from "../assert.js";
import type { PlacedBag } from "./layout.js";
import type { AnyMessage } from "./message-codec.js";

/**
 * A view of a bag: slots of two cells each, code + 1 and copies, sorted by code. When no property looks
 * at the messages, what is sent beyond the limit is only counted (`brisk`): such a state is never kept.
 */
export class BagView {
  private readonly cells: Int32Array;
  private readonly placed: PlacedBag;
  private readonly brisk: boolean;

  constructor(cells: Int32Array, placed: PlacedBag, brisk: boolean) {
    this.cells = cells;
    this.placed = placed;
    this.brisk = brisk && placed.type.limit;
  }

  get size(): number {
    return this.cells[this.placed.total] as number;
  }

  send(kind: string, body: object): void {
    const { placed } = this;
    if (this.brisk && this.size >= placed.type.most) {
      this.cells[placed.total] = placed.type.most + 1;
      return;
    }
    const code = placed.codec.encode(kind, body);
    if (code < 0) this.cells[placed.total] = placed.type.most + 1;
    else this.add(code);
  }

  duplicate(message: AnyMessage): void {
    if (this.brisk && this.size >= this.placed.type.most) {
      this.cells[this.placed.total] = this.placed.type.most + 1;
      return;
    }
    this.add(message.code);
  }

  discard(message: AnyMessage): void {
    const { cells, placed } = this;
    assert(this.size <= placed.type.most, "a message leaves the bag before its answer goes in");
    const end = placed.slots + 2 * placed.capacity;
    let slot = placed.slots;
    while (slot < end && cells[slot] !== message.code + 1) slot += 2;
    assert(slot < end, "the message to discard is in the bag");
    cells[placed.total] = this.size - 1;
    const copies = (cells[slot + 1] as number) - 1;
    cells[slot + 1] = copies;
    if (copies > 0) return;
    while (slot + 2 < end && cells[slot] !== 0) {
      cells[slot] = cells[slot + 2] as number;
      cells[slot + 1] = cells[slot + 3] as number;
      slot += 2;
    }
  }

  copies(kind: string, body: object): number {
    const { cells, placed } = this;
    const code = placed.codec.encode(kind, body);
    const end = placed.slots + 2 * placed.capacity;
    for (let slot = placed.slots; slot < end; slot += 2) {
      if (cells[slot] === code + 1) return cells[slot + 1] as number;
    }
    return 0;
  }

  messages(): readonly AnyMessage[] {
    return this.entries().map(({ message }) => message);
  }

  /** The different messages with the number of their copies. */
  entries(): readonly { readonly message: AnyMessage; readonly copies: number }[] {
    const { cells, placed } = this;
    const found: { message: AnyMessage; copies: number }[] = [];
    for (let slot = placed.slots; slot < placed.slots + 2 * placed.capacity; slot += 2) {
      const key = cells[slot] as number;
      if (key === 0) break;
      found.push({ message: placed.codec.decode(key - 1), copies: cells[slot + 1] as number });
    }
    return found;
  }

  private add(code: number): void {
    const { cells, placed } = this;
    const key = code + 1;
    const end = placed.slots + 2 * placed.capacity;
    cells[placed.total] = this.size + 1;
    let slot = placed.slots;
    while (slot < end && cells[slot] !== 0 && (cells[slot] as number) < key) slot += 2;
    if (slot < end && cells[slot] === key) {
      cells[slot + 1] = (cells[slot + 1] as number) + 1;
      return;
    }
    assert(
      cells[end - 2] === 0,
      `an effect sends no more messages at once than ${placed.variable} has room for`,
    );
    for (let last = end - 2; last > slot; last -= 2) {
      cells[last] = cells[last - 2] as number;
      cells[last + 1] = cells[last - 1] as number;
    }
    cells[slot] = key;
    cells[slot + 1] = 1;
  }
}
