import { at } from "../assert.js";
import type { Json, Machine, MachineProperty, StateJson, Step, Visitor } from "../machine.js";
import type { Variables } from "./declaration.js";
import { type Engine, type Workspace, workspaceOf } from "./engine.js";
import { SpecificationError } from "./error.js";
import { generatedEncoder } from "./generated-encoder.js";
import { generatedEngine } from "./generated-engine.js";
import { InterpretedEngine } from "./interpreted-engine.js";
import { layOut } from "./layout.js";
import { interpretedEncoder } from "./message-encoder.js";
import { printState } from "./printer.js";
import { type Program, resolveActions } from "./program.js";
import { replayStep } from "./replay.js";
import type { Constants, Model, Mutant, Property, Rules, Specification } from "./specification.js";
import { fillFromJson, stateToJson } from "./state-json.js";
import { groupOf } from "./symmetry.js";

export interface Instance {
  readonly constants?: { readonly [constant: string]: number };
  /** Names of sorts whose members are interchangeable. */
  readonly symmetry?: readonly string[];
  /** Names of the properties to check; left out: the standard ones. */
  readonly properties?: readonly string[];
  /** Further properties (refinements, for example). */
  readonly extra?: (model: Model) => readonly Property[];
  /** The id of the mutant to run in place of the right rules. */
  readonly mutant?: string;
  /** Hold guards, effects and frames to their word (slow). */
  readonly checked?: boolean;
  /** False: interpret the declaration in place of generating code. */
  readonly generated?: boolean;
}

/**
 * A specification with its constants filled in, as a machine to explore.
 * @throws SpecificationError on unknown names, constants out of range, and initial states beyond their bounds.
 */
export function instantiate(specification: Specification, instance: Instance = {}): Machine {
  const constants = constantsOf(specification, instance.constants ?? {});
  const sorts = specification.sorts(constants);
  const model: Model = { constants, sorts, rules: rulesOf(specification, instance.mutant) };
  const properties = propertiesOf(specification, model, instance);
  const generated = instance.checked !== true && (instance.generated ?? mayGenerate());
  const variables: Variables = specification.variables(constants, sorts);
  const encoder = generated ? generatedEncoder : interpretedEncoder;
  const layout = layOut(variables, new Set(properties.flatMap((property) => property.reads ?? [])), encoder);
  const symmetric = (instance.symmetry ?? []).map((name) => {
    if (specification.symmetric.includes(name)) return sorts[name];
    throw unknown("symmetry", name, specification.symmetric);
  });
  const constrains = specification.constraint !== undefined;
  const holdMessages = layout.variables.filter(({ placed }) => placed.kind === "bag").map(({ name }) => name);
  const program: Program = {
    name: specification.name,
    layout,
    ...resolveActions(layout, specification.actions(model), properties),
    properties,
    witnesses: specification.witnesses(model),
    constraint: constrains ? (state) => specification.constraint?.(state, model) !== false : null,
    group: groupOf(symmetric),
    brisk:
      !constrains &&
      properties.every(
        (one) => one.reads !== undefined && !one.reads.some((name) => holdMessages.includes(name)),
      ),
  };
  const space = workspaceOf(program);
  const engine = generated ? generatedEngine(space) : new InterpretedEngine(space, instance.checked === true);
  const initialize = (state: unknown) => specification.initial(state as never, model);
  return new SpecificationMachine(space, engine, constants, initialize);
}

class SpecificationMachine implements Machine {
  readonly name: string;
  readonly constants: { readonly [constant: string]: number };
  readonly wordCount: number;
  readonly actions: readonly { readonly name: string; readonly citation: string }[];
  readonly properties: readonly MachineProperty[];
  readonly witnesses: readonly string[];
  readonly initial: readonly Int32Array[];
  readonly taken: Float64Array;
  readonly witnessed: Float64Array;
  readonly expand: (words: Int32Array, offset: number, visitor: Visitor) => number;
  private readonly space: Workspace;
  private readonly engine: Engine;

