import type {
  BagType,
  MessageSetType,
  PerType,
  ScalarType,
  SequenceType,
  Sort,
  Variables,
  VariableType,
} from "./declaration.js";
import { MessageCodec } from "./message-codec.js";
import type { MessageEncoder } from "./message-encoder.js";

/** One integer of a working state. */
export interface Cell {
  readonly variable: string;
  /** "log[s2].length", for errors. */
  readonly place: string;
  readonly low: number;
  readonly high: number;
  readonly limit: boolean;
  /** Whether a value beyond the bound can be, and must be looked for. */
  readonly checked: boolean;
  /** How a permutation treats its value; null for what is no scalar of the declaration. */
  readonly type: ScalarType | null;
  /** For a field of a record: the cell of the sequence's length, which is at least `index` if the record is there. */
  readonly record: { readonly length: number; readonly index: number } | null;
  /** Position in the packed state; null for cells that a kept state never needs. */
  readonly packed: { readonly word: number; readonly shift: number; readonly bits: number } | null;
}

export interface PlacedScalar {
  readonly kind: "scalar";
  readonly type: ScalarType;
  readonly cell: number;
}

export interface PlacedPer {
  readonly kind: "per";
  readonly type: PerType;
  readonly items: readonly Placed[];
}

export interface PlacedSequence {
  readonly kind: "sequence";
  readonly type: SequenceType;
  readonly length: number;
  /** The first cell of the first record; records follow each other, one cell a field. */
  readonly records: number;
  readonly capacity: number;
}

export interface PlacedBag {
  readonly kind: "bag";
  readonly type: BagType;
  readonly variable: string;
  readonly codec: MessageCodec;
  /** The cell of the number of all copies. */
  readonly total: number;
  /** Slots of two cells: code + 1 (0: empty), copies; sorted by code, empty ones last. */
  readonly slots: number;
  readonly capacity: number;
}

export interface PlacedMessageSet {
  readonly kind: "messageSet";
  readonly type: MessageSetType;
  readonly variable: string;
  readonly codec: MessageCodec;
  /** The cell that tells that a message beyond a limit was added. */
  readonly overflow: number;
  /** Bit `code & 31` of cell `bits + (code >>> 5)`. */
  readonly bits: number;
  readonly cells: number;
}

export type Placed = PlacedScalar | PlacedPer | PlacedSequence | PlacedBag | PlacedMessageSet;

export interface PlacedVariable {
  readonly name: string;
  readonly placed: Placed;
  readonly firstCell: number;
  readonly cellCount: number;
  /** A ghost that nobody reads: not part of the state. */
  readonly hidden: boolean;
}

export interface Layout {
  readonly cells: readonly Cell[];
  readonly variables: readonly PlacedVariable[];
  readonly wordCount: number;
}

/** An effect may go one step beyond a limit, or send to several at once. */
const spareRecords = 2;
const spareSlots = 8;

/** Gives every scalar of the declaration a cell, and every cell of a kept state its bits in the packed words. */
export function layOut(
  variables: Variables,
  ghostsRead: ReadonlySet<string>,
  encoder: MessageEncoder,
): Layout {
  const placer = new Placer(encoder);
  const placed = Object.entries(variables).map(([name, declared]): PlacedVariable => {
    const hidden = declared.kind === "ghost" && !ghostsRead.has(name);
    const firstCell = placer.cells.length;
    const type = declared.kind === "ghost" ? declared.of : declared;
    const tree = placer.place(name, name, type, hidden);
    return { name, placed: tree, firstCell, cellCount: placer.cells.length - firstCell, hidden };
  });
  const { positions, wordCount } = packTogether(placer.cells);
  const cells = placer.cells.map(({ bits, owner: _, ...cell }, offset): Cell => {
    const position = positions[offset];
    return { ...cell, packed: bits === null || position === undefined ? null : { ...position, bits } };
  });
  return { cells, variables: placed, wordCount };
}

/** A cell that has no place in the packed words yet. */
interface LooseCell extends Omit<Cell, "packed"> {
  /** Bits that it takes in the packed words; null: none, not even of its own. */
  readonly bits: number | null;
  /** The element that it belongs to ("servers 2"), or "". */
  readonly owner: string;
}

/**
 * What belongs to one server lies together, in one word if it fits: most steps change one server. A cell never
 * straddles two words.
 */
function packTogether(cells: readonly LooseCell[]): {
  readonly positions: readonly { readonly word: number; readonly shift: number }[];
  readonly wordCount: number;
} {
  const positions: { word: number; shift: number }[] = [];
  const owners = [...new Set(cells.map((cell) => cell.owner))].filter((owner) => owner !== "").sort();
  let word = 0;
  let used = 0;
  const needs = (bits: number): void => {
    if (used + bits <= 32) return;
    word += 1;
    used = 0;
  };
  for (const owner of [...owners, ""]) {
    const own = cells.flatMap((cell, offset) =>
      cell.owner === owner ? [{ offset, bits: cell.bits ?? 0 }] : [],
    );
    const total = own.reduce((sum, { bits }) => sum + bits, 0);
    if (owner !== "" && total <= 32) needs(total);
    for (const { offset, bits } of own) {
      needs(bits);
      positions[offset] = { word, shift: used };
      used += bits;
    }
  }
  return { positions, wordCount: used === 0 ? Math.max(1, word) : word + 1 };
}

