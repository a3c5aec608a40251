import { holdsEntry } from "../log-reading.js";
import { type HistoryProperty, majorityOf } from "./property.js";

/** A committed entry survives the loss of all memories. */
export const committedOnMajority: HistoryProperty = {
  name: "committedOnMajority",
  kind: "history",
  section: "paper §5.3, §5.4.2",
  statement: "Every committed entry is on the disks of a majority of the servers.",
  holds({ committed, disks }, view) {
    for (const { index, entry } of committed) {
      const holders = view.servers.filter((_, server) => {
        const disk = disks[server];
        return disk !== undefined && holdsEntry(disk.log, index, entry);
      });
      if (holders.length >= majorityOf(view.servers.length)) continue;
      const where = holders.length === 0 ? "no disk" : `the disks of ${holders.join(", ")} only`;
      return { message: `the committed entry at index ${index} is on ${where}`, servers: holders };
    }
    return true;
  },
};
