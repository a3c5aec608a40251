import { type Machine, type Obligations, SpecificationError, type Step } from "../../spec/index.js";

/** When a search must end, and whom it tells how it goes. */
export interface Budget {
  /** Distinct states; the search ends soon after. */
  readonly maxStates?: number;
  /** Levels of a breadth-first search, steps of a path in the others. */
  readonly maxDepth?: number;
  /** Asked now and then. */
  readonly stop?: () => boolean;
  /** Told now and then. */
  readonly progress?: (progress: SearchProgress) => void;
}

export interface SearchProgress {
  readonly generated: number;
  readonly distinct: number;
  /** Known and not yet expanded. */
  readonly queue: number;
  readonly depth: number;
}

/** The path to where a property breaks. The last step breaks it; none if an initial state does. */
export interface Violation {
  readonly property: string;
  readonly initial: Int32Array;
  readonly path: readonly Step[];
}

/** What a search found. Counts are as TLC's: see docs/specifications.md. */
export interface Exploration {
  readonly generated: number;
  readonly distinct: number;
  /** Levels, that of the initial states included; in other searches the states of the longest path. */
  readonly depth: number;
  /** Every state within the bounds was expanded. */
  readonly complete: boolean;
  readonly violation: Violation | null;
  /** States without any successor. */
  readonly deadlocks: number;
  /** How often each action was taken. */
  readonly taken: { readonly [action: string]: number };
  /** In how many states each witness was seen. */
  readonly witnesses: { readonly [witness: string]: number };
  readonly collisionProbability: number;
  /** What was checked of a refinement, if one was asked for. */
  readonly obligations?: Obligations;
}

/**
 * The probability that some two of the states met have equal 64-bit fingerprints, so that one of them was
 * taken for the other: TLC's estimate, distinct × (generated − distinct) / 2^64.
 */
export function collisionProbability(generated: number, distinct: number): number {
  return (distinct * Math.max(0, generated - distinct)) / 2 ** 64;
}

type Found = Omit<Exploration, "taken" | "witnesses" | "collisionProbability">;

/** What a search found, with the counts that the machine (or, in their place, its threads) kept. */
export function explorationOf(
  machine: Machine,
  found: Found,
  { taken, witnessed }: Pick<Machine, "taken" | "witnessed"> = machine,
): Exploration {
  const byName = (names: readonly string[], counts: Float64Array) =>
    Object.fromEntries(names.map((name, offset) => [name, counts[offset] as number]));
  return {
    ...found,
    taken: byName(
      machine.actions.map(({ name }) => name),
      taken,
    ),
    witnesses: byName(machine.witnesses, witnessed),
    collisionProbability: collisionProbability(found.generated, found.distinct),
  };
}

/** Takes the steps with these ordinals one after another. */
export function replayPath(machine: Machine, initial: Int32Array, ordinals: readonly number[]): Step[] {
  let words: Int32Array | null = initial;
  return ordinals.map((ordinal) => {
    if (words === null) throw new Error("assertion failed: a path goes on within the bounds only");
    const step: Step = machine.replay(words, 0, ordinal);
    words = step.words;
    return step;
  });
}

/** The first property of the kind `eventually`, or null. */
export function eventualProperty({ properties }: Machine): string | null {
  return properties.find(({ kind }) => kind === "eventually")?.name ?? null;
}

/** @throws SpecificationError if a property asks for the whole graph: for searches that do not keep it. */
export function refuseEventual(machine: Machine): void {
  const name = eventualProperty(machine);
  if (name === null) return;
  throw new SpecificationError(`${name} asks for every way there is: only bfs can check it`);
}
