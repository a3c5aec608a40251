import { at } from "../assert.js";
import { continuesLife } from "../cluster-view.js";
import type { StepProperty } from "./property.js";

/** The commit index only grows. */
export const commitMonotonic: StepProperty = {
  name: "commitMonotonic",
  kind: "step",
  section: "paper §5.3, Figure 2",
  statement: "Within a life, a server's commitIndex never goes down.",
  holds(before, action, after) {
    if (!continuesLife(before, action)) return true;
    const [old, now] = [at(before.commitIndex, action.server), at(after.commitIndex, action.server)];
    if (now >= old) return true;
    const self = at(before.servers, action.server);
    return { message: `the commitIndex of ${self} went down from ${old} to ${now}`, servers: [self] };
  },
};
