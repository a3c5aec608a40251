/** The shape of a specification: guarded actions over declared variables, and what must hold of them. */
import type { Element, Sort, Variables } from "./declaration.js";
import type { StateOf } from "./views.js";

/** A constant of a specification: an integer that the command line may set. */
export interface Constant {
  readonly default: number;
  readonly low: number;
  readonly high: number;
  readonly meaning: string;
}

export interface Constants {
  readonly [constant: string]: Constant;
}

export type ConstantValues<C extends Constants> = { readonly [N in keyof C]: number };

export interface Sorts {
  readonly [sort: string]: Sort;
}

/** Named decisions that a mutant may replace. */
export interface Rules {
  // biome-ignore lint/suspicious/noExplicitAny: each rule has its own parameters, which its specification checks
  readonly [rule: string]: (...parameters: any[]) => unknown;
}

/** What actions and properties are built from. */
export interface Model<C extends Constants = Constants, S extends Sorts = Sorts, R extends Rules = Rules> {
  readonly constants: ConstantValues<C>;
  readonly sorts: S;
  readonly rules: R;
}

/**
 * What an action is quantified over. Every binding whose guard holds is one successor (and one generated
 * state), so witnesses that the published module quantifies over are parameters too.
 */
export type Parameter<T = unknown> = ParameterSource & {
  /** Exists for the compiler only. */
  readonly takes?: () => T;
};

export type ParameterSource = { readonly name: string } & (
  | { readonly from: "sort"; readonly sort: Sort }
  | { readonly from: "range"; readonly low: number; readonly high: number }
  | { readonly from: "list"; readonly items: readonly unknown[]; print(item: unknown): string }
  | { readonly from: "messages"; readonly variable: string; readonly kind: string | null }
);

/** Each member of a sort. */
export function member(name: string, of: Sort): Parameter<Element> {
  return { name, from: "sort", sort: of };
}

/** Each integer `low` … `high`. */
export function integer(name: string, low: number, high: number): Parameter<number> {
  return { name, from: "range", low, high };
}

/** Each item of a fixed list (quorums, say). */
export function item<T>(
  name: string,
  items: readonly T[],
  print: (item: T) => string = String,
): Parameter<T> {
  return { name, from: "list", items, print: (one) => print(one as T) };
}

/** Each different message in the bag or message set `variable` (of one kind, or of any: null). */
export function message<T>(name: string, variable: string, kind: string | null): Parameter<T> {
  return { name, from: "messages", variable, kind };
}

export type Arguments<P extends readonly Parameter[]> = {
  readonly [N in keyof P]: P[N] extends { readonly takes?: () => infer T } ? T : never;
};

/** A named, parametrised guard and effect. The effect must be a function of the state and the parameters. */
// biome-ignore lint/suspicious/noExplicitAny: `actionOf` checks the parameters against guard and effect
export interface Action<State = any> {
  /** As in the paper or the published module. */
  readonly name: string;
  readonly citation: string;
  readonly parameters: readonly Parameter[];
  /** What may change (TLA+'s UNCHANGED, the other way round); left out: everything. Narrow frames are fast. */
  readonly changes?: readonly (keyof State & string)[];
  /** The element whose part of each `per` variable may change: a parameter ("i"), or a field of one ("m.mdest"). */
  readonly of?: string;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly guard: (state: State, ...parameters: any[]) => boolean;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly effect: (state: State, ...parameters: any[]) => void;
}

/** A builder of actions over one kind of state, which checks guard and effect against the parameters. */
export function actionOf<State>(): <const P extends readonly Parameter[]>(action: {
  readonly name: string;
  readonly citation: string;
  readonly parameters: P;
  readonly changes?: readonly (keyof State & string)[];
  readonly of?: string;
  readonly guard: (state: State, ...parameters: Arguments<P>) => boolean;
  readonly effect: (state: State, ...parameters: Arguments<P>) => void;
}) => Action<State> {
  // biome-ignore lint/suspicious/noExplicitAny: the parameters were checked above
  return (action) => action as any;
}

