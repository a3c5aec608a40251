import { at } from "../assert.js";
import { type ClusterStep, type ClusterView, continuesLife } from "../cluster-view.js";
import { firstLostIndex } from "../log-reading.js";
import type { StepProperty } from "./property.js";

/** Leader Append-Only. */
export const leaderAppendOnly: StepProperty = {
  name: "leaderAppendOnly",
  kind: "step",
  section: "paper §5.3, Figure 3",
  statement:
    "A leader never overwrites or deletes entries of its log, not even in the step in which it is deposed.",
  holds(before, action, after) {
    if (!continuesLife(before, action)) return true;
    const { server } = action;
    if (at(before.role, server) !== "leader" || followsNewLeader(before, action)) return true;
    const lost = firstLostIndex(at(before.log, server), at(after.log, server));
    if (lost === 0) return true;
    const self = at(before.servers, server);
    const term = at(before.currentTerm, server);
    return { message: `${self}, leader of term ${term}, lost its entry at index ${lost}`, servers: [self] };
  },
};

/** Entries of a later leader are taken as a follower, which in this very step it becomes. */
function followsNewLeader(before: ClusterView, { server, input }: ClusterStep): boolean {
  if (input.kind !== "message" || input.message.kind !== "appendEntries") return false;
  return input.message.term > at(before.currentTerm, server);
}
