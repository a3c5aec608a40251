import type { Entry, Index, Input, Message, ServerId, StorageRecord, Term } from "../traces/format/index.js";
import { at } from "./assert.js";
import {
  beginsLife,
  type ClusterAction,
  type ClusterCrash,
  type ClusterStep,
  type ClusterView,
  continuesLife,
} from "./cluster-view.js";
import { type Disk, emptyDisk, written } from "./disk.js";
import { entryAt, indexes, lastIndex, sameEntry } from "./log-reading.js";

/**
 * A vote that `voter` stands by in `term`. It is `lasting` once others may rest on it, because it was
 * sent, counted or is on disk; until then it lives in memory and a crash undoes it.
 */
export interface Vote {
  readonly voter: ServerId;
  readonly term: Term;
  readonly candidate: ServerId;
  readonly lasting: boolean;
}

/** A granted vote that reached `candidate` in its present life. */
export interface Grant {
  readonly candidate: ServerId;
  readonly voter: ServerId;
  readonly term: Term;
}

/** `leader` became leader of `term`, for which `voters` (distinct) had voted as far as it could know. */
export interface Election {
  readonly term: Term;
  readonly leader: ServerId;
  readonly voters: readonly ServerId[];
}

/** The first entry known committed at `index`, and the lowest term in which a server committed it. */
export interface Commitment {
  readonly index: Index;
  readonly entry: Entry;
  readonly term: Term;
}

/**
 * All that the properties must remember of the past (ghost variables, as in the paper's proof): drawn
 * from inputs, effects and views only, never from a server's own summary of its disk or its votes.
 * Arrays `disks`, `unsynced`, `spokenTerm` and `lifeTerm` run parallel to the cluster's servers.
 */
export interface ClusterHistory {
  /** What happened last. */
  readonly latest: ClusterAction | null;
  readonly disks: readonly Disk[];
  /** Writes handed to the disk and not completed, oldest first. */
  readonly unsynced: readonly (readonly (readonly StorageRecord[])[])[];
  /** The highest term each server has ever spoken of as its own. */
  readonly spokenTerm: readonly Term[];
  /** The highest term of each server's present life. */
  readonly lifeTerm: readonly Term[];
  readonly votes: readonly Vote[];
  readonly grants: readonly Grant[];
  readonly elections: readonly Election[];
  readonly committed: readonly Commitment[];
}

/** The history before anything has happened. */
export function emptyHistory(servers: readonly ServerId[]): ClusterHistory {
  return {
    latest: null,
    disks: servers.map(() => emptyDisk),
    unsynced: servers.map(() => []),
    spokenTerm: servers.map(() => 0),
    lifeTerm: servers.map(() => 0),
    votes: [],
    grants: [],
    elections: [],
    committed: [],
  };
}

/** The history after `action` led from the view `before` to the view `after`. */
export function extendHistory(
  history: ClusterHistory,
  before: ClusterView,
  action: ClusterAction,
  after: ClusterView,
): ClusterHistory {
  return action.kind === "crash"
    ? withCrash(history, action, after)
    : withStep(history, before, action, after);
}

function withCrash(history: ClusterHistory, crash: ClusterCrash, after: ClusterView): ClusterHistory {
  const { server } = crash;
  const survived = at(history.unsynced, server).flat().slice(0, crash.recordsKept);
  const disk = written(at(history.disks, server), survived);
  const ended = withoutLife(history, server, after);
  return {
    ...ended,
    latest: crash,
    disks: history.disks.with(server, disk),
    unsynced: history.unsynced.with(server, []),
    votes: withVotes(ended.votes, votesOnDisk(at(after.servers, server), disk)),
  };
}

/** What is left of the history when a server's memory is gone. */
function withoutLife(history: ClusterHistory, server: number, view: ClusterView): ClusterHistory {
  const self = at(view.servers, server);
  return {
    ...history,
    lifeTerm: history.lifeTerm.with(server, 0),
    votes: history.votes.filter((vote) => vote.voter !== self || vote.lasting),
    grants: history.grants.filter((grant) => grant.candidate !== self),
  };
}

