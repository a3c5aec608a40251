import type { AnyStateNode, AnyTransitionDefinition } from "xstate";
import type { Counts } from "../traces/format/index.js";
import { assert } from "./assert.js";
import { createRaftChart, type RaftChart } from "./raft-chart.js";

/** One row of the table. */
export interface DeclaredTransition {
  /** `state / event / case`, such as "follower / requestVote / newerTermGranted". Stable. */
  readonly id: string;
  readonly state: string;
  readonly event: string;
  readonly name: string;
  /** The state it leads to; its own if it leads nowhere else. */
  readonly target: string;
  /** Why the protocol's own rules never take it; null if they can. */
  readonly replaced: string | null;
}

function pathOf(node: AnyStateNode): string {
  return node.path.join(".");
}

function describe(transition: AnyTransitionDefinition): DeclaredTransition {
  const state = pathOf(transition.source);
  const name = transition.description ?? String(transition.guard);
  const target = transition.target?.[0];
  return {
    id: `${state} / ${transition.eventType} / ${name}`,
    state,
    event: transition.eventType,
    name,
    target: target === undefined ? state : pathOf(target),
    replaced: transition.meta?.replaced ?? null,
  };
}

function transitionsBelow(node: AnyStateNode): readonly AnyTransitionDefinition[] {
  const own = [...node.transitions.values()].flat();
  return [...own, ...Object.values(node.states).flatMap(transitionsBelow)];
}

/** Every row of the table, in the order of the chart; the same for all rules. */
export function declaredTransitions(chart: RaftChart = createRaftChart()): readonly DeclaredTransition[] {
  return transitionsBelow(chart.root).map(describe);
}

/** Where a chart's own transition objects stand in `declaredTransitions`. */
export type TransitionOffsets = ReadonlyMap<AnyTransitionDefinition, number>;

/** The offsets of `chart`, for counting without names. */
export function transitionOffsets(chart: RaftChart): TransitionOffsets {
  return new Map(transitionsBelow(chart.root).map((transition, offset) => [transition, offset]));
}

/** Counts how often each row of the table was taken. One instance may serve any number of charts. */
export class TransitionCoverage {
  readonly declared: readonly DeclaredTransition[] = declaredTransitions();
  readonly #hits = new Array<number>(this.declared.length).fill(0);
  readonly #offsets = new Map(this.declared.map(({ id }, offset) => [id, offset]));

  /** Counts the row at `offset` of `declared`. */
  take(offset: number): void {
    (this.#hits[offset] as number) += 1;
  }

  /** @throws Error if there is no such row. */
  hits(id: string): number {
    const offset = this.#offsets.get(id);
    assert(offset !== undefined, `a transition is called "${id}"`);
    return this.#hits[offset] as number;
  }

  /** The rows that can be taken and were not. */
  missing(): readonly string[] {
    return this.#idsWhere((row, hits) => row.replaced === null && hits === 0);
  }

  /** The rows taken though only a replaced rule can take them: with the protocol's own rules, none. */
  unexpected(): readonly string[] {
    return this.#idsWhere((row, hits) => row.replaced !== null && hits > 0);
  }

  /** How many of the rows that can be taken were, and how many there are. */
  total(): { readonly taken: number; readonly reachable: number } {
    const reachable = this.declared.filter((row) => row.replaced === null).length;
    return { taken: reachable - this.missing().length, reachable };
  }

  /** Plain counts, rows never taken left out: what a worker sends home. */
  counts(): Counts {
    const taken = this.declared.map(({ id }) => [id, this.hits(id)] as const).filter(([, hits]) => hits > 0);
    return Object.fromEntries(taken);
  }

  /**
   * Adds the counts of another run of the same table.
   * @throws Error if a name is unknown here.
   */
  add(counts: Counts): void {
    for (const [id, hits] of Object.entries(counts)) {
      const offset = this.#offsets.get(id);
      assert(offset !== undefined, `a transition is called "${id}"`);
      (this.#hits[offset] as number) += hits;
    }
  }

  #idsWhere(predicate: (row: DeclaredTransition, hits: number) => boolean): readonly string[] {
    return this.declared.filter((row) => predicate(row, this.hits(row.id))).map(({ id }) => id);
  }
}
