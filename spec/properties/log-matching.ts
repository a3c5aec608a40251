import type { Index, Log } from "../../traces/format/index.js";
import { at } from "../assert.js";
import { runningServers } from "../cluster-view.js";
import { entryAt, indexes, lastIndex, sameEntry } from "../log-reading.js";
import type { StateProperty } from "./property.js";

/** Log Matching. */
export const logMatching: StateProperty = {
  name: "logMatching",
  kind: "state",
  section: "paper §5.3, Figure 3",
  statement:
    "If two logs have an entry with the same index and term, they are identical in all entries up to that index.",
  holds(view) {
    const running = runningServers(view);
    for (const first of running) {
      for (const second of running) {
        const index = first < second ? firstMismatch(at(view.log, first), at(view.log, second)) : 0;
        if (index === 0) continue;
        const servers = [at(view.servers, first), at(view.servers, second)];
        const message = `the logs of ${servers.join(" and ")} agree on a term further on, but differ at index ${index}`;
        return { message, servers };
      }
    }
    return true;
  },
};

/** The lowest index at which the logs differ although they have the same term there or later; 0 if none. */
function firstMismatch(left: Log, right: Log): Index {
  const first = Math.max(left.baseIndex, right.baseIndex) + 1;
  const common = indexes(first, Math.min(lastIndex(left), lastIndex(right)));
  const agreed = common.findLast((index) => entryAt(left, index)?.term === entryAt(right, index)?.term) ?? 0;
  return common.find((index) => index <= agreed && !equalAt(left, right, index)) ?? 0;
}

function equalAt(left: Log, right: Log, index: Index): boolean {
  const ours = entryAt(left, index);
  const theirs = entryAt(right, index);
  return ours !== undefined && theirs !== undefined && sameEntry(ours, theirs);
}
