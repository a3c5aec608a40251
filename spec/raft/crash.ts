import { type Element, integer, member } from "../machine/index.js";
import { becomeFollower, settleAccepted } from "./steps.js";
import { action, isSynced, type RaftModel, type State } from "./variables.js";

function loseHeld(state: State, i: Element): void {
  for (const m of state.held.messages()) {
    if (m.msource !== i) continue;
    for (let copies = state.held.copies(m.kind, m); copies > 0; copies -= 1) state.held.discard(m);
  }
}

/**
 * Crash(i, kept): server i loses its memory and starts again with its disk. Of what was not synced a prefix is kept:
 * nothing (0), term and vote (1), or the log too (2).
 */
export const crash = (model: RaftModel) =>
  action({
    name: "Crash",
    citation: "§5.1, Figure 2, persistent state",
    parameters: [member("i", model.sorts.servers), integer("kept", 0, 2)],
    guard: (state, i, kept) =>
      state.crashes < model.constants.maxCrashes && (kept === 0 || !isSynced(state, i)),
    effect: (state, i, kept) => {
      state.crashes += 1;
      if (kept > 0) {
        state.durableTerm[i] = state.currentTerm[i];
        state.durableVote[i] = state.votedFor[i];
      }
      if (kept > 1) state.durableLog[i].copyFrom(state.log[i]);
      settleAccepted(model, state, i, kept > 1);
      loseHeld(state, i);
      becomeFollower(model, state, i);
      state.currentTerm[i] = state.durableTerm[i];
      state.votedFor[i] = model.rules.restoredVote(state.durableVote[i]);
      state.durableVote[i] = state.votedFor[i];
      state.log[i].copyFrom(state.durableLog[i]);
      state.commitIndex[i] = 0;
    },
  });
