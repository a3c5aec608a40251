import type { ProtocolOptions, ProtocolRules, Side } from "../../traces/format/index.js";

/** Rules to put in the place of the right ones; `right` are those of the side that is mutated. */
export type RuleChange = (right: ProtocolRules) => Partial<ProtocolRules>;

/** What a mutant needs to show itself; everything left out is drawn as usual. */
export interface Needs {
  /** Cluster sizes. */
  readonly servers?: readonly number[];
  readonly options?: Partial<ProtocolOptions>;
  /** Writes that can be lost in a crash. */
  readonly slowDisks?: boolean;
  /** Mixes of commands (`profiles`) to draw from. */
  readonly profiles?: readonly number[];
}

/**
 * A faulty rule that an implementation had (or a near relative), as a replacement of named rules
 * (HOUSE "Mutants, exactly").
 */
export interface Mutant {
  /** Number in the research catalogue ("V1"), or "X…" for relatives. */
  readonly id: string;
  /** The faulty rule in words. */
  readonly fault: string;
  /** Where it was seen. */
  readonly seenIn: string;
  /** By the fewest protocol steps to a visible violation: 1: ≤ 8, 2: 9–13, 3: 14–22; 0: none visible. */
  readonly class: 0 | 1 | 2 | 3;
  readonly needs: Needs;
  /**
   * Property that must catch it on side `both`; "deviation" if no property can see it, so that only
   * the comparison with the other reading does.
   */
  readonly expected: string;
  /**
   * Fewest protocol steps known to break `expected`, ever published or found by a search with 40 seeds; 0
   * where that is "deviation", or a property of liveness.
   */
  readonly shortestKnown: number;
  /** Sides it can be put on. */
  readonly sides: readonly Side[];
  /** Why nothing can see it, or null. */
  readonly equivalent: string | null;
  readonly change: RuleChange;
}

const everySide: readonly Side[] = ["impl", "chart", "both"];

/** A row of the catalogue, with the usual values filled in. */
export function mutant(row: {
  id: string;
  fault: string;
  seenIn: string;
  class: 0 | 1 | 2 | 3;
  needs?: Needs;
  expected: string;
  shortestKnown: number;
  sides?: readonly Side[];
  equivalent?: string;
  change: RuleChange;
}): Mutant {
  return { needs: {}, sides: everySide, ...row, equivalent: row.equivalent ?? null };
}
