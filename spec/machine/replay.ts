import { assert } from "../assert.js";
import type { Json, Step } from "../machine.js";
import type { Engine, Workspace } from "./engine.js";
import { bindings } from "./interpreted-engine.js";
import { elementName } from "./layout.js";
import type { AnyMessage } from "./message-codec.js";
import { failingConjunct, failingStepConjunct, type ProgramAction } from "./program.js";
import type { Parameter } from "./specification.js";
import { messageToJson, stateToJson } from "./state-json.js";
import { type StateView, viewOf } from "./state-view.js";

/** Takes the enabled step with this ordinal from the loaded state and tells everything about it. */
export function replayStep(space: Workspace, engine: Engine, ordinal: number): Step {
  const { program, base, cells } = space;
  const { layout } = program;
  // Exact even where the exploration only counted what lies beyond a limit.
  const state = viewOf(layout, cells, false);
  let left = ordinal;
  for (const action of program.actions) {
    for (const bound of bindings(action.domains, base)) {
      if (!action.action.guard(state, ...bound)) continue;
      if (left > 0) {
        left -= 1;
        continue;
      }
      action.action.effect(state, ...bound);
      return tell(space, engine, state, action, bound);
    }
  }
  assert(false, `the state has more than ${ordinal} successors`);
}

function tell(
  space: Workspace,
  engine: Engine,
  state: StateView,
  { action }: ProgramAction,
  bound: readonly unknown[],
): Step {
  const { program, base, cells } = space;
  const before = stateToJson(program.layout, base);
  const after = stateToJson(program.layout, cells);
  const changed = Object.keys(after).filter(
    (name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]),
  );
  const kept = engine.pack() === 0 && program.constraint?.(state) !== false;
  const parameters = action.parameters.map((parameter, offset): [string, Json] => [
    parameter.name,
    parameterToJson(space, parameter, bound[offset]),
  ]);
  return {
    action: action.name,
    parameters: Object.fromEntries(parameters),
    before,
    after,
    words: kept ? space.words.slice() : null,
    changed,
    broken: brokenBy(space, state, action.name, bound, changed.length > 0),
  };
}

function brokenBy(
  { program, before }: Workspace,
  state: StateView,
  action: string,
  parameters: readonly unknown[],
  changed: boolean,
): Step["broken"] {
  return program.properties.flatMap((property) => {
    if (property.kind === "eventually" || (property.kind === "step" && !changed)) return [];
    const conjunct =
      property.kind === "state"
        ? failingConjunct(property, state)
        : failingStepConjunct(property, before, state, { action, parameters });
    return conjunct === null ? [] : [{ property: property.name, conjunct }];
  });
}

function parameterToJson({ program }: Workspace, parameter: Parameter, value: unknown): Json {
  switch (parameter.from) {
    case "sort":
      return elementName(parameter.sort, value as number);
    case "range":
      return value as number;
    case "list":
      return parameter.print(value);
    case "messages": {
      const variable = program.layout.variables.find(({ name }) => name === parameter.variable);
      const placed = variable?.placed;
      assert(placed?.kind === "bag" || placed?.kind === "messageSet", `${parameter.variable} holds messages`);
      return messageToJson(placed.codec, value as AnyMessage);
    }
  }
}
