/**
 * What an explorer explores. Specifications become machines by `instantiate`; clusters of charts or of
 * servers may be machines too. A state is `wordCount` 32-bit words.
 */
export interface Machine {
  readonly name: string;
  readonly constants: { readonly [constant: string]: number };
  readonly wordCount: number;
  readonly actions: readonly { readonly name: string; readonly citation: string }[];
  readonly properties: readonly MachineProperty[];
  readonly witnesses: readonly string[];
  readonly initial: readonly Int32Array[];
  /** How often each action was taken by `expand`, self-loops and steps out of bounds included. */
  readonly taken: Float64Array;
  /** How often each witness was seen in a new state by `expand` or `judge`. */
  readonly witnessed: Float64Array;

  /** Writes the two 32-bit lanes of the fingerprint of a state (with symmetry: of its orbit) to `lanes`. */
  fingerprint(words: Int32Array, offset: number, lanes: Int32Array): void;
  /**
   * Takes every enabled action of the state at `offset` in a fixed order, tells the visitor of steps that break
   * a property, and then shows it the successors in that order. Returns how many were generated.
   */
  expand(words: Int32Array, offset: number, visitor: Visitor): number;
  /** The first state property that a state breaks (for initial states), or -1; counts its witnesses. */
  judge(words: Int32Array, offset: number): number;
  /** Whether the goal of the `eventually` property at this offset in `properties` holds in a state. */
  reaches(property: number, words: Int32Array, offset: number): boolean;

  /** Takes the step with this ordinal (among the enabled ones, from 0) and tells all about it. Slow. */
  replay(words: Int32Array, offset: number, ordinal: number): Step;
  /** A state as plain data: one field a variable. Slow. */
  toJson(words: Int32Array, offset: number): StateJson;
  /** The state that `toJson` told. Slow. */
  fromJson(state: StateJson): Int32Array;
  /** A state in the paper's notation, one variable a line. Slow. */
  print(words: Int32Array, offset: number): string;
}

export interface MachineProperty {
  readonly name: string;
  readonly kind: "state" | "step" | "eventually";
  readonly citation: string;
}

/** What `expand` tells of the successors of one state. */
export interface Visitor {
  /**
   * The lanes of a successor that will be shown soon: all are announced before the first is shown. Who keeps a
   * table larger than the caches can begin to fetch all their places, in place of one after another.
   */
  expect?(low: number, high: number): void;
  /**
   * A successor within the bounds that differs from its predecessor, by the lanes of its fingerprint; true
   * if it is new, and then `words` (valid during the call) must be kept by the visitor.
   */
  visit(low: number, high: number, words: Int32Array, ordinal: number): boolean;
  /** The step with this ordinal breaks a property (offset in `properties`), within the bounds or beyond. */
  violated(property: number, ordinal: number): void;
}

export type Json = number | string | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type StateJson = { readonly [variable: string]: Json };

/** A step with all that a trace needs. */
export interface Step {
  readonly action: string;
  readonly parameters: { readonly [parameter: string]: Json };
  readonly before: StateJson;
  readonly after: StateJson;
  /** The packed successor; null if it lies out of bounds. */
  readonly words: Int32Array | null;
  /** Variables that changed. */
  readonly changed: readonly string[];
  /** Properties broken by this step or its successor, with the failing conjunct. */
  readonly broken: readonly { readonly property: string; readonly conjunct: string }[];
}
