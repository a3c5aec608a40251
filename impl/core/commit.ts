import type { Index } from "../../traces/format/index.js";
import { respond } from "./effects.js";
import { entriesFrom, lastIndex } from "./log.js";
import type { ServerState } from "./state.js";

/** Sets the commit index and applies what is newly committed, so far as it exists (§5.3). */
export function setCommitIndex(state: ServerState, commitIndex: Index): void {
  const first = Math.max(state.commitIndex, state.log.baseIndex) + 1;
  const last = Math.min(commitIndex, lastIndex(state.log));
  state.commitIndex = commitIndex;
  if (first <= last) {
    state.effects.push({
      kind: "apply",
      index: first,
      entries: entriesFrom(state.log, first, last - first + 1),
    });
  }
}

/**
 * The leader's commit rule (§5.3, §5.4.2): never backwards; clients whose entries are committed get their
 * answer.
 */
export function commitAsLeader(state: ServerState): void {
  const commitIndex = state.rules.committableIndex(state);
  if (commitIndex > state.commitIndex) {
    setCommitIndex(state, commitIndex);
    answerClients(state);
  }
}

function answerClients(state: ServerState): void {
  const { pendingClients, commitIndex } = state;
  let answered = 0;
  for (const pending of pendingClients) {
    if (pending.index > commitIndex) {
      break;
    }
    respond(state, pending.client, pending.serial, "ok", "committed", pending.index);
    answered += 1;
  }
  if (answered > 0) {
    pendingClients.splice(0, answered);
  }
}
