import { member } from "../machine/index.js";
import { action, Leader, type RaftModel } from "./variables.js";

/** ClientRequest(i, v): leader i appends value v to its log. */
export const clientRequest = ({ sorts }: RaftModel) =>
  action({
    name: "ClientRequest",
    citation: "raft.tla ClientRequest(i, v); §5.3",
    parameters: [member("i", sorts.servers), member("v", sorts.values)],
    changes: ["log"],
    of: "i",
    guard: (state, i) => state.state[i] === Leader,
    effect: (state, i, v) => {
      state.log[i].append({ term: state.currentTerm[i], value: v });
    },
  });
