import { at } from "../assert.js";
import { runningServers } from "../cluster-view.js";
import type { HistoryProperty } from "./property.js";

/** Terms only grow. */
export const monotonicTerm: HistoryProperty = {
  name: "monotonicTerm",
  kind: "history",
  section: "paper §5.1",
  statement:
    "A server's term never goes down within a life, and a crash takes it neither below what is on its disk nor below a term it has spoken of.",
  holds({ disks, spokenTerm, lifeTerm }, view) {
    for (const server of runningServers(view)) {
      const self = at(view.servers, server);
      const term = at(view.currentTerm, server);
      const fell = (floor: number, origin: string) => ({
        message: `${self} is in term ${term}, below term ${floor}, ${origin}`,
        servers: [self],
      });
      if (term < at(lifeTerm, server)) return fell(at(lifeTerm, server), "in which it already was");
      if (term < at(disks, server).currentTerm)
        return fell(at(disks, server).currentTerm, "which is on its disk");
      if (term < at(spokenTerm, server)) return fell(at(spokenTerm, server), "of which it has spoken");
    }
    return true;
  },
};
