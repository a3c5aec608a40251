import { at } from "../assert.js";
import { continuesLife } from "../cluster-view.js";
import { firstLostIndex, lastIndex } from "../log-reading.js";
import type { StepProperty } from "./property.js";

/** What a server knows committed stays in its log. */
export const committedNeverTruncated: StepProperty = {
  name: "committedNeverTruncated",
  kind: "step",
  section: "paper §5.3, §5.4",
  statement:
    "A server's log reaches to its commitIndex, is never cut at or below it, and never meets a leader who would cut it there.",
  holds(before, action, after) {
    if (action.kind !== "step") return true;
    const { server, effects } = action;
    const self = at(after.servers, server);
    const broken = (message: string) => ({ message: `${self} ${message}`, servers: [self] });
    if (effects.some((effect) => effect.kind === "stopped" && effect.reason === "committedConflict")) {
      return broken("was asked to cut entries that it knows committed, and stopped");
    }
    const commit = at(after.commitIndex, server);
    const end = lastIndex(at(after.log, server));
    if (commit > end) return broken(`has commitIndex ${commit}, but its log ends at index ${end}`);
    if (!continuesLife(before, action)) return true;
    const lost = firstLostIndex(at(before.log, server), at(after.log, server));
    if (lost === 0 || lost > at(before.commitIndex, server)) return true;
    return broken(`cut its log at index ${lost}, which it knows committed`);
  },
};
