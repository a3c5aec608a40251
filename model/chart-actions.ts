import type {
  AppendEntries,
  AppendEntriesResponse,
  CommandEntry,
  RequestPreVote,
  RequestPreVoteResponse,
  RequestVote,
  RequestVoteResponse,
  ServerId,
  Term,
} from "../traces/format/index.js";
import { changeLog, planAppend } from "./append-plan.js";
import {
  adoptTerm as adopt,
  applyCommitRule,
  becomeFollower,
  becomeLeader,
  endWrite,
  hearLeader,
  startCandidacy,
  startPreVote,
  withIndex,
} from "./chart-changes.js";
import type {
  AppendEntriesEvent,
  AppendEntriesResponseEvent,
  ChartEvent,
  PeerEvent,
  ProposeEvent,
  RequestPreVoteEvent,
  RequestPreVoteResponseEvent,
  RequestVoteEvent,
  RequestVoteResponseEvent,
  StartEvent,
  StorageEvent,
} from "./chart-events.js";
import { lastIndexOf } from "./chart-log.js";
import {
  appendToLog,
  cutLogAfter,
  moveCommitIndex,
  respond,
  type Step,
  setTimer,
  stop,
} from "./chart-step.js";

/** A named change of the table; the method form lets each name the events it is for (as with `Guard`). */
export type Action = { change(step: Step, event: ChartEvent): void }["change"];

function answerVote(step: Step, request: RequestVote, granted: boolean): void {
  const { server, rules } = step;
  if (rules.resetsElectionTimer(server, granted ? "voteGranted" : "voteRefused")) {
    setTimer(step, "election", "voteGranted");
  }
  const answer: RequestVoteResponse = {
    kind: "requestVoteResponse",
    from: server.self,
    to: request.from,
    term: server.currentTerm,
    granted,
  };
  step.messages.push(answer);
}

function answerPreVote(step: Step, request: RequestPreVote, granted: boolean, term: Term): void {
  const answer: RequestPreVoteResponse = {
    kind: "requestPreVoteResponse",
    from: step.server.self,
    to: request.from,
    term,
    granted,
  };
  step.messages.push(answer);
}

/** The hints are free (docs/protocol.md §5); the chart gives none. */
function answerAppend(step: Step, request: AppendEntries, success: boolean): void {
  const { server, rules } = step;
  const answer: AppendEntriesResponse = {
    kind: "appendEntriesResponse",
    from: server.self,
    to: request.from,
    term: server.currentTerm,
    success,
    prevLogIndex: request.prevLogIndex,
    matchIndex: success ? rules.acknowledgedIndex(server, request) : 0,
    conflictIndex: 0,
    conflictTerm: 0,
  };
  step.messages.push(answer);
}

function forgetLeader(step: Step): void {
  step.server.leader = null;
  step.server.leaderContact = false;
}

function countVoteOf(step: Step, voter: ServerId): void {
  step.server.votesGranted = step.rules.withVote(step.server.votesGranted, voter);
}

function adoptIfNewer(step: Step, event: PeerEvent): void {
  if (step.rules.isNewerTerm(step.server, event.message)) adopt(step, event.message);
}

