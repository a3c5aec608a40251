/** States as plain data, in the words of the declaration. */
import { assert, at } from "../assert.js";
import type { Json, StateJson } from "../machine.js";
import { BagView } from "./bag.js";
import type { ScalarType, SequenceType } from "./declaration.js";
import { elementName, type Layout, type Placed, type PlacedBag, type PlacedMessageSet } from "./layout.js";
import type { AnyMessage, MessageCodec } from "./message-codec.js";
import { MessageSetView } from "./message-set.js";
import { type AnyRecord, SequenceView } from "./sequence.js";

/** The working state as JSON: what is hidden is left out. */
export function stateToJson(layout: Layout, cells: Int32Array): StateJson {
  const shown = layout.variables.filter((variable) => !variable.hidden);
  return Object.fromEntries(shown.map(({ name, placed }) => [name, toJson(placed, cells)]));
}

/** A scalar in print: `"s1"`, `null` for Nil, `["s1", "s2"]`, `"Leader"`, `true`, or the number itself. */
export function scalarToJson(type: ScalarType, value: number): Json {
  const { sort } = type;
  if (sort !== null && type.meaning === "element") return value < 0 ? null : elementName(sort, value);
  if (sort !== null) {
    return sort.elements
      .filter((element) => (value >>> element) & 1)
      .map((element) => elementName(sort, element));
  }
  if (type.names === null) return value;
  const name = type.names[value - type.low] ?? value;
  return name === "TRUE" || name === "FALSE" ? name === "TRUE" : name;
}

function toJson(placed: Placed, cells: Int32Array): Json {
  switch (placed.kind) {
    case "scalar":
      return scalarToJson(placed.type, cells[placed.cell] as number);
    case "per":
      return Object.fromEntries(
        placed.items.map((item, offset) => [elementName(placed.type.sort, offset), toJson(item, cells)]),
      );
    case "sequence":
      return new SequenceView(cells, placed).toArray().map((record) => recordToJson(placed.type, record));
    case "bag":
      return new BagView(cells, placed, false)
        .entries()
        .map(({ message, copies }) => ({ ...messageToJson(placed.codec, message), copies }));
    case "messageSet":
      return new MessageSetView(cells, placed).all().map((message) => messageToJson(placed.codec, message));
  }
}

function recordToJson(type: SequenceType, record: AnyRecord): Json {
  return Object.fromEntries(
    Object.entries(type.fields).map(([name, field]) => [name, scalarToJson(field, record[name] as number)]),
  );
}

/** A message with its kind and its fields. */
export function messageToJson(codec: MessageCodec, message: AnyMessage): { readonly [field: string]: Json } {
  const fields = codec.kind(message.kind).fields.map(({ name, type }): [string, Json] => {
    const value = message[name];
    return type.kind === "scalar"
      ? [name, scalarToJson(type, value as number)]
      : [name, (value as readonly AnyRecord[]).map((record) => recordToJson(type, record))];
  });
  return { kind: message.kind, ...Object.fromEntries(fields) };
}

/** Fills a working state (all cells at their low end) with what `stateToJson` told. */
export function fillFromJson(layout: Layout, cells: Int32Array, state: StateJson): void {
  for (const { name, placed, hidden } of layout.variables) {
    if (hidden) continue;
    assert(name in state, `the state names ${name}`);
    fill(placed, cells, state[name] as Json);
  }
}

type JsonObject = { readonly [name: string]: Json };

function fill(placed: Placed, cells: Int32Array, json: Json): void {
  switch (placed.kind) {
    case "scalar":
      cells[placed.cell] = scalarFromJson(placed.type, json);
      return;
    case "per":
      placed.items.forEach((item, offset) => {
        fill(item, cells, (json as JsonObject)[elementName(placed.type.sort, offset)] as Json);
      });
      return;
    case "sequence": {
      const view = new SequenceView(cells, placed);
      for (const record of json as readonly JsonObject[]) view.append(recordFromJson(placed.type, record));
      return;
    }
    case "bag":
      fillBag(placed, cells, json as readonly JsonObject[]);
      return;
    case "messageSet": {
      const view = new MessageSetView(cells, placed);
      for (const message of json as readonly JsonObject[]) {
        view.add(message.kind as string, bodyFromJson(placed, message));
      }
    }
  }
}

function fillBag(placed: PlacedBag, cells: Int32Array, messages: readonly JsonObject[]): void {
  const view = new BagView(cells, placed, false);
  for (const message of messages) {
    for (let copy = 0; copy < (message.copies as number); copy += 1) {
      view.send(message.kind as string, bodyFromJson(placed, message));
    }
  }
}

function bodyFromJson({ codec }: PlacedBag | PlacedMessageSet, message: JsonObject): object {
  const { fields } = codec.kind(message.kind as string);
  return Object.fromEntries(
    fields.map(({ name, type }) => [
      name,
      type.kind === "scalar"
        ? scalarFromJson(type, message[name] as Json)
        : (message[name] as readonly JsonObject[]).map((record) => recordFromJson(type, record)),
    ]),
  );
}

function recordFromJson(type: SequenceType, record: JsonObject): AnyRecord {
  return Object.fromEntries(
    Object.entries(type.fields).map(([name, field]) => [name, scalarFromJson(field, record[name] as Json)]),
  );
}

function scalarFromJson(type: ScalarType, json: Json): number {
  const { sort, names, low } = type;
  if (json === null) return -1;
  if (sort !== null && type.meaning === "element") return elementFromName(sort.prefix, json as string);
  if (sort !== null) {
    return (json as readonly string[]).reduce(
      (set, name) => set | (1 << elementFromName(sort.prefix, name)),
      0,
    );
  }
  if (names === null || typeof json === "number") return json as number;
  return (
    low + names.indexOf(typeof json === "boolean" ? String(json).toUpperCase() : at([json as string], 0))
  );
}

function elementFromName(prefix: string, name: string): number {
  return Number(name.slice(prefix.length)) - 1;
}
