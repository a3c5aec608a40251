import { type WitnessName, witnessNames } from "../../spec/index.js";
import type {
  AppendEntries,
  Counts,
  Index,
  Message,
  RequestVote,
  Role,
  Server,
  ServerId,
  StepEvent,
  Term,
} from "../../traces/format/index.js";
import type { Evidence } from "./oracle.js";

/** A server as it was before the step: what a witness tells a change from. */
interface Before {
  isRunning: boolean;
  role: Role;
  currentTerm: Term;
  commitIndex: Index;
  votes: number;
}

/** Counts what happened, so that a run can be held to its floors. */
export class WitnessCounts {
  /** Live: one count for each name. */
  readonly counts: Counts;
  readonly #counts: { [name in WitnessName]: number };
  readonly #before: readonly Before[];
  /** The first two distinct terms that had a leader say all that `reElected` needs. */
  #firstLedTerm: Term = -1;
  #wasLedTwice = false;

  constructor(servers: readonly ServerId[]) {
    this.#counts = Object.fromEntries(witnessNames.map((name) => [name, 0])) as {
      [name in WitnessName]: number;
    };
    this.counts = this.#counts;
    this.#before = servers.map(() => ({
      isRunning: false,
      role: "follower",
      currentTerm: 0,
      commitIndex: 0,
      votes: 0,
    }));
  }

  onStep(event: StepEvent, evidence: Evidence): void {
    const { server, state, input } = event;
    const before = this.#before[server] as Before;
    const isNewLife = input.kind === "start" || !before.isRunning;
    this.#lead(before, state, isNewLife);
    if (isNewLife) {
      if (input.kind === "start" && state.votedFor !== null) this.#counts.restartedWithVote += 1;
    } else {
      if (input.kind === "message") this.#receive(before, server, input.message, state, evidence);
      else if (input.kind === "timeout" && input.timer === "quorumCheck") this.#checkQuorum(before, state);
      this.#commit(before, server, state, evidence);
      this.#depose(before, state);
      this.#refuse(evidence.effects.messages);
    }
    before.isRunning = true;
    before.role = state.role;
    before.currentTerm = state.currentTerm;
    before.commitIndex = state.commitIndex;
    before.votes = state.votesGranted.length;
  }

  onCrash(server: number, recordsLost: number): void {
    (this.#before[server] as Before).isRunning = false;
    if (recordsLost > 0) this.#counts.tornWriteLost += 1;
  }

  reset(): void {
    for (const name of witnessNames) this.#counts[name] = 0;
    for (const before of this.#before) before.isRunning = false;
    this.#firstLedTerm = -1;
    this.#wasLedTwice = false;
  }

  #lead(before: Before, state: Server, isNewLife: boolean): void {
    if (state.role !== "leader") return;
    const { currentTerm } = state;
    if (!isNewLife && before.role === "leader" && before.currentTerm === currentTerm) return;
    if (this.#firstLedTerm === -1) this.#firstLedTerm = currentTerm;
    else if (this.#firstLedTerm !== currentTerm) this.#wasLedTwice = true;
    if (isNewLife) return;
    this.#counts.leaderElected += 1;
    if (this.#wasLedTwice) this.#counts.reElected += 1;
  }

  #receive(before: Before, server: number, message: Message, state: Server, evidence: Evidence): void {
    if (message.kind === "appendEntries") {
      if (evidence.logs.cutFrom > 0) this.#counts.conflictTruncated += 1;
      if (isHeldBack(message, server, state, evidence)) this.#counts.commitBoundedByMessage += 1;
    } else if (message.kind === "requestVote") {
      if (message.term > state.currentTerm && before.role !== "stopped") this.#counts.leaderProtected += 1;
      if (isRefusedForLog(message, server, state, evidence)) this.#counts.voteRefusedForLog += 1;
    } else if (message.kind === "requestVoteResponse") {
      const isKnown = state.votesGranted.length === before.votes && state.votesGranted.includes(message.from);
      if (message.granted && isKnown && message.term === state.currentTerm)
        this.#counts.duplicateVoteIgnored += 1;
    }
  }

  #commit(before: Before, server: number, state: Server, { logs }: Evidence): void {
    if (state.role !== "leader" || state.commitIndex <= before.commitIndex) return;
    this.#counts.entryCommitted += 1;
    const last = Math.min(state.commitIndex, logs.lastIndex(server));
    for (let index = before.commitIndex + 1; index <= last; index++) {
      const entry = logs.nodeAt(server, index)?.entry;
      if (!entry || entry.term >= state.currentTerm) continue;
      this.#counts.oldTermEntryCommitted += 1;
      return;
    }
  }

  #checkQuorum(before: Before, state: Server): void {
    if (before.role === "leader" && state.role !== "leader") this.#counts.quorumLostStepDown += 1;
  }

  #depose(before: Before, state: Server): void {
    if (before.role !== "leader" || state.role === "leader") return;
    if (state.currentTerm > before.currentTerm) this.#counts.staleLeaderDeposed += 1;
  }

  /** Counts steps, not messages: a write may release several refusals at once. */
  #refuse(messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.kind !== "requestPreVoteResponse" || message.granted) continue;
      this.#counts.preVoteRefused += 1;
      return;
    }
  }
}

/** The leader had committed more of this follower's log than the message could vouch for. */
function isHeldBack(message: AppendEntries, server: number, state: Server, { logs }: Evidence): boolean {
  if (message.term !== state.currentTerm || state.role !== "follower") return false;
  if (logs.nodeAt(server, message.prevLogIndex)?.term !== message.prevLogTerm) return false;
  return state.commitIndex < message.leaderCommit && state.commitIndex < logs.lastIndex(server);
}

function isRefusedForLog(message: RequestVote, server: number, state: Server, { logs }: Evidence): boolean {
  if (message.term !== state.currentTerm || state.votedFor !== null) return false;
  const last = logs.lastIndex(server);
  const lastTerm = logs.nodeAt(server, last)?.term ?? 0;
  return message.lastLogTerm === lastTerm ? message.lastLogIndex < last : message.lastLogTerm < lastTerm;
}
