import type {
  AppendEntries,
  ContactMoment,
  Entry,
  Index,
  LogMoment,
  Server,
} from "../../traces/format/index.js";
import { hasTermAt, lastIndex, termAt } from "./log.js";

/** Last index that the request covers. */
function lastIndexOf(request: AppendEntries): Index {
  return request.prevLogIndex + request.entries.length;
}

/** A candidate that hears from the leader of its term has lost (§5.2). */
export function candidateYields(_server: Server, _request: AppendEntries): boolean {
  return true;
}

/** The consistency check: same index, same term, hence the same log up to there (§5.3). */
export function matchesPrevious(server: Server, request: AppendEntries): boolean {
  return hasTermAt(server.log, request.prevLogIndex, request.prevLogTerm);
}

/** First index at which the log and the request have entries of different terms, 0 if none (§5.3). */
export function conflictStart(server: Server, request: AppendEntries): Index {
  const last = lastIndex(server.log);
  let index = request.prevLogIndex;
  for (const entry of request.entries) {
    index += 1;
    if (index > last) {
      return 0;
    }
    if (termAt(server.log, index) !== entry.term) {
      return index;
    }
  }
  return 0;
}

/** The request's entries that the log lacks, or will lack once cut from `conflict` (Figure 2, step 4). */
export function entriesToAppend(server: Server, request: AppendEntries, conflict: Index): readonly Entry[] {
  const kept = conflict > 0 ? conflict - 1 : lastIndex(server.log);
  return request.entries.slice(Math.max(0, kept - request.prevLogIndex));
}

/** Committed entries are for ever; a conflict with one means that somebody is broken (§5.4.3). */
export function mayTruncate(server: Server, from: Index): boolean {
  return from > server.commitIndex;
}

/** What a success tells the leader: the last index that this request covered, no more (Figure 2). */
export function acknowledgedIndex(_server: Server, request: AppendEntries): Index {
  return lastIndexOf(request);
}

/** Commits what the leader has committed, but only what this request vouches for (Figure 2, step 5). */
export function commitAfterAppend(server: Server, request: AppendEntries): Index {
  return Math.max(server.commitIndex, Math.min(request.leaderCommit, lastIndexOf(request)));
}

/** Losing the lead or granting a vote leaves the log as it is (§5.3: only a conflict removes entries). */
export function lastIndexAfter(server: Server, _moment: LogMoment): Index {
  return lastIndex(server.log);
}

/** Only the leader and a granted vote quieten a follower (§5.2). */
export function resetsElectionTimer(_server: Server, moment: ContactMoment): boolean {
  return moment === "leaderAccepted" || moment === "voteGranted";
}
