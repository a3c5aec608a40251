import type { ScalarType, SequenceType } from "./declaration.js";
import type { FieldLayout } from "./message-codec.js";
import { interpretedEncoder, type MessageEncoder } from "./message-encoder.js";

/** Encodes by straight-line code. What does not fit is left to the interpreter, which names it. */
export const generatedEncoder: MessageEncoder = (variable, kind) => {
  const lines = kind.fields.map((field) => encodeField(field));
  const source = `
    return function encode(body) {
      let code = 0, digit = 0;
      ${lines.join("\n      ")}
      return code + ${kind.first};
    };`;
  const interpret = interpretedEncoder(variable, kind);
  return new Function("interpret", source)(interpret) as (body: object) => number;
};

function encodeField({ name, type, radix }: FieldLayout): string {
  const value = `body.${name}`;
  if (type.kind === "scalar") {
    return `${scalarDigit(value, type)} code = code * ${radix} + digit;`;
  }
  return `{ ${sequenceDigit(value, type)} code = code * ${radix} + shorter + sequence; }`;
}

function scalarDigit(value: string, { low, high }: ScalarType): string {
  const span = high - low;
  return `digit = ${value} - ${low}; if (!(digit >= 0 && digit <= ${span})) return interpret(body);`;
}

function sequenceDigit(value: string, type: SequenceType): string {
  const radix = Object.values(type.fields).reduce((product, one) => product * (one.high - one.low + 1), 1);
  const fields = Object.entries(type.fields).map(
    ([name, field]) =>
      `${scalarDigit(`record.${name}`, field)} sequence = sequence * ${field.high - field.low + 1} + digit;`,
  );
  return `
        const records = ${value}, length = records.length;
        if (length > ${type.most}) return interpret(body);
        let sequence = 0, shorter = 0;
        for (let offset = 0; offset < length; offset += 1) {
          const record = records[offset];
          shorter = shorter * ${radix} + 1;
          ${fields.join("\n          ")}
        }`;
}