  constructor(
    space: Workspace,
    engine: Engine,
    constants: { readonly [constant: string]: number },
    initialize: (state: unknown) => void,
  ) {
    const { program } = space;
    this.space = space;
    this.engine = engine;
    this.name = program.name;
    this.constants = constants;
    this.wordCount = program.layout.wordCount;
    this.actions = program.actions.map(({ action: { name, citation } }) => ({ name, citation }));
    this.properties = program.properties.map(({ name, kind, citation }) => ({ name, kind, citation }));
    this.witnesses = program.witnesses.map((witness) => witness.name);
    this.taken = space.taken;
    this.witnessed = space.witnessed;
    this.expand = (words, offset, visitor) => engine.expand(words, offset, visitor);
    this.clear();
    initialize(space.state);
    this.initial = [this.packed()];
  }

  fingerprint(words: Int32Array, offset: number, lanes: Int32Array): void {
    this.engine.load(words, offset);
    this.engine.fingerprint();
    lanes.set(this.space.lanes);
  }

  judge(words: Int32Array, offset: number): number {
    this.engine.load(words, offset);
    this.space.judge.witness();
    return this.space.judge.broken();
  }

  reaches(property: number, words: Int32Array, offset: number): boolean {
    const asked = at(this.space.program.properties, property);
    this.engine.load(words, offset);
    return asked.kind === "eventually" && asked.goal(this.space.state);
  }

  replay(words: Int32Array, offset: number, ordinal: number): Step {
    this.engine.load(words, offset);
    return replayStep(this.space, this.engine, ordinal);
  }

  toJson(words: Int32Array, offset: number): StateJson {
    this.engine.load(words, offset);
    return stateToJson(this.space.program.layout, this.space.cells);
  }

  fromJson(state: StateJson): Int32Array {
    this.clear();
    fillFromJson(this.space.program.layout, this.space.cells, state);
    return this.packed();
  }

  print(words: Int32Array, offset: number): string {
    return printState(this.toJson(words, offset) as { readonly [name: string]: Json });
  }

  private clear(): void {
    this.space.program.layout.cells.forEach(({ low, type }, cell) => {
      this.space.cells[cell] = type === null ? 0 : low;
    });
  }

  private packed(): Int32Array {
    if (this.engine.pack() !== 0)
      throw new SpecificationError(`${this.name}: an initial state is out of bounds`);
    return this.space.words.slice();
  }
}

function mayGenerate(): boolean {
  try {
    return new Function("return true")() as boolean;
  } catch {
    return false;
  }
}

function constantsOf(
  { name, constants }: Specification,
  given: { readonly [constant: string]: number },
): { readonly [constant: string]: number } {
  const declared: Constants = constants;
  for (const [constant, value] of Object.entries(given)) {
    const known = declared[constant];
    if (known === undefined) throw unknown(`${name}: constant`, constant, Object.keys(declared));
    if (!Number.isInteger(value) || value < known.low || value > known.high) {
      throw new SpecificationError(`${name}: ${constant} is ${known.low} to ${known.high}, not ${value}`);
    }
  }
  return Object.fromEntries(Object.entries(declared).map(([key, one]) => [key, given[key] ?? one.default]));
}

function rulesOf({ rules, mutants }: Specification, id: string | undefined): Rules {
  if (id === undefined) return rules;
  const mutant: Mutant | undefined = mutants.find((one) => one.id === id);
  if (mutant === undefined)
    throw unknown(
      "mutant",
      id,
      mutants.map((one) => one.id),
    );
  return { ...rules, ...mutant.replaces };
}

function propertiesOf(specification: Specification, model: Model, instance: Instance): readonly Property[] {
  const declared: readonly Property[] = specification.properties(model as never);
  const names = declared.map((property) => property.name);
  const missing = instance.properties?.find((name) => !names.includes(name));
  if (missing !== undefined) throw unknown(`${specification.name}: property`, missing, names);
  const chosen = declared.filter(({ name, standard }) => instance.properties?.includes(name) ?? standard);
  return [...chosen, ...(instance.extra?.(model) ?? [])];
}

/** The error for a name that is not known, with those that are. */
export function unknown(what: string, name: string, known: readonly string[]): SpecificationError {
  return new SpecificationError(`${what} "${name}" is not known; there is ${known.join(", ") || "none"}`);
}
