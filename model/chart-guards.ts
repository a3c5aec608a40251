import type { DurableView, ProtocolRules, RequestVote, Server } from "../traces/format/index.js";
import { appendGuards } from "./append-guards.js";
import { adoptTerm, durableAfter, withIndex } from "./chart-changes.js";
import type { ChartContext } from "./chart-context.js";
import type {
  AppendEntriesResponseEvent,
  ChartEvent,
  PeerEvent,
  ProposeEvent,
  RequestPreVoteEvent,
  RequestPreVoteResponseEvent,
  RequestVoteEvent,
  RequestVoteResponseEvent,
  StorageEvent,
} from "./chart-events.js";
import { beginStep } from "./chart-step.js";

/**
 * A named condition of the table. The method form lets each guard name the events it is for: the
 * table asks it of no others.
 */
export type Guard = {
  ask(rules: ProtocolRules, context: ChartContext, event: ChartEvent): boolean;
}["ask"];

/** Figure 2, RequestVote, "Receiver implementation": role, free vote, and log (§5.2, §5.4.1). */
function grantsVote(rules: ProtocolRules, server: Server, request: RequestVote): boolean {
  return server.role !== "leader" && rules.hasVoteFor(server, request) && rules.isUpToDate(server, request);
}

function serverAfterAdopting(rules: ProtocolRules, context: ChartContext, event: PeerEvent): Server {
  const trial = beginStep(rules, context);
  adoptTerm(trial, event.message);
  return trial.server;
}

function durableAfterWrite(context: ChartContext, event: StorageEvent): DurableView {
  const { server, writes } = context;
  const oldest = writes[0];
  const onDisk = event.type === "storageDone" && oldest !== undefined;
  return onDisk ? durableAfter(server.durable, oldest.records) : server.durable;
}

function serverAfterResponse(
  rules: ProtocolRules,
  { server }: ChartContext,
  { message }: AppendEntriesResponseEvent,
): Server {
  const match = rules.matchAfterResponse(server, message);
  return { ...server, matchIndex: withIndex(server, server.matchIndex, message.from, match) };
}

/** The named conditions of the table. Within a column they are asked in order: each may rest on the refusals above it. */
export const chartGuards = {
  // Terms (§5.1)
  staleTerm: (rules, { server }, event: PeerEvent) => rules.isStaleTerm(server, event.message),
  newerTerm: (rules, { server }, event: PeerEvent) => rules.isNewerTerm(server, event.message),
  newerTermRefusal: (rules, { server }, { message }: RequestPreVoteResponseEvent) =>
    !message.granted && rules.isNewerTerm(server, message),

  // Votes (§5.2, §5.4.1; D §4.2.3, §9.6)
  leaderProtected: (rules, { server }) => rules.mustProtectLeader(server),
  newerTermGranted: (rules, context, event: RequestVoteEvent) =>
    rules.isNewerTerm(context.server, event.message) &&
    grantsVote(rules, serverAfterAdopting(rules, context, event), event.message),
  granted: (rules, { server }, { message }: RequestVoteEvent) => grantsVote(rules, server, message),
  alreadyVoted: (rules, { server }, { message }: RequestVoteEvent) => !rules.hasVoteFor(server, message),
  preVoteGranted: (rules, { server }, { message }: RequestPreVoteEvent) =>
    rules.mayGrantPreVote(server, message),
  voteWins: (rules, { server }, { message }: RequestVoteResponseEvent | RequestPreVoteResponseEvent) =>
    rules.countsAsVote(server, message) &&
    rules.isQuorum(rules.withVote(server.votesGranted, message.from).length, server.servers.length),
  voteCounted: (rules, { server }, { message }: RequestVoteResponseEvent | RequestPreVoteResponseEvent) =>
    rules.countsAsVote(server, message),
  preVoteWins: (rules, { server }, { message }: RequestPreVoteResponseEvent) =>
    rules.countsAsPreVote(server, message) &&
    rules.isQuorum(rules.withVote(server.preVotesGranted, message.from).length, server.servers.length),
  preVoteCounted: (rules, { server }, { message }: RequestPreVoteResponseEvent) =>
    rules.countsAsPreVote(server, message),

  // Timeouts (§5.2; D §4.2.3, §6.2, §9.6)
  preVoteWonAlone: (rules, { server }) => server.options.preVote && rules.isQuorum(1, server.servers.length),
  preVoteFirst: (_rules, { server }) => server.options.preVote,
  contactLost: (_rules, { server }) => server.leaderContact,
  quorumInContact: (rules, { server }) => server.options.checkQuorum && rules.hasQuorumContact(server),
  quorumLost: (_rules, { server }) => server.options.checkQuorum,

  // Appending, follower (§5.3)
  ...appendGuards,

  // Leading (§5.3, §5.4.2; D §6.2)
  notLeader: (rules, { server }) => !rules.mayAppend(server),
  accepted: (rules, { server }, { input }: ProposeEvent) =>
    rules.acceptsProposal(server, input.command.length),
  notCurrent: (rules, { server }, { message }: AppendEntriesResponseEvent) =>
    !rules.isCurrentResponse(server, message),
  quorumMatched: (rules, context, event: AppendEntriesResponseEvent) =>
    rules.committableIndex(serverAfterResponse(rules, context, event)) > context.server.commitIndex,
  matchAdvanced: (rules, context, event: AppendEntriesResponseEvent) => {
    const { server } = context;
    const offset = server.servers.indexOf(event.message.from);
    return rules.matchAfterResponse(server, event.message) !== server.matchIndex[offset];
  },
  matchConfirmed: (_rules, _context, { message }: AppendEntriesResponseEvent) => message.success,

  // Durability (D §10.2.1)
  stops: (rules) => rules.stopsOnStorageFailure(),
  ownVoteWins: (rules, context, event: StorageEvent) => {
    const server: Server = { ...context.server, durable: durableAfterWrite(context, event) };
    const votes = rules.withVote(server.votesGranted, server.self);
    return rules.ownVoteCounts(server) && rules.isQuorum(votes.length, server.servers.length);
  },
  ownVoteCounted: (rules, context, event: StorageEvent) =>
    rules.ownVoteCounts({ ...context.server, durable: durableAfterWrite(context, event) }),
  ownWriteCommits: (rules, context, event: StorageEvent) => {
    const server: Server = { ...context.server, durable: durableAfterWrite(context, event) };
    const matchIndex = withIndex(server, server.matchIndex, server.self, rules.ownMatchIndex(server));
    return rules.committableIndex({ ...server, matchIndex }) > server.commitIndex;
  },
} satisfies { readonly [name: string]: Guard };

export type GuardName = keyof typeof chartGuards;