function withStep(
  history: ClusterHistory,
  before: ClusterView,
  step: ClusterStep,
  after: ClusterView,
): ClusterHistory {
  const { server, input } = step;
  const self = at(after.servers, server);
  const past = beginsLife(step) ? withoutLife(history, server, after) : history;
  const term = at(after.currentTerm, server);
  const disk = diskAfter(at(past.disks, server), at(past.unsynced, server), input);
  const unsynced = [...unsyncedAfter(at(past.unsynced, server), input), ...writesOf(step)];
  const spoken = messagesOf(step)
    .filter(claimsOwnTerm)
    .map((message) => message.term);
  const grants = [...past.grants, ...grantsIn(input, self, after.servers)];
  return {
    latest: step,
    disks: past.disks.with(server, disk),
    unsynced: past.unsynced.with(server, unsynced),
    spokenTerm: past.spokenTerm.with(server, Math.max(at(past.spokenTerm, server), ...spoken)),
    lifeTerm: past.lifeTerm.with(server, Math.max(at(past.lifeTerm, server), term)),
    votes: withVotes(past.votes, [...votesIn(step, after), ...votesOnDisk(self, disk)]),
    grants,
    elections: becameLeader(before, step, after)
      ? [...past.elections, { term, leader: self, voters: votersFor(self, term, grants, disk) }]
      : past.elections,
    committed: newlyCommitted(before, step, after).reduce(withCommitment, past.committed),
  };
}

/** The messages that a step let out. */
export function messagesOf(step: ClusterStep): readonly Message[] {
  return step.effects.flatMap((effect) => (effect.kind === "send" ? [effect.message] : []));
}

/** A message tells its sender's term, except a pre-vote's proposal and the grant that echoes it (D §9.6). */
export function claimsOwnTerm(message: Message): boolean {
  const echoes = message.kind === "requestPreVoteResponse" && message.granted;
  return message.kind !== "requestPreVote" && !echoes;
}

function writesOf(step: ClusterStep): readonly (readonly StorageRecord[])[] {
  return step.effects.flatMap((effect) => (effect.kind === "persist" ? [effect.records] : []));
}

/** A life begins with what the disk then holds; otherwise the oldest outstanding write may have completed. */
function diskAfter(disk: Disk, unsynced: readonly (readonly StorageRecord[])[], input: Input): Disk {
  if (input.kind === "start") {
    const { currentTerm, votedFor, log } = input;
    return { currentTerm, votedFor, log };
  }
  return input.kind === "storageDone" ? written(disk, unsynced[0] ?? []) : disk;
}

function unsyncedAfter(unsynced: readonly (readonly StorageRecord[])[], input: Input) {
  // After a failed write nothing that was outstanding may be relied on.
  if (input.kind === "start" || input.kind === "storageFailed") return [];
  return input.kind === "storageDone" ? unsynced.slice(1) : unsynced;
}

/** Votes given in a step: held in memory, sent to another, asked of others or counted by oneself. */
function votesIn(step: ClusterStep, after: ClusterView): readonly Vote[] {
  const { server } = step;
  const voter = at(after.servers, server);
  const term = at(after.currentTerm, server);
  const votes: Vote[] = [];
  const candidate = at(after.votedFor, server);
  if (candidate !== null) votes.push({ voter, term, candidate, lasting: false });
  const role = at(after.role, server);
  if ((role === "candidate" || role === "leader") && at(after.votesGranted, server).includes(voter)) {
    votes.push({ voter, term, candidate: voter, lasting: true });
  }
  for (const message of messagesOf(step)) {
    if (message.kind === "requestVote") {
      votes.push({ voter, term: message.term, candidate: voter, lasting: true });
    }
    if (message.kind === "requestVoteResponse" && message.granted) {
      votes.push({ voter, term: message.term, candidate: message.to, lasting: true });
    }
  }
  return votes;
}

