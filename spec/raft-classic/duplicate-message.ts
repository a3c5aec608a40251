import { action, inFlight } from "./variables.js";

/** DuplicateMessage(m): the network delivers a message twice. */
export const duplicateMessage = () =>
  action({
    name: "DuplicateMessage",
    citation: "raft.tla DuplicateMessage(m)",
    parameters: [inFlight()],
    changes: ["messages"],
    guard: () => true,
    effect: (state, m) => {
      state.messages.duplicate(m);
    },
  });