/** Bits for the values 0 … `span`. */
export function bitsFor(span: number): number {
  return span === 0 ? 0 : 32 - Math.clz32(span);
}

class Placer {
  readonly cells: LooseCell[] = [];
  private owner = "";
  private record: Cell["record"] = null;
  private readonly encoder: MessageEncoder;

  constructor(encoder: MessageEncoder) {
    this.encoder = encoder;
  }

  place(variable: string, place: string, type: VariableType, hidden: boolean): Placed {
    switch (type.kind) {
      case "scalar":
        return { kind: "scalar", type, cell: this.scalar(variable, place, type, hidden) };
      case "per":
        return {
          kind: "per",
          type,
          items: type.sort.elements.map((_, offset) => this.item(variable, place, type, offset, hidden)),
        };
      case "sequence":
        return this.sequence(variable, place, type, hidden);
      case "bag":
        return this.bag(variable, type, hidden);
      case "messageSet":
        return this.messageSet(variable, type, hidden);
    }
  }

  private item(
    variable: string,
    place: string,
    { sort, of }: PerType,
    offset: number,
    hidden: boolean,
  ): Placed {
    const { owner } = this;
    const name = elementName(sort, offset);
    if (owner === "") this.owner = `${sort.name} ${String(offset).padStart(2, "0")}`;
    const placed = this.place(variable, `${place}[${name}]`, of, hidden);
    this.owner = owner;
    return placed;
  }

  private scalar(variable: string, place: string, type: ScalarType, hidden: boolean): number {
    const { low, high, limit } = type;
    const cell = { variable, place, low, high, limit, type, checked: !hidden };
    return this.add(cell, hidden ? null : bitsFor(high - low));
  }

  private sequence(variable: string, place: string, type: SequenceType, hidden: boolean): PlacedSequence {
    const bounds = { low: 0, high: type.most, limit: type.limit, type: null, checked: !hidden };
    const length = this.add(
      { variable, place: `${place}.length`, ...bounds },
      hidden ? null : bitsFor(type.most),
    );
    const capacity = type.most + spareRecords;
    const records = this.cells.length;
    for (let index = 1; index <= capacity; index += 1) {
      const spare = hidden || index > type.most;
      this.record = { length, index };
      for (const [field, scalar] of Object.entries(type.fields)) {
        this.scalar(variable, `${place}[${index}].${field}`, scalar, spare);
      }
    }
    this.record = null;
    return { kind: "sequence", type, length, records, capacity };
  }

  private bag(variable: string, type: BagType, hidden: boolean): PlacedBag {
    const codec = new MessageCodec(variable, type.kinds, this.encoder);
    const { limit } = type;
    const derived = { variable, limit, type: null, checked: !hidden };
    const total = this.add({ ...derived, place: `${variable}.size`, low: 0, high: type.most }, null);
    const capacity = type.most + spareSlots;
    const slots = this.cells.length;
    for (let slot = 0; slot < capacity; slot += 1) {
      const spare = hidden || slot >= type.most;
      const place = `${variable}.slot${slot + 1}`;
      const key = { ...derived, place, low: 0, high: codec.codes, checked: false };
      this.add(key, spare ? null : bitsFor(codec.codes));
      const copies = { ...derived, place: `${place}.copies`, low: 0, high: type.copies, checked: !spare };
      this.add(copies, spare || type.copies === 1 ? null : bitsFor(type.copies));
    }
    return { kind: "bag", type, variable, codec, total, slots, capacity };
  }

  private messageSet(variable: string, type: MessageSetType, hidden: boolean): PlacedMessageSet {
    const codec = new MessageCodec(variable, type.kinds, this.encoder);
    const overflow = this.add(
      { variable, place: variable, low: 0, high: 0, limit: true, type: null, checked: !hidden },
      null,
    );
    const bits = this.cells.length;
    const cells = Math.ceil(codec.codes / 32);
    for (let offset = 0; offset < cells; offset += 1) {
      const width = Math.min(32, codec.codes - 32 * offset);
      const place = `${variable}.bits${offset}`;
      const raw = { variable, place, low: 0, high: -1, limit: false, type: null, checked: false };
      this.add(raw, hidden ? null : width);
    }
    return { kind: "messageSet", type, variable, codec, overflow, bits, cells };
  }

  private add(cell: Omit<LooseCell, "bits" | "owner" | "record">, bits: number | null): number {
    this.cells.push({ ...cell, bits, owner: this.owner, record: this.record });
    return this.cells.length - 1;
  }
}

/** "s1", "v2". */
export function elementName(sort: Sort, element: number): string {
  return `${sort.prefix}${element + 1}`;
}
