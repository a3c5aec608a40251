import type { ProtocolRules } from "../traces/format/index.js";
import { planAppend } from "./append-plan.js";
import type { ChartContext } from "./chart-context.js";
import type { AppendEntriesEvent } from "./chart-events.js";

type AppendGuard = (rules: ProtocolRules, context: ChartContext, event: AppendEntriesEvent) => boolean;

const logMismatch: AppendGuard = (rules, context, event) => !planAppend(rules, context, event).matches;

const committedConflict: AppendGuard = (rules, context, event) => !planAppend(rules, context, event).mayCut;

const conflictTruncated: AppendGuard = (rules, context, event) =>
  planAppend(rules, context, event).conflict > 0;

const extendedAndCommitted: AppendGuard = (rules, context, event) =>
  extended(rules, context, event) && committed(rules, context, event);

const extended: AppendGuard = (rules, context, event) => planAppend(rules, context, event).entries.length > 0;

const committed: AppendGuard = (rules, context, event) =>
  planAppend(rules, context, event).commitIndex > context.server.commitIndex;

const alreadyHeld: AppendGuard = (_rules, _context, { message }) => message.entries.length > 0;

const inNewerTerm =
  (guard: AppendGuard): AppendGuard =>
  (rules, context, event) =>
    rules.isNewerTerm(context.server, event.message) && guard(rules, context, event);

const unyielding: AppendGuard = (rules, { server }, { message }) => !rules.candidateYields(server, message);

/** The conditions on an append that is not of a stale term (§5.3; docs/protocol.md §5), in the order they are asked. */
export const appendGuards = {
  newerTermLogMismatch: inNewerTerm(logMismatch),
  newerTermCommittedConflict: inNewerTerm(committedConflict),
  newerTermConflictTruncated: inNewerTerm(conflictTruncated),
  newerTermExtendedAndCommitted: inNewerTerm(extendedAndCommitted),
  newerTermExtended: inNewerTerm(extended),
  newerTermCommitted: inNewerTerm(committed),
  newerTermAlreadyHeld: inNewerTerm(alreadyHeld),

  unyieldingLogMismatch: (rules, context, event: AppendEntriesEvent) =>
    unyielding(rules, context, event) && logMismatch(rules, context, event),
  unyieldingCommittedConflict: (rules, context, event: AppendEntriesEvent) =>
    unyielding(rules, context, event) && committedConflict(rules, context, event),
  unyielding,

  logMismatch,
  committedConflict,
  conflictTruncated,
  extendedAndCommitted,
  extended,
  committed,
  alreadyHeld,
} satisfies { readonly [name: string]: AppendGuard };
