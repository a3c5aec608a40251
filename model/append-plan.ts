import type { AppendEntries, Entry, Index, ProtocolRules } from "../traces/format/index.js";
import { hearLeader } from "./chart-changes.js";
import type { ChartContext } from "./chart-context.js";
import type { AppendEntriesEvent } from "./chart-events.js";
import { appendToLog, beginStep, cutLogAfter, type Step } from "./chart-step.js";

/** What the rules answer about an append, asked in the order of docs/protocol.md §5, steps 5 to 7. */
export interface AppendPlan {
  readonly matches: boolean;
  /** First index to cut, 0 if the request contradicts nothing. */
  readonly conflict: Index;
  /** The conflict, if any, lies above commitIndex. */
  readonly mayCut: boolean;
  readonly entries: readonly Entry[];
  readonly commitIndex: Index;
}

const mismatch: AppendPlan = { matches: false, conflict: 0, mayCut: true, entries: [], commitIndex: 0 };

/** Cuts and extends the log as planned. */
export function changeLog(step: Step, plan: Pick<AppendPlan, "conflict" | "entries">): void {
  if (plan.conflict > 0) cutLogAfter(step, plan.conflict - 1);
  appendToLog(step, plan.entries);
}

function makePlan(rules: ProtocolRules, context: ChartContext, request: AppendEntries): AppendPlan {
  const trial = beginStep(rules, context);
  hearLeader(trial, request);
  const { server } = trial;
  if (!rules.matchesPrevious(server, request)) return mismatch;
  const conflict = rules.conflictStart(server, request);
  const mayCut = conflict === 0 || rules.mayTruncate(server, conflict);
  if (!mayCut) return { matches: true, conflict, mayCut, entries: [], commitIndex: server.commitIndex };
  const entries = rules.entriesToAppend(server, request, conflict);
  changeLog(trial, { conflict, entries });
  return { matches: true, conflict, mayCut, entries, commitIndex: rules.commitAfterAppend(server, request) };
}

interface KnownPlan {
  readonly rules: ProtocolRules;
  readonly context: ChartContext;
  readonly event: AppendEntriesEvent;
  readonly plan: AppendPlan;
}

// The guards of one row after another, and then the action, ask about the same three values, which
// never change: the last answer is remembered.
let known: KnownPlan | null = null;

/** The plan for an append that is not of a stale term. */
export function planAppend(
  rules: ProtocolRules,
  context: ChartContext,
  event: AppendEntriesEvent,
): AppendPlan {
  if (known?.event !== event || known.context !== context || known.rules !== rules) {
    known = { rules, context, event, plan: makePlan(rules, context, event.message) };
  }
  return known.plan;
}
