import { at } from "../assert.js";
import { appliedEntries } from "../cluster-history.js";
import { runningServers } from "../cluster-view.js";
import { entryAt, sameEntry } from "../log-reading.js";
import type { HistoryProperty } from "./property.js";

/** State Machine Safety. */
export const stateMachineSafety: HistoryProperty = {
  name: "stateMachineSafety",
  kind: "history",
  section: "paper §5.4.3, Figure 3",
  statement: "No two servers ever commit or apply different entries at the same index.",
  holds({ committed, latest }, view) {
    for (const { index, entry } of committed) {
      const differs = runningServers(view).find((server) => {
        const held = entryAt(at(view.log, server), index);
        return index <= at(view.commitIndex, server) && held !== undefined && !sameEntry(held, entry);
      });
      if (differs === undefined) continue;
      const self = at(view.servers, differs);
      const message = `${self} committed an entry at index ${index} that is not the one first committed there`;
      return { message, servers: [self] };
    }
    if (latest?.kind !== "step") return true;
    const applied = appliedEntries(latest).find(({ index, entry }) =>
      committed.some((known) => known.index === index && !sameEntry(known.entry, entry)),
    );
    if (applied === undefined) return true;
    const self = at(view.servers, latest.server);
    const message = `${self} applied an entry at index ${applied.index} that is not the one committed there`;
    return { message, servers: [self] };
  },
};
