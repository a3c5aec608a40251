import type { ScalarType, SequenceType } from "./declaration.js";
import { SpecificationError } from "./error.js";
import type { FieldLayout, KindLayout } from "./message-codec.js";

/** Makes the function that turns the body of a message into its code. */
export type MessageEncoder = (variable: string, kind: KindLayout) => (body: object) => number;

interface Body {
  readonly [field: string]: number | readonly Body[];
}

/** Refuses a value that its declaration does not have. */
export function beyond(
  place: string,
  value: number,
  type: { low: number; high: number },
): SpecificationError {
  return new SpecificationError(
    `${place} = ${value} lies beyond its declared bound ${type.low} … ${type.high}`,
  );
}

/** Encodes by walking through the declaration: the oracle of the generated encoders. */
export const interpretedEncoder: MessageEncoder = (variable, kind) => (body) => {
  let code = 0;
  for (const field of kind.fields) {
    const place = `${variable}: ${kind.name}.${field.name}`;
    const digit = encodeField(place, field, (body as Body)[field.name]);
    if (digit < 0) return -1;
    code = code * field.radix + digit;
  }
  return kind.first + code;
};

function encodeField(
  place: string,
  { type }: FieldLayout,
  value: number | readonly Body[] | undefined,
): number {
  return type.kind === "scalar"
    ? encodeScalar(place, type, value as number)
    : encodeSequence(place, type, value as readonly Body[]);
}

function encodeScalar(place: string, type: ScalarType, value: number): number {
  if (value >= type.low && value <= type.high) return value - type.low;
  if (type.limit) return -1;
  throw beyond(place, value, type);
}

/** Shorter sequences come first; among equally long ones the first record is most significant. */
function encodeSequence(place: string, type: SequenceType, records: readonly Body[]): number {
  if (records.length > type.most) {
    if (type.limit) return -1;
    throw beyond(`${place}.length`, records.length, { low: 0, high: type.most });
  }
  let digit = 0;
  let shorter = 0;
  for (const record of records) {
    let radix = 1;
    let value = 0;
    for (const [name, field] of Object.entries(type.fields)) {
      const scalar = encodeScalar(`${place}.${name}`, field, record[name] as number);
      if (scalar < 0) return -1;
      value = value * (field.high - field.low + 1) + scalar;
      radix *= field.high - field.low + 1;
    }
    shorter = shorter * radix + 1;
    digit = digit * radix + value;
  }
  return shorter + digit;
}