interface PropertyText {
  readonly name: string;
  readonly citation: string;
  /** Checked unless others are asked for. False for what the published module is known to break. */
  readonly standard: boolean;
  /** The variables that it reads; left out: all. Ghosts must be named here to exist. */
  readonly reads?: readonly string[];
}

/** Must hold in every state (`conjuncts` in the order in which they are tried). */
// biome-ignore lint/suspicious/noExplicitAny: the state of any specification
export interface StateProperty<State = any> extends PropertyText {
  readonly kind: "state";
  readonly conjuncts: { readonly [conjunct: string]: (state: State) => boolean };
}

/** What a step was, for step properties. */
export interface Taken {
  readonly action: string;
  readonly parameters: readonly unknown[];
}

/** Must hold of every step that changes the state. */
// biome-ignore lint/suspicious/noExplicitAny: the state of any specification
export interface StepProperty<State = any> extends PropertyText {
  readonly kind: "step";
  readonly conjuncts: { readonly [conjunct: string]: (before: State, after: State, taken: Taken) => boolean };
}

/** From every state within the bounds a state where `goal` holds must be reachable. */
// biome-ignore lint/suspicious/noExplicitAny: the state of any specification
export interface EventuallyProperty<State = any> extends PropertyText {
  readonly kind: "eventually";
  readonly goal: (state: State) => boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: the state of any specification
export type Property<State = any> = StateProperty<State> | StepProperty<State> | EventuallyProperty<State>;

/** Something that must happen in some state, or a green run has shown nothing. */
// biome-ignore lint/suspicious/noExplicitAny: the state of any specification
export interface Witness<State = any> {
  readonly name: string;
  readonly seen: (state: State) => boolean;
}

/** The replacement of named rules, and what it must break. */
export interface Mutant<R extends Rules = Rules> {
  readonly id: string;
  readonly summary: string;
  readonly citation: string;
  readonly replaces: Partial<R>;
  /** The property that it breaks, the smallest constants that show it, and the number of actions it takes. */
  readonly violates: string;
  readonly constants: { readonly [constant: string]: number };
  readonly shortest: number;
}

// biome-ignore lint/suspicious/noExplicitAny: `Specification` alone stands for all of them
type Whatever = any;

/** Sorts, variables, rules, actions, properties: all that there is to say. See docs/specifications.md. */
export interface Specification<
  C extends Constants = Constants,
  S extends Sorts = Whatever,
  V extends Variables = Whatever,
  R extends Rules = Whatever,
> {
  readonly name: string;
  readonly summary: string;
  readonly citation: string;
  readonly constants: C;
  sorts(constants: ConstantValues<C>): S;
  variables(constants: ConstantValues<C>, sorts: S): V;
  readonly rules: R;
  readonly mutants: readonly Mutant<R>[];
  /** Sorts whose members are interchangeable. */
  readonly symmetric: readonly (keyof S & string)[];
  /** Fills an initial state in (every variable stands at its low end, empty or Nil, before). */
  initial(state: StateOf<V>, model: Model<C, S, R>): void;
  /** In this order successors are tried. */
  actions(model: Model<C, S, R>): readonly Action<StateOf<V>>[];
  /** Beyond `limited` variables: which successors are kept. */
  constraint?(state: StateOf<V>, model: Model<C, S, R>): boolean;
  properties(model: Model<C, S, R>): readonly Property<StateOf<V>>[];
  witnesses(model: Model<C, S, R>): readonly Witness<StateOf<V>>[];
}

/** Declares a specification; checks the types only. */
export function defineSpecification<
  const C extends Constants,
  S extends Sorts,
  V extends Variables,
  R extends Rules,
>(specification: Specification<C, S, V, R>): Specification<C, S, V, R> {
  return specification;
}
