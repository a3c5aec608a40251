import { action, inFlight } from "./variables.js";

/** DropMessage(m): the network loses a message. */
export const dropMessage = () =>
  action({
    name: "DropMessage",
    citation: "raft.tla DropMessage(m)",
    parameters: [inFlight()],
    changes: ["messages"],
    guard: () => true,
    effect: (state, m) => {
      state.messages.discard(m);
    },
  });
