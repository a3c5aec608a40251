import { emptySet, member } from "../machine/index.js";
import { countPreVote, standForElection } from "./steps.js";
import { action, Leader, PreCandidate, type RaftModel } from "./variables.js";

/** Timeout(i): no leader was heard of; server i stands for election, or first asks whether it would win. */
export const timeout = (model: RaftModel) =>
  action({
    name: "Timeout",
    citation: "§5.2; D §9.6",
    parameters: [member("i", model.sorts.servers)],
    changes: ["role", "currentTerm", "votedFor", "preVotesGranted", "votesGranted"],
    of: "i",
    guard: (state, i) => state.role[i] !== Leader,
    effect: (state, i) => {
      if (model.constants.preVote === 0) {
        standForElection(state, i);
        return;
      }
      state.role[i] = PreCandidate;
      state.votesGranted[i] = emptySet;
      state.preVotesGranted[i] = emptySet;
      countPreVote(model, state, i, i);
    },
  });
