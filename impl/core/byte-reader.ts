import { assert } from "./assert.js";

/** Reads what a `ByteWriter` wrote, in the same order. */
export class ByteReader {
  private readonly bytes: Uint8Array;
  private offset = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  readNumber(): number {
    let value = 0;
    let scale = 1;
    let byte = this.readByte();
    while (byte >= 0x80) {
      value += (byte - 0x80) * scale;
      scale *= 0x80;
      byte = this.readByte();
    }
    return value + byte * scale;
  }

  readFlag(): boolean {
    return this.readByte() === 1;
  }

  readText(): string {
    const length = this.readNumber();
    let text = "";
    for (let count = 0; count < length; count += 1) {
      text += String.fromCharCode(this.readNumber());
    }
    return text;
  }

  readList<Item>(readItem: (reader: ByteReader) => Item): Item[] {
    const length = this.readNumber();
    const items: Item[] = [];
    for (let count = 0; count < length; count += 1) {
      items.push(readItem(this));
    }
    return items;
  }

  /** Says that all was read. */
  finish(): void {
    assert(this.offset === this.bytes.length, "packed bytes are read to their end");
  }

  private readByte(): number {
    const byte = this.bytes[this.offset];
    assert(byte !== undefined, "packed bytes do not end early");
    this.offset += 1;
    return byte;
  }
}
