/** What a specification may declare: sorts, types of variables, kinds of messages. Values, not code. */

/** A member of a sort (server, value, acceptor …): its offset among them. */
export type Element =
  | (0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15)
  | (16 | 17 | 18 | 19 | 20 | 21 | 22 | 23 | 24 | 25 | 26 | 27 | 28 | 29 | 30);

/** "No element", in variables declared `optional`. */
export const Nil = -1;
export type Nil = typeof Nil;

/** A set of elements of one sort, as a value: bit e stands for element e. */
export type Subset = number;

/** A finite set of interchangeable things, named `prefix1`, `prefix2` … in print. */
export interface Sort {
  readonly name: string;
  readonly prefix: string;
  readonly size: number;
  readonly elements: readonly Element[];
}

/** One integer of the state, `low` … `high`. `meaning` says how a permutation and the printer treat it. */
export interface ScalarType<T extends number = number> {
  readonly kind: "scalar";
  readonly low: number;
  readonly high: number;
  readonly meaning: "number" | "element" | "subset";
  readonly sort: Sort | null;
  /** Names of the numbers of an enumeration, in order of the numbers from `low`. */
  readonly names: readonly string[] | null;
  /** True: what lies beyond the bound is counted and checked, but not explored. False: it is an error. */
  readonly limit: boolean;
  /** Exists for the compiler only. */
  readonly holds?: T;
}

/** One value of `of` for each element of `sort`. */
export interface PerType<T extends VariableType = VariableType> {
  readonly kind: "per";
  readonly sort: Sort;
  readonly of: T;
}

export interface Fields {
  readonly [field: string]: ScalarType;
}

/** A sequence of at most `most` records. */
export interface SequenceType<F extends Fields = Fields> {
  readonly kind: "sequence";
  readonly fields: F;
  readonly most: number;
  readonly limit: boolean;
}

/** Fields of a kind of message: scalars, or sequences of records. */
export interface MessageFields {
  readonly [field: string]: ScalarType | SequenceType;
}

export interface MessageKinds {
  readonly [kind: string]: MessageFields;
}

/** A multiset of messages: at most `most` in all, at most `copies` of each. */
export interface BagType<K extends MessageKinds = MessageKinds> {
  readonly kind: "bag";
  readonly kinds: K;
  readonly most: number;
  readonly copies: number;
  readonly limit: boolean;
}

/** A set of messages that may hold every message there is (Paxos: what was ever sent). */
export interface MessageSetType<K extends MessageKinds = MessageKinds> {
  readonly kind: "messageSet";
  readonly kinds: K;
}

export type VariableType = ScalarType | PerType | SequenceType | BagType | MessageSetType;

/** A variable that no guard reads: it enters the state only if a chosen property or refinement reads it. */
export interface Ghost<T extends VariableType = VariableType> {
  readonly kind: "ghost";
  readonly of: T;
}

export interface Variables {
  readonly [variable: string]: VariableType | Ghost;
}

/** The sort `name` of `size` members. */
export function sort(name: string, size: number, prefix: string): Sort {
  if (size < 1 || size > 31) throw new RangeError(`${name}: a sort has 1 to 31 members, not ${size}`);
  return { name, prefix, size, elements: Array.from({ length: size }, (_, offset) => offset as Element) };
}

function scalar<T extends number>(
  low: number,
  high: number,
  meaning: "number" | "element" | "subset",
  of: Sort | null,
): ScalarType<T> {
  return { kind: "scalar", low, high, meaning, sort: of, names: null, limit: false };
}

/** The integers `low` … `high`. */
export function range(low: number, high: number): ScalarType {
  return scalar(low, high, "number", null);
}

/** 0 (no) or 1 (yes). */
export const flag: ScalarType<0 | 1> = {
  kind: "scalar",
  low: 0,
  high: 1,
  meaning: "number",
  sort: null,
  names: ["FALSE", "TRUE"],
  limit: false,
};

/** Named numbers from 0. Declare the numbers as constants (`const Follower = 0`) and list the names here. */
export function enumeration(...names: readonly string[]): ScalarType {
  return { ...range(0, names.length - 1), names };
}

/** A member of `of`. */
export function element(of: Sort): ScalarType<Element> {
  return scalar(0, of.size - 1, "element", of);
}

/** A member of `of`, or `Nil`. */
export function optional(of: Sort): ScalarType<Element | Nil> {
  return scalar(Nil, of.size - 1, "element", of);
}

/** A set of members of `of`. */
export function subset(of: Sort): ScalarType<Subset> {
  return scalar(0, 2 ** of.size - 1, "subset", of);
}

/** For each member of `of` one value: TLA+'s `[of -> type]`. */
export function per<T extends VariableType>(of: Sort, type: T): PerType<T> {
  return { kind: "per", sort: of, of: type };
}

/** At most `most` records with these fields. */
export function sequence<const F extends Fields>(fields: F, most: number): SequenceType<F> {
  return { kind: "sequence", fields, most, limit: false };
}

/** A multiset of messages: at most `most` in all, `copies` of each. */
export function bag<const K extends MessageKinds>(
  kinds: K,
  { most, copies }: { readonly most: number; readonly copies: number },
): BagType<K> {
  return { kind: "bag", kinds, most, copies, limit: false };
}

/** A set of messages. */
export function messageSet<const K extends MessageKinds>(kinds: K): MessageSetType<K> {
  return { kind: "messageSet", kinds };
}

/**
 * Makes a bound a limit of the exploration (TLC's CONSTRAINT): a successor beyond it is counted and its
 * properties are checked, but it is not kept. Without `limited`, a value beyond its bound is an error.
 */
export function limited<T extends ScalarType | SequenceType | BagType>(type: T): T {
  return { ...type, limit: true };
}

/** A history variable (see {@link Ghost}). */
export function ghost<T extends VariableType>(of: T): Ghost<T> {
  return { kind: "ghost", of };
}
