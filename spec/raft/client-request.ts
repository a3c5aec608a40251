import { member } from "../machine/index.js";
import { countOwnLog, noteAccepted } from "./steps.js";
import { action, Leader, type RaftModel } from "./variables.js";

/** ClientRequest(i, v): leader i appends value v to its log. */
export const clientRequest = (model: RaftModel) =>
  action({
    name: "ClientRequest",
    citation: "§5.3",
    parameters: [member("i", model.sorts.servers), member("v", model.sorts.values)],
    changes: ["log", "matchIndex", "accepted"],
    of: "i",
    guard: (state, i) => state.role[i] === Leader,
    effect: (state, i, v) => {
      state.log[i].append({ term: state.currentTerm[i], value: v });
      countOwnLog(model, state, i);
      noteAccepted(model, state, i);
    },
  });
