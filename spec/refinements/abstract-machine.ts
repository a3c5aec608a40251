import { assert } from "../assert.js";
import type { Action, Model, Specification } from "../machine/index.js";

/** A step of an abstract specification: its action and parameters, witnesses left out. */
export interface AbstractStep {
  readonly action: string;
  readonly parameters: readonly unknown[];
}

/** A specification with its constants filled in, run on plain states by its own guards and effects. */
export class AbstractMachine<State> {
  readonly specification: Specification;
  readonly model: Model;
  private readonly actions: ReadonlyMap<string, Action<State>>;

  constructor(specification: Specification, constants: { readonly [constant: string]: number }) {
    this.specification = specification;
    this.model = { constants, sorts: specification.sorts(constants), rules: specification.rules };
    this.actions = new Map(
      specification.actions(this.model).map((action) => [action.name, action as Action<State>]),
    );
  }

  /** Takes the step if some choice of witnesses enables it; false, and no change, if none does. */
  take(state: State, step: AbstractStep): boolean {
    const action = this.actions.get(step.action);
    assert(action !== undefined, `${this.specification.name} has the action ${step.action}`);
    const witness = action.parameters[step.parameters.length];
    for (const one of witness?.from === "list" ? witness.items : [null]) {
      if (!action.guard(state, ...step.parameters, one)) continue;
      action.effect(state, ...step.parameters, one);
      return true;
    }
    return false;
  }
}
