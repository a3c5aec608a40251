/** Something with an identity of its own: its number in this table, and two lanes of its content. */
export interface Numbered {
  readonly id: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Gives equal texts the same number, from 1. The numbers depend on the order of discovery, the lanes (a hash of the
 * text) do not: fingerprints are made of lanes.
 */
export class NumberTable<Item extends Numbered> {
  readonly #byText = new Map<string, Item>();
  readonly #items: Item[] = [];

  /** The item with this text; `make` is asked if it is new. */
  of(text: string, make: (numbered: Numbered) => Item): Item {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const item = make({ id: this.#items.length + 1, ...lanesOf(text) });
    this.#items.push(item);
    this.#byText.set(text, item);
    return item;
  }

  at(id: number): Item {
    return this.#items[id - 1] as Item;
  }

  get size(): number {
    return this.#items.length;
  }
}

const lowFactor = 0x9e3779b1;
const highFactor = 0x85ebca6b;

/** Spreads the bits of a word over all of it. */
export function spread(word: number): number {
  let bits = Math.imul(word ^ (word >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return bits ^ (bits >>> 16);
}

/** Two hashes of a text. */
export function lanesOf(text: string): { low: number; high: number } {
  let low = text.length;
  let high = ~text.length;
  for (let offset = 0; offset < text.length; offset += 1) {
    const unit = text.charCodeAt(offset);
    low = Math.imul(((low << 5) | (low >>> 27)) ^ unit, lowFactor);
    high = Math.imul(((high << 7) | (high >>> 25)) ^ unit, highFactor);
  }
  return { low: spread(low ^ (high >>> 3)), high: spread(high ^ (low >>> 5)) };
}
