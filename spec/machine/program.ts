import { assert, at } from "../assert.js";
import { SpecificationError } from "./error.js";
import type { Layout, PlacedBag, PlacedMessageSet, PlacedVariable } from "./layout.js";
import type { Permutation } from "./message-codec.js";
import type { Action, Parameter, Property, StateProperty, StepProperty, Witness } from "./specification.js";

/** Where the values of a parameter come from. */
export type Domain =
  | { readonly kind: "numbers"; readonly low: number; readonly high: number }
  | { readonly kind: "list"; readonly items: readonly unknown[] }
  /** Codes `first` … `first + count - 1` of the messages of a variable. */
  | {
      readonly kind: "messages";
      readonly placed: PlacedBag | PlacedMessageSet;
      readonly first: number;
      readonly count: number;
    };

export interface ProgramAction {
  readonly action: Action;
  readonly domains: readonly Domain[];
  /** Offsets in `frames`: one frame, or one for each element that `owner` may be. */
  readonly frames: readonly number[];
  /** The element whose part changes: a parameter, and the field of it if it is a message. */
  readonly owner: { readonly parameter: number; readonly field: string | null } | null;
}

/** What an action may change, and what must then be looked at. */
export interface Frame {
  readonly variables: readonly PlacedVariable[];
  /** Cells that may change. */
  readonly places: readonly number[];
  /** Offsets in `Program.properties` of the properties that may read something of it. */
  readonly stateProperties: readonly number[];
  readonly stepProperties: readonly number[];
}

/** A specification with its constants filled in, ready to be run by an engine. */
export interface Program {
  readonly name: string;
  readonly layout: Layout;
  readonly actions: readonly ProgramAction[];
  readonly frames: readonly Frame[];
  readonly properties: readonly Property[];
  readonly witnesses: readonly Witness[];
  // biome-ignore lint/suspicious/noExplicitAny: the state of any specification
  readonly constraint: ((state: any) => boolean) | null;
  /** Permutations under which states are the same; the identity first. */
  readonly group: readonly Permutation[];
  /** Nothing that is checked reads the messages. */
  readonly brisk: boolean;
}

/** Resolves the parameters and frames of the actions. */
export function resolveActions(
  layout: Layout,
  actions: readonly Action[],
  properties: readonly Property[],
): { readonly actions: readonly ProgramAction[]; readonly frames: readonly Frame[] } {
  const frames: Frame[] = [];
  const known = new Map<string, number>();
  const frameAt = (names: readonly string[], element: number | null): number => {
    const frame = frameOf(layout, names, element, properties);
    const key = frame.places.join(" ");
    const offset = known.get(key) ?? frames.push(frame) - 1;
    known.set(key, offset);
    return offset;
  };
  const resolved = actions.map((action): ProgramAction => {
    const names = frameNames(layout, action);
    const domains = action.parameters.map((one) => domainOf(layout, one));
    const { owner, elements } = ownerOf(layout, action);
    return { action, domains, frames: elements.map((element) => frameAt(names, element)), owner };
  });
  return { actions: resolved, frames };
}

/** Which frame a binding of an action has. */
export function frameFor({ frames, owner }: ProgramAction, bound: readonly unknown[]): number {
  if (owner === null) return at(frames, 0);
  const value = bound[owner.parameter];
  const element =
    owner.field === null ? value : (value as { readonly [field: string]: unknown })[owner.field];
  return at(frames, element as number);
}

function ownerOf(
  layout: Layout,
  { name, parameters, of }: Action,
): { readonly owner: ProgramAction["owner"]; readonly elements: readonly (number | null)[] } {
  if (of === undefined) return { owner: null, elements: [null] };
  const [first = "", field = null] = of.split(".");
  const offset = parameters.findIndex((parameter) => parameter.name === first);
  const parameter = parameters[offset];
  if (parameter === undefined) throw new SpecificationError(`${name} has no parameter ${first}`);
  const elements = elementsOf(layout, parameter, field);
  if (elements === null) throw new SpecificationError(`${name}: ${of} is no element of a sort`);
  return { owner: { parameter: offset, field }, elements };
}