function withVotes(votes: readonly Vote[], given: readonly Vote[]): readonly Vote[] {
  const isNew = (vote: Vote) => !votes.some((known) => sameVote(known, vote));
  return [...votes, ...given.filter(isNew)];
}

function sameVote(left: Vote, right: Vote): boolean {
  return (
    left.voter === right.voter &&
    left.term === right.term &&
    left.candidate === right.candidate &&
    left.lasting === right.lasting
  );
}

function votesOnDisk(voter: ServerId, disk: Disk): readonly Vote[] {
  const { currentTerm: term, votedFor: candidate } = disk;
  return candidate === null ? [] : [{ voter, term, candidate, lasting: true }];
}

function grantsIn(input: Input, candidate: ServerId, servers: readonly ServerId[]): readonly Grant[] {
  if (input.kind !== "message") return [];
  const { message } = input;
  if (message.kind !== "requestVoteResponse" || !message.granted) return [];
  const { from: voter, term } = message;
  return servers.includes(voter) && voter !== candidate ? [{ candidate, voter, term }] : [];
}

/** Those whose votes a candidate may count: the grants it received, and itself once its disk holds its vote. */
function votersFor(self: ServerId, term: Term, grants: readonly Grant[], disk: Disk): readonly ServerId[] {
  const others = grants.filter((grant) => grant.candidate === self && grant.term === term);
  const own = disk.currentTerm === term && disk.votedFor === self ? [self] : [];
  return [...new Set([...own, ...others.map((grant) => grant.voter)])];
}

/** True if the acting server leads after the step and did not lead this term before. */
export function becameLeader(before: ClusterView, step: ClusterStep, after: ClusterView): boolean {
  const { server } = step;
  if (at(after.role, server) !== "leader") return false;
  const led = continuesLife(before, step) && at(before.role, server) === "leader";
  return !led || at(before.currentTerm, server) !== at(after.currentTerm, server);
}

/** Entries whose commitment this step shows: the commit index passed them, or they were applied. */
export function newlyCommitted(
  before: ClusterView,
  step: ClusterStep,
  after: ClusterView,
): readonly Commitment[] {
  const { server } = step;
  const term = at(after.currentTerm, server);
  const log = at(after.log, server);
  const known = continuesLife(before, step) ? at(before.commitIndex, server) : 0;
  const first = Math.max(known, log.baseIndex) + 1;
  const last = Math.min(at(after.commitIndex, server), lastIndex(log));
  const passed = indexes(first, last).flatMap((index) => {
    const entry = entryAt(log, index);
    return entry === undefined ? [] : [{ index, entry, term }];
  });
  // What a faulty server claims to apply beyond its own log is nobody's commitment.
  const applied = appliedEntries(step).filter(({ index }) => index >= 1 && index <= lastIndex(log));
  return [...passed, ...applied.map((commitment) => ({ ...commitment, term }))];
}

/** The entries a step handed to the state machine. */
export function appliedEntries(step: ClusterStep): readonly { index: Index; entry: Entry }[] {
  return step.effects.flatMap((effect) =>
    effect.kind === "apply"
      ? effect.entries.map((entry, offset) => ({ index: effect.index + offset, entry }))
      : [],
  );
}

/** Of two entries at one index the first stays (the second breaks state machine safety, and is reported so). */
function withCommitment(committed: readonly Commitment[], next: Commitment): readonly Commitment[] {
  const known = committed.find((commitment) => commitment.index === next.index);
  if (known === undefined) return [...committed, next];
  // Lower terms only count for the same entry, which two servers may commit in different terms.
  if (next.term >= known.term || !sameEntry(known.entry, next.entry)) return committed;
  return committed.map((commitment) => (commitment === known ? { ...known, term: next.term } : commitment));
}
