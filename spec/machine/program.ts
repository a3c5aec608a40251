import { assert } from "../assert.js";
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
  /** Offset in `frames`. */
  readonly frame: number;
}

/** What an action may change, and what must then be looked at. */
export interface Frame {
  readonly variables: readonly PlacedVariable[];
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
  const offsets = new Map<string, number>();
  const resolved = actions.map((action): ProgramAction => {
    const names = frameNames(layout, action);
    const key = names.join(" ");
    const known = offsets.get(key) ?? frames.push(frameOf(layout, names, properties)) - 1;
    offsets.set(key, known);
    return { action, domains: action.parameters.map((one) => domainOf(layout, one)), frame: known };
  });
  return { actions: resolved, frames };
}

function frameNames(layout: Layout, action: Action): readonly string[] {
  const all = layout.variables.map((variable) => variable.name);
  const { changes } = action;
  if (changes === undefined) return all;
  const unknown = changes.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    throw new SpecificationError(`${action.name} changes ${unknown}, which is no variable (${all.join(", ")})`);
  }
  return all.filter((name) => changes.includes(name));
}

function frameOf(layout: Layout, names: readonly string[], properties: readonly Property[]): Frame {
  const concerned = (kind: "state" | "step") =>
    properties.flatMap((property, offset) =>
      property.kind === kind && (property.reads ?? names).some((name) => names.includes(name)) ? [offset] : [],
    );
  return {
    variables: layout.variables.filter((variable) => names.includes(variable.name)),
    stateProperties: concerned("state"),
    stepProperties: concerned("step"),
  };
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
