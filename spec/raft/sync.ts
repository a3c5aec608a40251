import { type Element, member } from "../machine/index.js";
import { advanceCommitIndex, countOwnLog, countVote, settleAccepted } from "./steps.js";
import { action, Candidate, isSynced, Leader, type RaftModel, type State } from "./variables.js";

/** What waited for the disk goes out. */
function releaseHeld(state: State, i: Element): void {
  for (const m of state.held.messages()) {
    if (m.msource !== i) continue;
    for (let copies = state.held.copies(m.kind, m); copies > 0; copies -= 1) {
      state.held.discard(m);
      state.messages.send(m.kind, m);
    }
  }
}

/** Sync(i): all that server i has written is on its disk; it counts its own vote, or its own log. */
export const sync = (model: RaftModel) =>
  action({
    name: "Sync",
    citation: "Figure 2, persistent state; D §10.2.1",
    parameters: [member("i", model.sorts.servers)],
    guard: (state, i) => !isSynced(state, i),
    effect: (state, i) => {
      state.durableTerm[i] = state.currentTerm[i];
      state.durableVote[i] = state.votedFor[i];
      state.durableLog[i].copyFrom(state.log[i]);
      settleAccepted(model, state, i, true);
      releaseHeld(state, i);
      if (state.role[i] === Candidate) countVote(model, state, i, i);
      else if (state.role[i] === Leader) {
        countOwnLog(model, state, i);
        advanceCommitIndex(model, state, i);
      }
    },
  });