/** The members of the sort that a parameter, or a field of it, is drawn from. */
function elementsOf(layout: Layout, parameter: Parameter, field: string | null): readonly number[] | null {
  if (parameter.from === "sort") return parameter.sort.elements;
  if (parameter.from !== "messages" || field === null) return null;
  const placed = layout.variables.find((one) => one.name === parameter.variable)?.placed;
  const kinds = placed?.kind === "bag" || placed?.kind === "messageSet" ? placed.codec.kinds : [];
  const asked = kinds.filter(({ name }) => parameter.kind === null || parameter.kind === name);
  const type = asked[0]?.fields.find(({ name }) => name === field)?.type;
  return type?.kind === "scalar" ? (type.sort?.elements ?? null) : null;
}

function frameNames(layout: Layout, action: Action): readonly string[] {
  const all = layout.variables.map((variable) => variable.name);
  const { changes } = action;
  if (changes === undefined) return all;
  const unknown = changes.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    throw new SpecificationError(
      `${action.name} changes ${unknown}, which is no variable (${all.join(", ")})`,
    );
  }
  return all.filter((name) => changes.includes(name));
}

function frameOf(
  layout: Layout,
  names: readonly string[],
  element: number | null,
  properties: readonly Property[],
): Frame {
  const variables = layout.variables.filter((variable) => names.includes(variable.name));
  const concerned = (kind: "state" | "step") =>
    properties.flatMap((property, offset) =>
      property.kind === kind && (property.reads ?? names).some((name) => names.includes(name))
        ? [offset]
        : [],
    );
  return {
    variables,
    places: variables.flatMap((variable) => placesOf(variable, element)),
    stateProperties: concerned("state"),
    stepProperties: concerned("step"),
  };
}

/** The cells of a variable, or of one element's part of it. */
function placesOf(
  { placed, firstCell, cellCount }: PlacedVariable,
  element: number | null,
): readonly number[] {
  const all = Array.from({ length: cellCount }, (_, offset) => firstCell + offset);
  if (placed.kind !== "per" || element === null) return all;
  const each = cellCount / placed.items.length;
  return all.slice(element * each, (element + 1) * each);
}

function domainOf(layout: Layout, parameter: Parameter): Domain {
  switch (parameter.from) {
    case "sort":
      return { kind: "numbers", low: 0, high: parameter.sort.size - 1 };
    case "range":
      return { kind: "numbers", low: parameter.low, high: parameter.high };
    case "list":
      return { kind: "list", items: parameter.items };
    case "messages": {
      const variable = layout.variables.find((one) => one.name === parameter.variable);
      assert(variable !== undefined, `${parameter.variable} is a variable`);
      const { placed } = variable;
      assert(placed.kind === "bag" || placed.kind === "messageSet", `${parameter.variable} holds messages`);
      const { codec } = placed;
      const kind = parameter.kind === null ? { first: 0, count: codec.codes } : codec.kind(parameter.kind);
      return { kind: "messages", placed, first: kind.first, count: kind.count };
    }
  }
}

/** The conjunct of a state property that fails, or null. */
export function failingConjunct(property: StateProperty, state: unknown): string | null {
  for (const name in property.conjuncts) {
    if (!property.conjuncts[name]?.(state)) return name;
  }
  return null;
}

/** The conjunct of a step property that fails, or null. */
export function failingStepConjunct(
  property: StepProperty,
  before: unknown,
  after: unknown,
  taken: { readonly action: string; readonly parameters: readonly unknown[] },
): string | null {
  for (const name in property.conjuncts) {
    if (!property.conjuncts[name]?.(before, after, taken)) return name;
  }
  return null;
}
