import { at } from "../assert.js";
import { continuesLife } from "../cluster-view.js";
import type { StepProperty } from "./property.js";

/** What a follower is known to hold only grows. */
export const matchMonotonic: StepProperty = {
  name: "matchMonotonic",
  kind: "step",
  section: "paper §5.3, Figure 2",
  statement: "While a server leads a term, none of its matchIndex goes down.",
  holds(before, action, after) {
    if (!continuesLife(before, action)) return true;
    const { server } = action;
    if (at(before.role, server) !== "leader" || at(after.role, server) !== "leader") return true;
    if (at(before.currentTerm, server) !== at(after.currentTerm, server)) return true;
    const old = at(before.matchIndex, server);
    const now = at(after.matchIndex, server);
    const fallen = old.findIndex((index, peer) => (now[peer] ?? 0) < index);
    if (fallen === -1) return true;
    const self = at(before.servers, server);
    const peer = at(before.servers, fallen);
    const message = `${self} took its matchIndex of ${peer} back from ${old[fallen]} to ${now[fallen]}`;
    return { message, servers: [self, peer] };
  },
};