/** The named changes of the table. Which one is taken was decided by the guards; rules asked again answer the same. */
export const chartActions = {
  start: (step, { input }: StartEvent) => {
    const { server, rules } = step;
    step.written = rules.restoredState(input);
    Object.assign(server, step.written);
    server.log = input.log;
    server.commitIndex = input.log.baseIndex;
    server.durable = {
      currentTerm: input.currentTerm,
      votedFor: input.votedFor,
      lastIndex: lastIndexOf(input.log),
    };
    setTimer(step, "election", "started");
  },

  // Terms (§5.1)
  adoptTerm: (step, event: PeerEvent) => adopt(step, event.message),

  // Elections (§5.2, §5.4.1; D §4.2.3, §9.6)
  startPreVote: (step) => {
    forgetLeader(step);
    startPreVote(step);
  },
  startPreVoteAndCandidacy: (step) => {
    forgetLeader(step);
    startPreVote(step);
    startCandidacy(step);
  },
  startCandidacy: (step) => {
    forgetLeader(step);
    startCandidacy(step);
  },
  refuseVoteUnmoved: (step, { message }: RequestVoteEvent) => answerVote(step, message, false),
  refuseVote: (step, event: RequestVoteEvent) => {
    adoptIfNewer(step, event);
    answerVote(step, event.message, false);
  },
  grantVote: (step, event: RequestVoteEvent) => {
    const { server, rules } = step;
    adoptIfNewer(step, event);
    if (server.role === "preCandidate") becomeFollower(step);
    cutLogAfter(step, rules.lastIndexAfter(server, "voteGranted"));
    server.votedFor = event.message.from;
    answerVote(step, event.message, true);
  },
  countVote: (step, { message }: RequestVoteResponseEvent | RequestPreVoteResponseEvent) =>
    countVoteOf(step, message.from),
  winElection: (step, { message }: RequestVoteResponseEvent | RequestPreVoteResponseEvent) => {
    countVoteOf(step, message.from);
    becomeLeader(step);
  },
  grantPreVote: (step, { message }: RequestPreVoteEvent) => answerPreVote(step, message, true, message.term),
  refusePreVote: (step, { message }: RequestPreVoteEvent) =>
    answerPreVote(step, message, false, step.server.currentTerm),
  countPreVote: (step, { message }: RequestPreVoteResponseEvent) => {
    step.server.preVotesGranted = step.rules.withVote(step.server.preVotesGranted, message.from);
  },
  winPreVote: (step, { message }: RequestPreVoteResponseEvent) => {
    step.server.preVotesGranted = step.rules.withVote(step.server.preVotesGranted, message.from);
    startCandidacy(step);
  },
  loseContact: (step) => {
    step.server.leaderContact = false;
  },

  // Appending, follower (§5.3)
  refuseStaleAppend: (step, { message }: AppendEntriesEvent) => {
    if (step.rules.resetsElectionTimer(step.server, "staleAppend")) {
      setTimer(step, "election", "heardFromLeader");
    }
    answerAppend(step, message, false);
  },
  refuseAppend: (step, { message }: AppendEntriesEvent) => {
    hearLeader(step, message);
    answerAppend(step, message, false);
  },
  stopOnConflict: (step, { message }: AppendEntriesEvent) => {
    hearLeader(step, message);
    stop(step, "committedConflict");
  },
  acceptAppend: (step, event: AppendEntriesEvent) => {
    const plan = planAppend(step.rules, step.before, event);
    hearLeader(step, event.message);
    changeLog(step, plan);
    moveCommitIndex(step, plan.commitIndex);
    answerAppend(step, event.message, true);
  },

  // Leading (§5.3; D §6.2)
  sendHeartbeat: (step) => {
    cutLogAfter(step, step.rules.lastIndexAfter(step.server, "heartbeat"));
    setTimer(step, "heartbeat", "heartbeatSent");
  },
  confirmQuorum: (step) => {
    step.server.heardFrom = [];
    setTimer(step, "quorumCheck", "quorumChecked");
  },
  resign: (step) => {
    const { server, rules } = step;
    server.currentTerm = rules.termAfterQuorumLoss(server);
    server.votedFor = rules.voteAfter(server, "quorumLost");
    server.leader = null;
    becomeFollower(step);
  },
  appendCommand: (step, { input }: ProposeEvent) => {
    const { client, serial, command } = input;
    const entry: CommandEntry = {
      kind: "command",
      term: step.server.currentTerm,
      client,
      serial,
      command,
    };
    appendToLog(step, [entry]);
    step.pending = [...step.pending, { client, serial, index: lastIndexOf(step.server.log) }];
  },
  refuseNotLeader: (step, { input }: ProposeEvent) =>
    respond(step, input, { outcome: "fail", reason: "notLeader", index: 0 }),
  refuseOverLimit: (step, { input }: ProposeEvent) =>
    respond(step, input, { outcome: "fail", reason: "uncommittedLimit", index: 0 }),
  noteResponse: (step, { message }: AppendEntriesResponseEvent) => {
    const { server, rules } = step;
    if (!server.heardFrom.includes(message.from)) server.heardFrom = [...server.heardFrom, message.from];
    const match = rules.matchAfterResponse(server, message);
    server.matchIndex = withIndex(server, server.matchIndex, message.from, match);
    applyCommitRule(step);
  },

  // Durability (D §10.2.1)
  endWrite: (step, event: StorageEvent) => endWrite(step, event.type === "storageDone"),
  endWriteAndCountOwnVote: (step, event: StorageEvent) => {
    endWrite(step, event.type === "storageDone");
    countVoteOf(step, step.server.self);
  },
  endWriteAndWin: (step, event: StorageEvent) => {
    endWrite(step, event.type === "storageDone");
    countVoteOf(step, step.server.self);
    becomeLeader(step);
  },
  endWriteAsLeader: (step, event: StorageEvent) => {
    const { server, rules } = step;
    endWrite(step, event.type === "storageDone");
    server.matchIndex = withIndex(server, server.matchIndex, server.self, rules.ownMatchIndex(server));
    applyCommitRule(step);
  },
  stopOnStorageFailure: (step) => {
    stop(step, "storageFailed");
  },
} satisfies { readonly [name: string]: Action };

export type ActionName = keyof typeof chartActions;
