import type {
  AppendEntries,
  CoreInput,
  CoreMessage,
  Entry,
  Index,
  Server,
  Term,
  TimeoutInput,
} from "../traces/format/index.js";
import type { ChartContext } from "./chart-context.js";
import { endOf, entryAt, lastIndexOf, termAt } from "./chart-log.js";

/** What could come in next, given what the chart knows: a few values on either side of every decision. */
export type Alphabet = (context: ChartContext) => readonly CoreInput[];

// Two peers are enough to tell "the one voted for" from "another".
const peer = "s2";
const otherPeer = "s3";

function arriving(message: CoreMessage): CoreInput {
  return { kind: "message", id: 1, message };
}

function command(term: Term): Entry {
  return { kind: "command", term, client: "c1", serial: 1, command: "x" };
}

const timeout = (timer: TimeoutInput["timer"]): CoreInput => ({ kind: "timeout", timer });

/** The election timeout alone: the way out of following. */
export const electionTimeout: Alphabet = () => [timeout("election")];

/** All four timers. */
export const timeouts: Alphabet = () => [
  timeout("election"),
  timeout("leaderContact"),
  timeout("heartbeat"),
  timeout("quorumCheck"),
];

/** Completion and failure of the oldest write. */
export const storage: Alphabet = ({ writes }) =>
  writes.length === 0
    ? []
    : [
        { kind: "storageDone", id: 1 },
        { kind: "storageFailed", id: 1 },
      ];

/** Completion alone: what an election needs. */
export const storageDone: Alphabet = ({ writes }) =>
  writes.length === 0 ? [] : [{ kind: "storageDone", id: 1 }];

/** Requests for votes: stale, of this term and newer; with a log as good as the own, and with none. */
export const voteRequests: Alphabet = ({ server }) => {
  const { self: to, currentTerm, log } = server;
  const end = endOf(log);
  const kind = "requestVote";
  const reaching = {
    kind,
    to,
    lastLogIndex: end.index,
    lastLogTerm: end.term,
    leadershipTransfer: false,
  } as const;
  const behind = { ...reaching, lastLogIndex: 0, lastLogTerm: 0 };
  return [
    arriving({ ...reaching, from: peer, term: currentTerm - 1 }),
    arriving({ ...reaching, from: peer, term: currentTerm }),
    arriving({ ...behind, from: peer, term: currentTerm }),
    arriving({ ...reaching, from: otherPeer, term: currentTerm }),
    arriving({ ...reaching, from: peer, term: currentTerm + 1 }),
    arriving({ ...behind, from: peer, term: currentTerm + 1 }),
  ];
};

/** Grants of this term, and a refusal of a newer one. */
export const voteResponses: Alphabet = ({ server }) => {
  const { self: to, currentTerm } = server;
  const kind = "requestVoteResponse";
  return [
    arriving({ kind, from: peer, to, term: currentTerm, granted: true }),
    arriving({ kind, from: peer, to, term: currentTerm, granted: false }),
    arriving({ kind, from: peer, to, term: currentTerm + 1, granted: false }),
  ];
};

/** Pre-votes asked, granted and refused. */
export const preVotes: Alphabet = ({ server }) => {
  const { self: to, currentTerm, log } = server;
  const end = endOf(log);
  const request = { kind: "requestPreVote", from: peer, to, term: currentTerm + 1 } as const;
  const response = { kind: "requestPreVoteResponse", from: peer, to, term: currentTerm + 1 } as const;
  return [
    arriving({ ...request, lastLogIndex: end.index, lastLogTerm: end.term }),
    arriving({ ...request, lastLogIndex: 0, lastLogTerm: 0 }),
    arriving({ ...response, granted: true }),
    arriving({ ...response, granted: false }),
    arriving({ ...response, term: currentTerm, granted: false }),
  ];
};

function appendOf(server: Server, term: Term, prevLogIndex: Index, entries: readonly Entry[]): AppendEntries {
  return {
    kind: "appendEntries",
    from: peer,
    to: server.self,
    term,
    prevLogIndex,
    prevLogTerm: termAt(server.log, prevLogIndex) ?? term,
    entries,
    leaderCommit: 0,
  };
}

/** A heartbeat that commits nothing. */
export const heartbeat: Alphabet = ({ server }) => [
  arriving(appendOf(server, server.currentTerm, lastIndexOf(server.log), [])),
];

/** A heartbeat that commits everything. */
export const committingHeartbeat: Alphabet = ({ server }) => {
  const last = lastIndexOf(server.log);
  return [arriving({ ...appendOf(server, server.currentTerm, last, []), leaderCommit: last })];
};

function appendsOf(server: Server, term: Term): readonly CoreInput[] {
  const last = lastIndexOf(server.log);
  const held = entryAt(server.log, last);
  const extending = appendOf(server, term, last, [command(term)]);
  const messages = [
    appendOf(server, term, last, []),
    { ...appendOf(server, term, last, []), leaderCommit: last },
    appendOf(server, term, last + 1, []),
    extending,
    { ...extending, leaderCommit: last + 1 },
  ];
  if (held !== undefined) {
    messages.push(appendOf(server, term, last - 1, [held]));
    messages.push(appendOf(server, term, last - 1, [{ kind: "noop", term }]));
  }
  return messages.map(arriving);
}

/** Appends, stale, of this term and newer: empty, gapped, extending, repeating and contradicting, committing or not. */
export const appends: Alphabet = ({ server }) => {
  const stale = appendOf(server, server.currentTerm - 1, 0, []);
  return [
    arriving(stale),
    ...appendsOf(server, server.currentTerm),
    ...appendsOf(server, server.currentTerm + 1),
  ];
};

/** Answers to appends: stale, confirming all, confirming nothing new, refusing, and of a newer term. */
export const appendResponses: Alphabet = ({ server }) => {
  const { self: to, currentTerm, log } = server;
  const last = lastIndexOf(log);
  const hints = { prevLogIndex: last, conflictIndex: 0, conflictTerm: 0 };
  const success = { kind: "appendEntriesResponse", from: peer, to, success: true, ...hints } as const;
  const failure = { ...success, success: false, matchIndex: 0 };
  return [
    arriving({ ...failure, term: currentTerm - 1 }),
    arriving({ ...success, term: currentTerm, matchIndex: last }),
    arriving({ ...success, term: currentTerm, matchIndex: 0 }),
    arriving({ ...failure, term: currentTerm }),
    arriving({ ...failure, term: currentTerm + 1 }),
  ];
};

/** A command that fits, and one that does not once another waits. */
export const proposals: Alphabet = ({ server }) => [
  { kind: "propose", client: "c1", serial: 1, command: "x" },
  { kind: "propose", client: "c1", serial: 2, command: "x".repeat(server.options.maxUncommittedBytes) },
];

/** A message from outside the configuration. */
export const strangers: Alphabet = ({ server }) => [
  arriving({
    kind: "requestVoteResponse",
    from: "stranger",
    to: server.self,
    term: server.currentTerm + 1,
    granted: true,
  }),
];
