import { at } from "../assert.js";
import type { Visitor } from "../machine.js";
import { SpecificationError } from "./error.js";
import { beyond } from "./message-encoder.js";
import { failingConjunct, type Program } from "./program.js";
import type { StateProperty, StepProperty } from "./specification.js";
import { type StateView, viewOf } from "./state-view.js";
import { Successors } from "./successors.js";

/** What became of a working state when it was packed. */
export const Verdict = { kept: 0, same: 1, beyond: 2 } as const;

/** The working state and its surroundings, which both engines share. */
export interface Workspace {
  readonly program: Program;
  /** The state that is worked on, and the one that `load` loaded: one integer a cell. */
  readonly cells: Int32Array;
  readonly base: Int32Array;
  readonly state: StateView;
  readonly before: StateView;
  /** The packed forms of both. */
  readonly words: Int32Array;
  readonly from: Int32Array;
  /** The fingerprint of what was packed last. */
  readonly lanes: Int32Array;
  readonly taken: Float64Array;
  readonly witnessed: Float64Array;
  readonly judge: Judge;
  readonly successors: Successors;
}

/** Runs the actions of a program over packed states. Two engines do it: one generates code, one interprets. */
export interface Engine {
  /** Unpacks a state to `base` and `cells`. */
  load(words: Int32Array, offset: number): void;
  /** Unpacks a successor to `cells`; what was loaded stays in `base`. */
  show(words: Int32Array, offset: number): void;
  /** Packs `cells` to `words`, or tells that they lie beyond a limit. Throws on a value beyond its bound. */
  pack(): 0 | 2;
  /** Fingerprints `cells`, which have been packed to `words`. */
  fingerprint(): void;
  expand(words: Int32Array, offset: number, visitor: Visitor): number;
}

export function workspaceOf(program: Program): Workspace {
  const { layout, brisk } = program;
  const cells = new Int32Array(layout.cells.length);
  const base = new Int32Array(layout.cells.length);
  const state = viewOf(layout, cells, brisk);
  const before = viewOf(layout, base, brisk);
  const taken = new Float64Array(program.actions.length);
  const witnessed = new Float64Array(program.witnesses.length);
  const words = new Int32Array(layout.wordCount);
  return {
    program,
    cells,
    base,
    state,
    before,
    words,
    from: new Int32Array(layout.wordCount),
    lanes: new Int32Array(2),
    taken,
    witnessed,
    judge: new Judge(program, state, before, witnessed),
    successors: new Successors(words),
  };
}

/** A property that an action with some frame may break: its offset, and its conjuncts in order. */
interface Check<Conjunct> {
  readonly property: number;
  readonly conjuncts: readonly Conjunct[];
}

/** Looks at what an action led to. */
export class Judge {
  /** The values of the parameters of the action that was taken last; kept up only if a step property asks. */
  parameters: readonly unknown[] = [];
  /** Whether there is anything to look for in a new state. */
  readonly looksAtStates: boolean;
  private readonly program: Program;
  private readonly state: StateView;
  private readonly before: StateView;
  private readonly witnessed: Float64Array;
  /** By frame. */
  private readonly stateChecks: readonly (readonly Check<StateProperty["conjuncts"][string]>[])[];
  private readonly stepChecks: readonly (readonly Check<StepProperty["conjuncts"][string]>[])[];

  constructor(program: Program, state: StateView, before: StateView, witnessed: Float64Array) {
    const { frames, properties, witnesses } = program;
    this.looksAtStates = witnesses.length > 0 || properties.some(({ kind }) => kind === "state");
    this.program = program;
    this.state = state;
    this.before = before;
    this.witnessed = witnessed;
    this.stateChecks = frames.map(({ stateProperties }) =>
      stateProperties.flatMap((property) => {
        const one = properties[property];
        return one?.kind === "state" ? [{ property, conjuncts: Object.values(one.conjuncts) }] : [];
      }),
    );
    this.stepChecks = frames.map(({ stepProperties }) =>
      stepProperties.flatMap((property) => {
        const one = properties[property];
        return one?.kind === "step" ? [{ property, conjuncts: Object.values(one.conjuncts) }] : [];
      }),
    );
  }

  /** A step that changed the state. */
  step(frame: number, action: number, ordinal: number, visitor: Visitor): void {
    const taken = { action: this.program.actions[action]?.action.name ?? "", parameters: this.parameters };
    for (const { property, conjuncts } of at(this.stepChecks, frame)) {
      for (const holds of conjuncts) {
        if (holds(this.before, this.state, taken)) continue;
        visitor.violated(property, ordinal);
        break;
      }
    }
  }

  /** A state not seen before, or one beyond the limits: only what its step may have changed is looked at. */
  successor(frame: number, ordinal: number, visitor: Visitor): void {
    for (const { property, conjuncts } of at(this.stateChecks, frame)) {
      for (const holds of conjuncts) {
        if (holds(this.state)) continue;
        visitor.violated(property, ordinal);
        break;
      }
    }
  }

  /** Counts what a new state shows. */
  witness(): void {
    const { witnesses } = this.program;
    for (let offset = 0; offset < witnesses.length; offset += 1) {
      if (witnesses[offset]?.seen(this.state))
        this.witnessed[offset] = (this.witnessed[offset] as number) + 1;
    }
  }

  /** The first state property that the working state breaks, or -1. */
  broken(): number {
    return this.program.properties.findIndex(
      (property) => property.kind === "state" && failingConjunct(property, this.state) !== null,
    );
  }
}

/** Names the value that lies beyond its declared bound. */
export function refuse({ program, cells }: Workspace, action: string): never {
  const offset = program.layout.cells.findIndex(
    ({ checked, limit, low, high }, cell) =>
      checked && !limit && ((cells[cell] as number) < low || (cells[cell] as number) > high),
  );
  const cell = at(program.layout.cells, offset);
  throw new SpecificationError(
    `${beyond(cell.place, cells[offset] as number, cell).message} after ${action}`,
  );
}
