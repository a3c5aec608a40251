import type { Index, Message, ServerId, StepEvent, Term } from "../../traces/format/index.js";
import type { DiskCopies } from "./disk-copies.js";
import type { Evidence, Oracle } from "./oracle.js";

/** Said means written (paper §5.1, D §10.2.1): holds every message against our copy of the sender's disk. */
export class DurableBeforeReplyOracle implements Oracle {
  readonly property = "durableBeforeReply";

  onStep({ server, state }: StepEvent, { servers, disks, effects }: Evidence): string | null {
    const self = servers[server] as ServerId;
    for (const message of effects.messages) {
      if (restsOnDisk(message, self, server, disks)) continue;
      const { kind, to, term } = message;
      return `${self} sent ${kind} of term ${term} to ${to}, and a crash could still undo what it says`;
    }
    if (state.role !== "leader") return null;
    const own: Index = state.matchIndex[server] ?? 0;
    if (own <= disks.lastIndex(server)) return null;
    return `${self} counts itself for index ${own}, and its disk ends at ${disks.lastIndex(server)}`;
  }

  onCrash(): null {
    return null;
  }

  reset(): void {
    // Nothing is remembered: the disks say it all.
  }
}

function restsOnDisk(message: Message, self: ServerId, server: number, disks: DiskCopies): boolean {
  const written = disks.currentTerm(server);
  if (message.kind === "requestPreVote") return true;
  if (message.kind === "requestPreVoteResponse" && message.granted) return true;
  if (message.term > written) return false;
  if (message.kind === "requestVote") return hasVoted(message.term, self, server, disks);
  if (message.kind === "requestVoteResponse") {
    return !message.granted || hasVoted(message.term, message.to, server, disks);
  }
  if (message.kind !== "appendEntriesResponse" || !message.success) return true;
  const { matchIndex, term } = message;
  return matchIndex <= disks.lastIndex(server) && !disks.isWritingTo(server, matchIndex, term);
}

/** True if the disk has the vote, or a later term, which rules out another vote as well. */
function hasVoted(term: Term, candidate: ServerId, server: number, disks: DiskCopies): boolean {
  return term < disks.currentTerm(server) || disks.votedFor(server) === candidate;
}
