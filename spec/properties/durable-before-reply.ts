import type { AppendRecord, Message, ServerId, StorageRecord, Term } from "../../traces/format/index.js";
import { at } from "../assert.js";
import { claimsOwnTerm, messagesOf } from "../cluster-history.js";
import type { Disk } from "../disk.js";
import { holdsEntry, lastIndex } from "../log-reading.js";
import type { HistoryProperty } from "./property.js";

/** Nothing is told or counted that a crash could undo. */
export const durableBeforeReply: HistoryProperty = {
  name: "durableBeforeReply",
  kind: "history",
  section: "paper §5.1, Figure 2; D §10.2.1",
  statement:
    "The term of every message, a vote given or asked for, an acknowledged entry and a leader's own matchIndex rest on completed writes only.",
  holds({ latest, disks, unsynced }, view) {
    if (latest?.kind !== "step") return true;
    const { server } = latest;
    const self = at(view.servers, server);
    const disk = at(disks, server);
    for (const message of messagesOf(latest)) {
      const claim = firstUnwrittenClaim(message, self, disk, at(unsynced, server));
      if (claim !== null)
        return { message: `${self} sent ${message.kind} before ${claim} was on its disk`, servers: [self] };
    }
    const own = at(view.role, server) === "leader" ? (at(view.matchIndex, server)[server] ?? 0) : 0;
    if (own <= lastIndex(disk.log)) return true;
    const message = `${self} counts its own entries up to index ${own}, its disk holds ${lastIndex(disk.log)}`;
    return { message, servers: [self] };
  },
};

type Writes = readonly (readonly StorageRecord[])[];

function firstUnwrittenClaim(message: Message, self: ServerId, disk: Disk, unsynced: Writes): string | null {
  if (claimsOwnTerm(message) && message.term > disk.currentTerm) return `term ${message.term}`;
  if (message.kind === "requestVote" && !standsByVote(disk, message.term, self)) {
    return `its own vote in term ${message.term}`;
  }
  if (
    message.kind === "requestVoteResponse" &&
    message.granted &&
    !standsByVote(disk, message.term, message.to)
  ) {
    return `its vote for ${message.to} in term ${message.term}`;
  }
  if (message.kind === "appendEntriesResponse" && message.success) {
    const { matchIndex, term } = message;
    const missing = entriesToCome(unsynced, term).some(
      ({ index, entry }) => index <= matchIndex && !holdsEntry(disk.log, index, entry),
    );
    if (missing || lastIndex(disk.log) < matchIndex) return `the log up to index ${matchIndex}`;
  }
  return null;
}

/** The disk has the vote, or is in a later term already, in which no vote of `term` can be given any more. */
function standsByVote(disk: Disk, term: Term, candidate: ServerId): boolean {
  return disk.currentTerm > term || (disk.currentTerm === term && disk.votedFor === candidate);
}

/** Entries handed to the disk, not yet on it, before the server went beyond `term`: an answer of `term` rests on them. */
function entriesToCome(unsynced: Writes, term: Term): readonly AppendRecord[] {
  const beyond = unsynced.findIndex((records) =>
    records.some((record) => record.kind === "hardState" && record.currentTerm > term),
  );
  const records = (beyond === -1 ? unsynced : unsynced.slice(0, beyond)).flat();
  return records.filter((record) => record.kind === "append");
}
