/** How guards, effects and properties see the variables: the types. */
import type { Element, Fields, MessageFields, MessageKinds, Variables } from "./declaration.js";

/** One `T` for each element of a sort. Elements are literals, so that a reading is never `undefined`. */
export type Per<T> = { [E in Element]: T } & { readonly length: number };

export type ScalarOf<T> = T extends { readonly kind: "scalar"; readonly holds?: infer N }
  ? Exclude<N, undefined>
  : never;

/** A record as a value. */
export type RecordOf<F extends Fields> = { readonly [N in keyof F]: ScalarOf<F[N]> };

/** A sequence of records; positions count from 1, as in the paper. */
export interface Sequence<R> {
  readonly length: number;
  /** The record at `index`, 1 … length. It is a view: read it, do not keep it. */
  at(index: number): R;
  append(record: R): void;
  /** Removes the records from `index` on. */
  truncateFrom(index: number): void;
  /** Makes this sequence equal to another of the same type. */
  copyFrom(other: Sequence<R>): void;
  /** The records as values (slow: for reports and ghosts). */
  toArray(): readonly R[];
}

type FieldOf<T> = T extends { readonly kind: "sequence"; readonly fields: infer F extends Fields }
  ? readonly RecordOf<F>[]
  : ScalarOf<T>;

/** The fields of a message. */
export type MessageBody<F extends MessageFields> = { readonly [N in keyof F]: FieldOf<F[N]> };

/** A message as a value: immutable, its `code` stands for all its fields. */
export type Message<K extends MessageKinds, N extends keyof K = keyof K> = {
  [M in N]: MessageBody<K[M]> & { readonly kind: M; readonly code: number };
}[N];

/** The messages in flight. Take a message out before you put its answer in. */
export interface Bag<K extends MessageKinds> {
  /** All copies of all messages. */
  readonly size: number;
  send<N extends keyof K & string>(kind: N, body: MessageBody<K[N]>): void;
  /** Adds one copy of a message that is in the bag. */
  duplicate(message: Message<K>): void;
  /** Removes one copy of a message that is in the bag. */
  discard(message: Message<K>): void;
  /** How many copies there are. */
  copies<N extends keyof K & string>(kind: N, body: MessageBody<K[N]>): number;
  /** The different messages, in a fixed order (allocates: for properties and reports). */
  messages(): readonly Message<K>[];
}

/** All messages ever sent. */
export interface MessageSet<K extends MessageKinds> {
  has<N extends keyof K & string>(kind: N, body: MessageBody<K[N]>): boolean;
  add<N extends keyof K & string>(kind: N, body: MessageBody<K[N]>): void;
  /** The messages of one kind, in a fixed order (allocates: prefer a parameter, or `some`). */
  messages<N extends keyof K & string>(kind: N): readonly Message<K, N>[];
  some<N extends keyof K & string>(kind: N, holds: (message: Message<K, N>) => boolean): boolean;
}

/** What `state.variable` is. Told by kind, not by the whole type: the compiler need not unfold the recursion. */
export type ViewOf<T> = T extends { readonly kind: "ghost" | "per"; readonly of: infer E }
  ? T extends { readonly kind: "ghost" }
    ? ViewOf<E>
    : Per<ViewOf<E>>
  : T extends { readonly kind: "sequence"; readonly fields: infer F extends Fields }
    ? Sequence<RecordOf<F>>
    : T extends { readonly kind: "bag"; readonly kinds: infer K extends MessageKinds }
      ? Bag<K>
      : T extends { readonly kind: "messageSet"; readonly kinds: infer K extends MessageKinds }
        ? MessageSet<K>
        : ScalarOf<T>;

/** The variables of a state. Effects assign to them (`state.currentTerm[i] = 2`). */
export type StateOf<V extends Variables> = { -readonly [N in keyof V]: ViewOf<V[N]> };
