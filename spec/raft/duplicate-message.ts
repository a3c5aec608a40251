import { action, inFlight } from "./variables.js";

/** DuplicateMessage(m): the network delivers a message twice. */
export const duplicateMessage = () =>
  action({
    name: "DuplicateMessage",
    citation: "§2",
    parameters: [inFlight()],
    changes: ["messages"],
    guard: () => true,
    effect: (state, m) => {
      state.messages.duplicate(m);
    },
  });
