import { at } from "../assert.js";
import type { MessageKinds, ScalarType, SequenceType, VariableType } from "./declaration.js";
import { SpecificationError } from "./error.js";
import type { MessageEncoder } from "./message-encoder.js";

/** The part of a message that no guard looks into: a value with its kind and its code. */
export interface AnyMessage {
  readonly kind: string;
  readonly code: number;
  readonly [field: string]: unknown;
}

export interface FieldLayout {
  readonly name: string;
  readonly type: ScalarType | SequenceType;
  /** How many values the field has. */
  readonly radix: number;
}

export interface KindLayout {
  readonly name: string;
  readonly fields: readonly FieldLayout[];
  /** The codes of this kind are `first` … `first + count - 1`. */
  readonly first: number;
  readonly count: number;
}

/** How many values a record of these fields has. */
export function recordRadix(type: SequenceType): number {
  return Object.values(type.fields).reduce((product, field) => product * fieldRadix(field), 1);
}

function fieldRadix(type: ScalarType | SequenceType): number {
  if (type.kind === "scalar") return type.high - type.low + 1;
  const record = recordRadix(type);
  let total = 0;
  for (let length = 0; length <= type.most; length += 1) total += record ** length;
  return total;
}

/** Where each kind's codes lie: mixed radix over its fields, the first field most significant. */
export function layOutKinds(kinds: MessageKinds): readonly KindLayout[] {
  let first = 0;
  return Object.entries(kinds).map(([name, declared]) => {
    const fields = Object.entries(declared).map(([field, type]) => ({
      name: field,
      type,
      radix: fieldRadix(type),
    }));
    const count = fields.reduce((product, field) => product * field.radix, 1);
    const layout = { name, fields, first, count };
    first += count;
    return layout;
  });
}

/** A permutation of the members of each sort, by the name of the sort. */
export interface Permutation {
  readonly [sort: string]: readonly number[];
}

/** What becomes of a scalar under a permutation. */
export function permuteScalar(type: ScalarType, value: number, permutation: Permutation): number {
  const images = type.sort === null ? undefined : permutation[type.sort.name];
  if (images === undefined) return value;
  if (type.meaning === "element") return value < 0 ? value : at(images, value);
  let set = 0;
  for (let offset = 0; offset < images.length; offset += 1) {
    if (((value >>> offset) & 1) === 1) set |= 1 << at(images, offset);
  }
  return set;
}

const remembered = 1 << 18;

/** Turns messages into integers and back. Equal messages have equal codes. */
export class MessageCodec {
  readonly kinds: readonly KindLayout[];
  /** Codes are 0 … `codes - 1`. */
  readonly codes: number;
  private readonly encoders: { readonly [kind: string]: (body: object) => number };
  private known: AnyMessage[] | Map<number, AnyMessage>;

  constructor(variable: string, kinds: MessageKinds, encoder: MessageEncoder) {
    this.kinds = layOutKinds(kinds);
    this.codes = this.kinds.reduce((sum, kind) => sum + kind.count, 0);
    if (this.codes > 0x7ffffffe) {
      throw new SpecificationError(
        `${variable} has ${this.codes} possible messages; at most 2^31 - 2 have a code. Lower the bounds.`,
      );
    }
    this.encoders = Object.fromEntries(this.kinds.map((kind) => [kind.name, encoder(variable, kind)]));
    this.known = this.codes <= remembered ? [] : new Map();
  }

  /** The code of a message, or -1 if a field lies beyond a limit. */
  encode(kind: string, body: object): number {
    return (this.encoders[kind] as (body: object) => number)(body);
  }

  /** The message with this code; the same object each time, as far as memory allows. */
  decode(code: number): AnyMessage {
    if (Array.isArray(this.known)) {
      const known = this.known[code];
      if (known !== undefined) return known;
      const message = this.build(code);
      this.known[code] = message;
      return message;
    }
    const known = this.known.get(code);
    if (known !== undefined) return known;
    const message = this.build(code);
    if (this.known.size > remembered) this.known.clear();
    this.known.set(code, message);
    return message;
  }

  /** The kind of this name. */
  kind(name: string): KindLayout {
    const kind = this.kinds.find((one) => one.name === name);
    if (kind === undefined) throw new SpecificationError(`there is no message kind ${name}`);
    return kind;
  }

  /** The code of a message whose servers or values were permuted. */
  permute(code: number, permutation: Permutation): number {
    const message = this.decode(code);
    const body: { [field: string]: unknown } = {};
    for (const { name, type } of this.kind(message.kind).fields) {
      body[name] = permuteField(type, message[name], permutation);
    }
    return this.encode(message.kind, body);
  }

  private build(code: number): AnyMessage {
    const kind = this.kinds.findLast((one) => one.first <= code) as KindLayout;
    const message: { kind: string; code: number; [field: string]: unknown } = { kind: kind.name, code };
    let left = code - kind.first;
    const values: number[] = [];
    for (const { radix } of kind.fields.toReversed()) {
      values.unshift(left % radix);
      left = Math.floor(left / radix);
    }
    kind.fields.forEach(({ name, type }, offset) => {
      message[name] = decodeField(type, at(values, offset));
    });
    return message;
  }
}

function decodeField(type: ScalarType | SequenceType, digit: number): unknown {
  if (type.kind === "scalar") return digit + type.low;
  const record = recordRadix(type);
  let length = 0;
  let left = digit;
  while (left >= record ** length) {
    left -= record ** length;
    length += 1;
  }
  const records: { [field: string]: number }[] = [];
  for (let offset = 0; offset < length; offset += 1) {
    records.unshift(decodeRecord(type, left % record));
    left = Math.floor(left / record);
  }
  return records;
}

function decodeRecord(type: SequenceType, digit: number): { [field: string]: number } {
  let left = digit;
  const entries: [string, number][] = [];
  for (const [name, field] of Object.entries(type.fields).toReversed()) {
    const radix = field.high - field.low + 1;
    entries.unshift([name, field.low + (left % radix)]);
    left = Math.floor(left / radix);
  }
  return Object.fromEntries(entries);
}

function permuteField(type: ScalarType | SequenceType, value: unknown, permutation: Permutation): unknown {
  if (type.kind === "scalar") return permuteScalar(type, value as number, permutation);
  return (value as readonly { readonly [field: string]: number }[]).map((record) =>
    Object.fromEntries(
      Object.entries(type.fields).map(([name, field]) => [
        name,
        permuteScalar(field, record[name] as number, permutation),
      ]),
    ),
  );
}

/** The kinds of messages of a variable that has some. */
export function kindsOf(type: VariableType): MessageKinds | null {
  return type.kind === "bag" || type.kind === "messageSet" ? type.kinds : null;
}
