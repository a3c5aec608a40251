import type { HistoryProperty } from "./property.js";

/** Election Safety. */
export const electionSafety: HistoryProperty = {
  name: "electionSafety",
  kind: "history",
  section: "paper §5.2, Figure 3",
  statement: "At most one server is ever leader of a given term.",
  holds({ elections }) {
    for (const first of elections) {
      const second = elections.find(({ term, leader }) => term === first.term && leader !== first.leader);
      if (second === undefined) continue;
      const message = `${first.leader} and ${second.leader} both became leader of term ${first.term}`;
      return { message, servers: [first.leader, second.leader] };
    }
    return true;
  },
};
