import type {
  AppendEntries,
  AppendEntriesResponse,
  Entry,
  Input,
  Message,
  RequestPreVote,
  RequestPreVoteResponse,
  RequestVote,
  RequestVoteResponse,
  ServerId,
} from "../../../traces/format/index.js";
import { NaiveState } from "./naive-state.js";

/**
 * A Raft server in the plainest words, after `docs/protocol.md`, for tests of the oracles alone. It has
 * faults on request; without any it should never break a property.
 */
export class NaiveServer extends NaiveState {
  #others(): readonly ServerId[] {
    return this.servers.filter((server) => server !== this.self);
  }

  #follows(): boolean {
    return this.role === "follower" && this.leader !== null;
  }

  #isQuorum(count: number): boolean {
    return (
      count * 2 > this.servers.length || (this.has("halfElects") && count * 2 >= this.servers.length - 1)
    );
  }

  protected override handle(input: Input): void {
    if (input.kind === "start") this.start(input);
    else if (input.kind === "storageDone") this.storageDone();
    else if (input.kind === "storageFailed") this.stop("storageFailed");
    else if (input.kind === "propose" && this.role === "leader") {
      const { client, serial, command } = input;
      this.log.entries.push({ kind: "command", term: this.currentTerm, client, serial, command });
      this.#sendAppends();
    } else if (input.kind === "timeout") this.#timeout(input.timer);
    else if (input.kind === "message") this.#receive(input.message);
  }

  protected override afterWrite(): void {
    if (this.role === "candidate") this.#countOwnVote();
    if (this.role === "leader") this.#advanceCommit();
  }

  #countOwnVote(): void {
    const { currentTerm, votedFor } = this.durable;
    if (currentTerm !== this.currentTerm || votedFor !== this.self) return;
    this.#countVote(this.self);
  }

  #timeout(timer: string): void {
    if (timer === "election" && this.role !== "leader") {
      this.leader = null;
      this.leaderContact = false;
      if (this.options.preVote) this.#askPreVotes();
      else this.#campaign();
    } else if (timer === "leaderContact" && this.#follows() && this.has("usurpsTerm")) this.#lead();
    else if (timer === "leaderContact") this.leaderContact = false;
    else if (timer === "heartbeat" && this.role === "leader") {
      if (this.has("leaderRewritesEntry") && this.last() > 1) {
        this.cut(this.last());
        this.log.entries.push({ kind: "noop", term: this.currentTerm });
      }
      this.#sendAppends();
    } else if (timer === "quorumCheck" && this.role === "leader" && this.options.checkQuorum)
      this.#checkQuorum();
  }

  #checkQuorum(): void {
    if ((this.heardFrom.length + 1) * 2 > this.servers.length) {
      this.heardFrom = [];
      return;
    }
    if (this.has("quorumLossLowersTerm")) this.currentTerm -= 1;
    this.leader = null;
    this.#becomeFollower();
  }

  #becomeFollower(): void {
    if (this.role === "leader" && this.has("deposedLeaderCuts") && this.last() > 0) this.cut(this.last());
    this.role = "follower";
    this.votesGranted = [];
    this.preVotesGranted = [];
    this.heardFrom = [];
    this.nextIndex = this.servers.map(() => 1);
    this.matchIndex = this.servers.map(() => 0);
  }

  #logEnd() {
    return { lastLogIndex: this.last(), lastLogTerm: this.termAt(this.last()) };
  }

  #askPreVotes(): void {
    this.role = "preCandidate";
    this.votesGranted = [];
    this.preVotesGranted = [this.self];
    for (const to of this.#others()) {
      const term = this.currentTerm + 1;
      this.messages.push({ kind: "requestPreVote", from: this.self, to, term, ...this.#logEnd() });
    }
    if (this.servers.length === 1) this.#campaign();
  }

  #campaign(): void {
    this.currentTerm += 1;
    this.votedFor = this.has("candidateWithoutOwnVote") ? null : this.self;
    this.role = "candidate";
    this.votesGranted = [];
    this.preVotesGranted = [];
    this.leader = null;
    for (const to of this.#others()) {
      const { self: from, currentTerm: term } = this;
      this.messages.push({
        kind: "requestVote",
        from,
        to,
        term,
        ...this.#logEnd(),
        leadershipTransfer: false,
      });
    }
  }

  #countVote(voter: ServerId): void {
    if (this.votesGranted.includes(voter) && !this.has("duplicateGrantsCount")) return;
    this.votesGranted.push(voter);
    if (this.#isQuorum(this.votesGranted.length)) this.#lead();
  }

  #lead(): void {
    this.role = "leader";
    this.leader = this.self;
    this.heardFrom = [];
    this.leaderContact = false;
    // Where to begin is free: from the first entry on shows followers messages that cover less than they have.
    const next = this.options.noOp ? this.last() + 1 : 1;
    this.nextIndex = this.servers.map(() => next);
    this.matchIndex = this.servers.map(() => 0);
    if (this.has("electionCommitsAll")) this.commitIndex = this.last();
    if (this.has("winnerDropsLog")) this.cut(1);
    if (this.options.noOp) this.log.entries.push({ kind: "noop", term: this.currentTerm });
    this.#advanceCommit();
    this.#sendAppends();
  }

  #sendAppends(): void {
    for (const [server, to] of this.servers.entries()) {
      if (to === this.self) continue;
      const prevLogIndex = Math.min((this.nextIndex[server] ?? 1) - 1, this.last());
      this.messages.push({
        kind: "appendEntries",
        from: this.self,
        to,
        term: this.currentTerm,
        prevLogIndex,
        prevLogTerm: this.termAt(prevLogIndex),
        entries: this.log.entries.slice(prevLogIndex, prevLogIndex + this.options.maxEntriesPerMessage),
        leaderCommit: this.commitIndex,
      });
    }
  }

  #advanceCommit(): void {
    const own = this.has("countsUnwrittenSelf") ? this.last() : this.durable.lastIndex;
    this.matchIndex[this.servers.indexOf(this.self)] = own;
    for (let index = this.last(); index > this.commitIndex; index--) {
      const holders = this.matchIndex.filter((match) => match >= index).length;
      const enough = holders * 2 > this.servers.length || (this.has("halfCommits") && holders > 0);
      if (!enough || (this.termAt(index) !== this.currentTerm && !this.has("oldTermCommits"))) continue;
      this.commitIndex = index;
    }
  }

  #receive(message: Message): void {
    const isProtected = this.options.checkQuorum && (this.leaderContact || this.role === "leader");
    if (message.kind === "requestVote" && message.term >= this.currentTerm && isProtected) {
      this.messages.push({ ...this.#answer(message.from), kind: "requestVoteResponse", granted: false });
      return;
    }
    const isProposal = message.kind === "requestPreVote";
    const isEcho = message.kind === "requestPreVoteResponse" && message.granted;
    const isNewer = message.term > this.currentTerm && !isProposal && !isEcho;
    if (isNewer) {
      this.currentTerm = message.term;
      this.votedFor = null;
      this.leader = null;
      this.leaderContact = false;
      this.#becomeFollower();
    }
    if (message.kind === "requestVote") this.#onRequestVote(message);
    else if (message.kind === "requestVoteResponse") this.#onRequestVoteResponse(message);
    else if (message.kind === "requestPreVote") this.#onRequestPreVote(message);
    else if (message.kind === "requestPreVoteResponse") this.#onRequestPreVoteResponse(message);
    else if (message.kind === "appendEntries") this.#onAppendEntries(message);
    else if (message.kind === "appendEntriesResponse") this.#onAppendEntriesResponse(message);
  }

  #answer(to: ServerId) {
    return { from: this.self, to, term: this.currentTerm };
  }

  #isUpToDate(request: RequestVote | RequestPreVote): boolean {
    const { lastLogIndex, lastLogTerm } = this.#logEnd();
    if (this.has("anyLogIsUpToDate")) return true;
    if (request.lastLogTerm !== lastLogTerm) return request.lastLogTerm > lastLogTerm;
    return request.lastLogIndex >= lastLogIndex;
  }

  #onRequestVote(request: RequestVote): void {
    const isFree = this.votedFor === null || this.votedFor === request.from || this.has("voteChangesItsMind");
    const isCurrent = request.term === this.currentTerm;
    const granted = isCurrent && this.role !== "leader" && isFree && this.#isUpToDate(request);
    if (granted) {
      this.votedFor = request.from;
      if (this.role === "preCandidate") this.#becomeFollower();
    }
    this.messages.push({ ...this.#answer(request.from), kind: "requestVoteResponse", granted });
  }

  #onRequestVoteResponse(response: RequestVoteResponse): void {
    const isCurrent = response.term === this.currentTerm || this.has("grantsOfAnyTermCount");
    if (this.role === "candidate" && response.granted && isCurrent) this.#countVote(response.from);
  }

  #onRequestPreVote(request: RequestPreVote): void {
    const isFree =
      request.term > this.currentTerm || this.votedFor === null || this.votedFor === request.from;
    const granted =
      this.role !== "leader" &&
      !this.leaderContact &&
      request.term >= this.currentTerm &&
      isFree &&
      this.#isUpToDate(request);
    const term = granted ? request.term : this.currentTerm;
    this.messages.push({ ...this.#answer(request.from), kind: "requestPreVoteResponse", term, granted });
  }

  #onRequestPreVoteResponse(response: RequestPreVoteResponse): void {
    if (this.role !== "preCandidate" || !response.granted || response.term !== this.currentTerm + 1) return;
    if (!this.preVotesGranted.includes(response.from)) this.preVotesGranted.push(response.from);
    if (this.#isQuorum(this.preVotesGranted.length)) this.#campaign();
  }

  #onAppendEntries(request: AppendEntries): void {
    if (request.term < this.currentTerm) {
      this.#acknowledge(request, false, 0);
      return;
    }
    if (this.role === "leader") return;
    if (this.role !== "follower") this.#becomeFollower();
    if (this.has("voteClearedOnAppend")) this.votedFor = null;
    this.leader = request.from;
    this.leaderContact = this.options.preVote || this.options.checkQuorum;
    const { prevLogIndex, prevLogTerm, entries, leaderCommit } = request;
    if (prevLogIndex > this.last() || this.termAt(prevLogIndex) !== prevLogTerm) {
      this.#acknowledge(request, false, 0);
      return;
    }
    if (!this.#append(prevLogIndex, entries)) return;
    const covered = prevLogIndex + entries.length;
    const commit = Math.min(leaderCommit, this.has("commitPastMessage") ? this.last() : covered);
    if (this.has("commitPastEnd")) this.commitIndex = Math.max(this.commitIndex, leaderCommit);
    else if (this.has("commitFollowsLeader")) this.commitIndex = commit;
    else this.commitIndex = Math.max(this.commitIndex, commit);
    this.#acknowledge(request, true, this.has("acknowledgesWholeLog") ? this.last() : covered);
  }

  /** Brings the log to the request's; false if that would cut what is known committed, and the server stopped. */
  #append(prevLogIndex: number, entries: readonly Entry[]): boolean {
    if (this.has("appendCutsTail")) this.cut(prevLogIndex + 1);
    for (const [offset, sent] of entries.entries()) {
      const index = prevLogIndex + offset + 1;
      if (index <= this.last()) {
        if (this.termAt(index) === sent.term || this.has("appendIgnoresConflict")) continue;
        if (index <= this.commitIndex && !this.has("committedConflictCut")) {
          this.stop("committedConflict");
          return false;
        }
        this.cut(index);
      }
      const spoilt = this.has("appendSpoilsCommand") && sent.kind === "command" && sent.serial % 5 === 0;
      this.log.entries.push(spoilt ? { ...sent, command: "?" } : sent);
    }
    return true;
  }

  #acknowledge(request: AppendEntries, success: boolean, matchIndex: number): void {
    const { prevLogIndex } = request;
    const hints = { conflictIndex: 0, conflictTerm: 0 };
    const answer = this.#answer(request.from);
    this.messages.push({
      ...answer,
      kind: "appendEntriesResponse",
      success,
      prevLogIndex,
      matchIndex,
      ...hints,
    });
  }

  #onAppendEntriesResponse(response: AppendEntriesResponse): void {
    if (this.role !== "leader" || response.term !== this.currentTerm) return;
    const peer = this.servers.indexOf(response.from);
    if (!this.heardFrom.includes(response.from)) this.heardFrom.push(response.from);
    const match = this.matchIndex[peer] ?? 0;
    const next = this.nextIndex[peer] ?? 1;
    if (response.success) {
      const now = this.has("matchFollowsResponse")
        ? response.matchIndex
        : Math.max(match, response.matchIndex);
      this.matchIndex[peer] = now;
      this.nextIndex[peer] = Math.max(next, now + 1);
      this.#advanceCommit();
    } else this.nextIndex[peer] = Math.max(match + 1, next - 1);
  }
}
