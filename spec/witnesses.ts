import type { AppendEntries, Log, RequestVote } from "../traces/format/index.js";
import { at } from "./assert.js";
import { becameLeader, type ClusterHistory, messagesOf } from "./cluster-history.js";
import {
  beginsLife,
  type ClusterAction,
  type ClusterStep,
  type ClusterView,
  continuesLife,
} from "./cluster-view.js";
import { entryAt, firstLostIndex, indexes, lastIndex, logEnd, termAt } from "./log-reading.js";

/** Things that a run must show now and then, or its silence proves nothing. */
export type WitnessName =
  | "leaderElected"
  | "reElected"
  | "entryCommitted"
  | "oldTermEntryCommitted"
  | "conflictTruncated"
  | "commitBoundedByMessage"
  | "voteRefusedForLog"
  | "duplicateVoteIgnored"
  | "preVoteRefused"
  | "leaderProtected"
  | "quorumLostStepDown"
  | "staleLeaderDeposed"
  | "restartedWithVote"
  | "tornWriteLost";

/** Something worth having happened, told of one action. `history` includes the action. */
export interface Witness {
  readonly name: WitnessName;
  readonly statement: string;
  seen(history: ClusterHistory, before: ClusterView, action: ClusterAction, after: ClusterView): boolean;
}

type StepPredicate = (
  before: ClusterView,
  step: ClusterStep,
  after: ClusterView,
  history: ClusterHistory,
) => boolean;

/** A witness of steps within a running life. */
function witnessOfStep(name: WitnessName, statement: string, seen: StepPredicate): Witness {
  return {
    name,
    statement,
    seen: (history, before, action, after) =>
      continuesLife(before, action) && seen(before, action, after, history),
  };
}

export const witnesses: readonly Witness[] = [
  witnessOfStep("leaderElected", "A server became leader.", becameLeader),
  witnessOfStep(
    "reElected",
    "A server became leader after another term had had a leader.",
    (before, step, after, { elections }) =>
      becameLeader(before, step, after) &&
      elections.some(({ term }) => term !== at(after.currentTerm, step.server)),
  ),
  witnessOfStep("entryCommitted", "A leader committed an entry.", (before, step, after) =>
    leaderCommits(before, step, after),
  ),
  witnessOfStep(
    "oldTermEntryCommitted",
    "A leader committed an entry of an earlier term, through one of its own (paper §5.4.2).",
    (before, step, after) =>
      leaderCommits(before, step, after) &&
      indexes(at(before.commitIndex, step.server) + 1, at(after.commitIndex, step.server)).some((index) => {
        const entry = entryAt(at(after.log, step.server), index);
        return entry !== undefined && entry.term < at(after.currentTerm, step.server);
      }),
  ),
  witnessOfStep(
    "conflictTruncated",
    "A follower cut entries that its leader does not have (paper §5.3).",
    (before, { server, input }, after) =>
      input.kind === "message" &&
      input.message.kind === "appendEntries" &&
      firstLostIndex(at(before.log, server), at(after.log, server)) > 0,
  ),
  witnessOfStep(
    "commitBoundedByMessage",
    "A follower whose log goes further than the message covered did not commit so far, though its leader had.",
    (_, { server, input }, after) =>
      input.kind === "message" &&
      input.message.kind === "appendEntries" &&
      isAccepted(input.message, after, server) &&
      at(after.commitIndex, server) < Math.min(input.message.leaderCommit, lastIndex(at(after.log, server))),
  ),
  witnessOfStep(
    "voteRefusedForLog",
    "A server with a free vote kept it from a candidate whose log is behind its own (paper §5.4.1).",
    (_, { server, input }, after) =>
      input.kind === "message" &&
      input.message.kind === "requestVote" &&
      input.message.term === at(after.currentTerm, server) &&
      at(after.votedFor, server) === null &&
      isBehind(input.message, at(after.log, server)),
  ),
  witnessOfStep(
    "duplicateVoteIgnored",
    "A grant came twice and was counted once.",
    (before, { server, input }, after) =>
      input.kind === "message" &&
      input.message.kind === "requestVoteResponse" &&
      input.message.granted &&
      input.message.term === at(after.currentTerm, server) &&
      at(before.votesGranted, server).includes(input.message.from) &&
      at(before.votesGranted, server).length === at(after.votesGranted, server).length,
  ),
  witnessOfStep("preVoteRefused", "A pre-vote was refused (D §9.6).", (_, step) =>
    messagesOf(step).some((message) => message.kind === "requestPreVoteResponse" && !message.granted),
  ),
  witnessOfStep(
    "leaderProtected",
    "A request for a vote in a higher term was refused for the sake of a live leader (D §4.2.3).",
    (before, { server, input }, after) =>
      input.kind === "message" &&
      input.message.kind === "requestVote" &&
      at(before.role, server) !== "stopped" &&
      input.message.term > at(after.currentTerm, server),
  ),
  witnessOfStep(
    "quorumLostStepDown",
    "A leader that no longer hears a majority stepped down (D §6.2).",
    (before, { server, input }, after) =>
      input.kind === "timeout" &&
      input.timer === "quorumCheck" &&
      at(before.role, server) === "leader" &&
      at(after.role, server) !== "leader",
  ),
  witnessOfStep(
    "staleLeaderDeposed",
    "A leader learned of a higher term and became follower (paper §5.1).",
    (before, { server }, after) =>
      at(before.role, server) === "leader" &&
      at(after.role, server) !== "leader" &&
      at(after.currentTerm, server) > at(before.currentTerm, server),
  ),
  {
    name: "restartedWithVote",
    statement: "A server came back from a crash and still had its vote.",
    seen: (_history, _before, action, after) =>
      beginsLife(action) && at(after.votedFor, action.server) !== null,
  },
  {
    name: "tornWriteLost",
    statement: "A crash lost records that were not yet synced.",
    seen: (_history, _before, action) => action.kind === "crash" && action.recordsLost > 0,
  },
];

export const witnessNames: readonly WitnessName[] = witnesses.map(({ name }) => name);

/** The names of all witnesses that `action` showed. `history` includes the action. */
export function witnessesSeen(
  history: ClusterHistory,
  before: ClusterView,
  action: ClusterAction,
  after: ClusterView,
): readonly WitnessName[] {
  return witnesses.filter((witness) => witness.seen(history, before, action, after)).map(({ name }) => name);
}

function leaderCommits(before: ClusterView, { server }: ClusterStep, after: ClusterView): boolean {
  return (
    at(after.role, server) === "leader" && at(after.commitIndex, server) > at(before.commitIndex, server)
  );
}

/** The follower took the message: it is of its term, and the log has what the message builds on. */
function isAccepted(request: AppendEntries, after: ClusterView, server: number): boolean {
  return (
    request.term === at(after.currentTerm, server) &&
    at(after.role, server) === "follower" &&
    termAt(at(after.log, server), request.prevLogIndex) === request.prevLogTerm
  );
}

function isBehind(request: RequestVote, log: Log): boolean {
  const own = logEnd(log);
  return (
    request.lastLogTerm < own.term || (request.lastLogTerm === own.term && request.lastLogIndex < own.index)
  );
}
