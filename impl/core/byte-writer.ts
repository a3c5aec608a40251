import { assert } from "./assert.js";

const wholeNumberExpected = "only whole numbers from 0 up are packed";

/** Writes numbers and texts into a growing array of bytes; small numbers take one byte. */
export class ByteWriter {
  private bytes = new Uint8Array(256);
  private length = 0;

  /** A whole number from 0 up: seven bits a byte, lowest first, the eighth bit says that more follow. */
  writeNumber(value: number): void {
    assert(Number.isSafeInteger(value) && value >= 0, wholeNumberExpected);
    let rest = value;
    while (rest >= 0x80) {
      this.writeByte((rest % 0x80) + 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.writeByte(rest);
  }

  writeFlag(value: boolean): void {
    this.writeByte(value ? 1 : 0);
  }

  /** Its length, then its UTF-16 units. */
  writeText(text: string): void {
    this.writeNumber(text.length);
    for (let offset = 0; offset < text.length; offset += 1) {
      this.writeNumber(text.charCodeAt(offset));
    }
  }

  /** How many, then each by `writeItem`. */
  writeList<Item>(items: readonly Item[], writeItem: (writer: ByteWriter, item: Item) => void): void {
    this.writeNumber(items.length);
    for (const item of items) {
      writeItem(this, item);
    }
  }

  /** What was written so far, as a copy. */
  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private writeByte(byte: number): void {
    if (this.length === this.bytes.length) {
      const larger = new Uint8Array(this.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[this.length] = byte;
    this.length += 1;
  }
}
