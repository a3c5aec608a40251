import { at } from "../assert.js";
import { runningServers } from "../cluster-view.js";
import { holdsEntry } from "../log-reading.js";
import type { HistoryProperty } from "./property.js";

/** Leader Completeness. */
export const leaderCompleteness: HistoryProperty = {
  name: "leaderCompleteness",
  kind: "history",
  section: "paper §5.4, Figure 3",
  statement:
    "An entry committed in some term is in the log of every leader of a higher term, present or to come.",
  holds({ committed }, view) {
    for (const server of runningServers(view)) {
      if (at(view.role, server) !== "leader") continue;
      const leaderTerm = at(view.currentTerm, server);
      const missing = committed.find(
        ({ index, entry, term }) => term < leaderTerm && !holdsEntry(at(view.log, server), index, entry),
      );
      if (missing === undefined) continue;
      const self = at(view.servers, server);
      const { index, term } = missing;
      const message = `${self} leads term ${leaderTerm} without the entry at index ${index}, committed in term ${term}`;
      return { message, servers: [self] };
    }
    return true;
  },
};
