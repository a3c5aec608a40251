import { setup } from "xstate";
import type { ProtocolRules, ServerConfiguration } from "../traces/format/index.js";
import { type Action, chartActions } from "./chart-actions.js";
import type { ChartContext } from "./chart-context.js";
import type { ChartEvent } from "./chart-events.js";
import { chartGuards, type Guard } from "./chart-guards.js";
import { chartRules } from "./chart-rules.js";
import { beginStep, finishStep } from "./chart-step.js";

const types = {} as { context: ChartContext; events: ChartEvent; input: ServerConfiguration | undefined };

const plain = setup({ types });

/** What XState hands to a guard. */
interface Moment {
  readonly context: ChartContext;
  readonly event: ChartEvent;
}

function bindGuard(rules: ProtocolRules, guard: Guard) {
  return ({ context, event }: Moment) => guard(rules, context, event);
}

function bindAction(rules: ProtocolRules, action: Action) {
  return plain.assign(({ context, event }) => {
    const step = beginStep(rules, context);
    action(step, event);
    return finishStep(step);
  });
}

type Bound<Table, Value> = { [Name in keyof Table]: Value };

function bindAll<Table extends object, Value, Part>(
  table: Table & { readonly [name: string]: Part },
  bind: (part: Part) => Value,
): Bound<Table, Value> {
  const bound = Object.entries(table).map(([name, part]) => [name, bind(part as Part)]);
  return Object.fromEntries(bound) as Bound<Table, Value>;
}

/** The guards of the table, deciding by `rules`. */
export function guardsFor(rules: ProtocolRules) {
  return bindAll(chartGuards, (guard: Guard) => bindGuard(rules, guard));
}

/** The actions of the table, changing by `rules`: one `assign` each. */
export function actionsFor(rules: ProtocolRules) {
  return bindAll(chartActions, (action: Action) => bindAction(rules, action));
}

/** The vocabulary in which the states are written down. */
export const raftSetup = setup({
  types,
  guards: guardsFor(chartRules),
  actions: actionsFor(chartRules),
});
