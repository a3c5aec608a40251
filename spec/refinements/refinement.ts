import type { Model, Property } from "../machine/index.js";
import type { AbstractMachine, AbstractStep } from "./abstract-machine.js";
import { copyOf, same } from "./plain.js";

/** How the states and steps of one specification are read as those of another, at given constants. */
// biome-ignore lint/suspicious/noExplicitAny: the states of any two specifications
export interface Mapping<State = any, Abstract = any> {
  readonly machine: AbstractMachine<Abstract>;
  /** How many instances of the abstract specification run side by side: one a log slot. */
  readonly slots: number;
  /** The abstract state of one slot; a fresh one each time. */
  map(state: State, slot: number): Abstract;
  /** The steps that lead from one abstract state to another, in order; null: what was done is undone. */
  steps(before: Abstract, after: Abstract): readonly AbstractStep[] | null;
  /** Whether an abstract state is initial. */
  isInitial(state: Abstract): boolean;
  /** What else the two states must have in common. */
  agrees?(state: State, abstract: Abstract, slot: number): boolean;
}

/** One specification read as another. */
export interface Refinement {
  readonly name: string;
  readonly of: string;
  readonly to: string;
  readonly summary: string;
  readonly citation: string;
  /** The variables of `of` that are mapped, ghosts included. */
  readonly reads: readonly string[];
  /** The mappings from `of` to `to`, one a specification on the way. */
  readonly mappings: (model: Model) => readonly Mapping[];
  /**
   * What is asked is that each edge be steps of `to`, each enabled; or, where the question is what harm a
   * wrong reading does, only that what is read has the properties of `to`.
   */
  readonly asks?: "properties";
  /** Where and in how many actions it fails; null: it holds. */
  readonly refuted: null | {
    readonly constants: { readonly [constant: string]: number };
    readonly shortest: number;
    readonly because: string;
  };
}

/** What was checked. Every edge of the graph is an obligation. */
export interface Obligations {
  readonly edges: number;
  /** Edges that are no step of the abstract specification at all. */
  readonly stutters: number;
  /** Abstract steps taken, by action. */
  readonly steps: { readonly [action: string]: number };
}

const failures = {
  undone: "no vote, promise or choice is undone",
  disabled: "each abstract step is enabled",
  astray: "the abstract steps lead to the mapped state",
  disagrees: "what the one has committed the other has chosen",
  unsafe: "what is read has the properties of what it is read as",
} as const;

type Failure = keyof typeof failures;

/** A refinement to be checked on every step of one exploration, and the count of what was checked. */
export interface Obligation {
  /** Give this to `instantiate` as `extra`. */
  properties(model: Model): readonly Property[];
  counters(): Obligations;
}

/** Makes the check of a refinement: a step property, and its counters. */
export function obligationOf(refinement: Refinement): Obligation {
  const taken = new Map<string, number>();
  let edges = 0;
  let stutters = 0;
  // What comes after a failure is looked at to tell of it, and counts no more.
  let failed = false;
  const counting =
    (judge: Judge): Judge =>
    (before, after) => {
      const failure = judge(before, after);
      if (!failed) edges += 1;
      failed ||= failure !== null;
      return failure;
    };
  const bySteps = (mappings: readonly Mapping[]): Judge => {
    return (before, after) => {
      let steps = 0;
      const failure = walk(mappings, before, after, ({ action }) => {
        steps += 1;
        if (!failed) taken.set(action, (taken.get(action) ?? 0) + 1);
      });
      if (!failed && steps === 0 && failure === null) stutters += 1;
      return failure;
    };
  };
  const byProperties = (mappings: readonly Mapping[]): Judge => {
    const hold = mappings.map(propertiesHold);
    return (_before, after) => (hold.every((holds) => holds(after)) ? null : "unsafe");
  };
  return {
    properties: (model) => {
      const mappings = refinement.mappings(model);
      const judge = refinement.asks === "properties" ? byProperties(mappings) : bySteps(mappings);
      return [propertyOf(refinement, counting(judge))];
    },
    counters: () => ({ edges, stutters, steps: Object.fromEntries([...taken].sort()) }),
  };
}

type Judge = (before: unknown, after: unknown) => Failure | null;

function propertyOf({ name, citation, reads }: Refinement, judge: Judge): Property {
  // The first conjunct judges the edge, the others only tell what it found.
  let found: Failure | null = null;
  const told = (["disabled", "astray", "disagrees", "unsafe"] as const).map(
    (failure) => [failures[failure], () => found !== failure] as const,
  );
  return {
    kind: "step",
    name,
    citation,
    standard: true,
    reads,
    conjuncts: {
      [failures.undone]: (before: unknown, after: unknown) => {
        found = judge(before, after);
        return found !== "undone";
      },
      ...Object.fromEntries(told),
    },
  };
}

/** Whether all that the abstract specification says of its states holds of each slot's. */
function propertiesHold({ machine, slots, map }: Mapping): (state: unknown) => boolean {
  const conjuncts = machine.specification
    .properties(machine.model)
    .flatMap((property) => (property.kind === "state" ? Object.values(property.conjuncts) : []));
  return (state) =>
    Array.from({ length: slots }, (_, slot) => map(state, slot)).every((abstract) =>
      conjuncts.every((holds) => holds(abstract)),
    );
}

/** Checks one edge against the first mapping, and each step found against the rest of them. */
function walk(
  [mapping, ...rest]: readonly Mapping[],
  before: unknown,
  after: unknown,
  count: (step: AbstractStep) => void,
): Failure | null {
  if (mapping === undefined) return null;
  for (let slot = 0; slot < mapping.slots; slot += 1) {
    const state = mapping.map(before, slot);
    const goal = mapping.map(after, slot);
    const steps = mapping.steps(state, goal);
    if (steps === null) return "undone";
    for (const step of steps) {
      const previous = rest.length > 0 ? copyOf(state) : state;
      if (!mapping.machine.take(state, step)) return "disabled";
      if (rest.length === 0) count(step);
      const failure = walk(rest, previous, state, count);
      if (failure !== null) return failure;
    }
    if (!same(state, goal)) return "astray";
    if (mapping.agrees?.(after, goal, slot) === false) return "disagrees";
  }
  return null;
}

/** Whether a concrete initial state is read as an abstract one: a state property, to be judged there only. */
export function initialProperty(refinement: Refinement): (model: Model) => readonly Property[] {
  return (model) => {
    const mappings = refinement.mappings(model);
    const initial = ([mapping, ...rest]: readonly Mapping[], state: unknown): boolean =>
      mapping === undefined ||
      Array.from({ length: mapping.slots }, (_, slot) => mapping.map(state, slot)).every(
        (abstract) => mapping.isInitial(abstract) && initial(rest, abstract),
      );
    return [
      {
        kind: "state",
        name: `${refinement.name}, initially`,
        citation: refinement.citation,
        standard: true,
        reads: refinement.reads,
        conjuncts: { "an initial state is read as one": (state: unknown) => initial(mappings, state) },
      },
    ];
  };
}
