import { Nil } from "../machine/index.js";
import { action, Follower, inFlight } from "./variables.js";

/** UpdateTerm: a message of a higher term is not yet handled, but makes its receiver a follower of that term. */
export const updateTerm = () =>
  action({
    name: "UpdateTerm",
    citation: "raft.tla UpdateTerm(i, j, m); §5.1",
    parameters: [inFlight()],
    changes: ["currentTerm", "state", "votedFor"],
    of: "m.mdest",
    guard: (state, m) => m.mterm > state.currentTerm[m.mdest],
    effect: (state, m) => {
      state.currentTerm[m.mdest] = m.mterm;
      state.state[m.mdest] = Follower;
      state.votedFor[m.mdest] = Nil;
    },
  });
