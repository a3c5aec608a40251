import { at } from "../assert.js";
import type { HistoryProperty } from "./property.js";

/** One vote a term. */
export const oneVotePerTerm: HistoryProperty = {
  name: "oneVotePerTerm",
  kind: "history",
  section: "paper §5.2, Figure 2",
  statement:
    "In each term a server votes for at most one candidate, and keeps that vote, over crashes too once it was sent, counted or written.",
  holds({ votes }, view) {
    for (const vote of votes) {
      const { voter, term, candidate } = vote;
      const other = votes.find(
        (second) => second.voter === voter && second.term === term && second.candidate !== candidate,
      );
      if (other !== undefined) {
        const message = `${voter} voted for ${candidate} and for ${other.candidate} in term ${term}`;
        return { message, servers: [voter] };
      }
      const server = view.servers.indexOf(voter);
      if (!at(view.up, server) || at(view.currentTerm, server) !== term) continue;
      if (at(view.votedFor, server) !== candidate) {
        const message = `${voter} voted for ${candidate} in term ${term}, and in the same term no longer says so`;
        return { message, servers: [voter] };
      }
    }
    return true;
  },
};
