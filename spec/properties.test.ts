import assert from "node:assert/strict";
import type {
  Effect,
  Entry,
  Input,
  Log,
  Message,
  ServerView,
  StorageRecord,
} from "../traces/format/index.js";
import {
  brokenProperties,
  type ClusterAction,
  clusterView,
  emptyHistory,
  extendHistory,
  initialView,
  properties,
  propertyNames,
  witnessesSeen,
} from "./index.js";

const servers = ["s1", "s2", "s3"];

function entry(term: number, command = "x"): Entry {
  return { kind: "command", term, client: "c1", serial: 1, command };
}

function logOf(...entries: Entry[]): Log {
  return { baseIndex: 0, baseTerm: 0, entries };
}

const fresh: ServerView = {
  role: "follower",
  currentTerm: 0,
  votedFor: null,
  leader: null,
  log: logOf(),
  commitIndex: 0,
  durable: { currentTerm: 0, votedFor: null, lastIndex: 0 },
  leaderContact: false,
  votesGranted: [],
  preVotesGranted: [],
  heardFrom: [],
  nextIndex: [1, 1, 1],
  matchIndex: [0, 0, 0],
};

const timeout: Input = { kind: "timeout", timer: "election" };
const ends = { lastLogIndex: 0, lastLogTerm: 0 };

function grant(from: string, to: string, term: number): Message {
  return { kind: "requestVoteResponse", from, to, term, granted: true };
}

function asked(from: string, to: string, term: number): Message {
  return { kind: "requestVote", from, to, term, ...ends, leadershipTransfer: false };
}

function acknowledged(from: string, to: string, term: number, matchIndex: number): Message {
  const hints = { prevLogIndex: 0, conflictIndex: 0, conflictTerm: 0 };
  return { kind: "appendEntriesResponse", from, to, term, success: true, matchIndex, ...hints };
}

function appends(from: string, to: string, term: number, ...entries: Entry[]): Message {
  return {
    kind: "appendEntries",
    from,
    to,
    term,
    prevLogIndex: 0,
    prevLogTerm: 0,
    entries,
    leaderCommit: 0,
  };
}

const received = (message: Message): Input => ({ kind: "message", id: 1, message });
const sent = (message: Message): Effect => ({ kind: "send", message });
const persisted = (...records: StorageRecord[]): Effect => ({ kind: "persist", records });

/** A cluster told step by step. `broken` are the properties that the latest action broke. */
class Story {
  broken: readonly string[] = [];
  messages: readonly string[] = [];
  seen: readonly string[] = [];
  #states: (ServerView | null)[] = servers.map(() => null);
  #view = initialView(servers);
  #history = emptyHistory(servers);

  constructor(stored: Partial<ServerView> = {}) {
    for (const server of servers.keys()) this.starts(server, stored);
  }

  /** A life begins with a disk that holds what the view shows. */
  starts(server: number, stored: Partial<ServerView>, shown: Partial<ServerView> = {}): this {
    const { currentTerm, votedFor, log } = { ...fresh, ...stored };
    this.#states[server] = null;
    return this.takes(
      server,
      { kind: "start", incarnation: 1, currentTerm, votedFor, log },
      { ...stored, ...shown },
    );
  }

  takes(server: number, input: Input, change: Partial<ServerView> = {}, ...effects: Effect[]): this {
    this.#states[server] = { ...(this.#states[server] ?? fresh), ...change };
    return this.#goesOn({ kind: "step", server, input, effects });
  }

  crashes(server: number, recordsKept = 0): this {
    this.#states[server] = null;
    return this.#goesOn({ kind: "crash", server, recordsKept, recordsLost: 1 });
  }

  /** Becomes leader by all the rules: own vote on disk, one grant received. */
  isElected(server: number, term: number, change: Partial<ServerView> = {}): this {
    const self = servers[server] as string;
    const voter = servers[(server + 1) % servers.length] as string;
    const record: StorageRecord = { kind: "hardState", currentTerm: term, votedFor: self };
    this.takes(server, timeout, { role: "candidate", currentTerm: term, votedFor: self }, persisted(record));
    this.takes(server, { kind: "storageDone", id: 1 }, { votesGranted: [self] });
    const votesGranted = [self, voter];
    return this.takes(server, received(grant(voter, self, term)), {
      role: "leader",
      votesGranted,
      ...change,
    });
  }

  #goesOn(action: ClusterAction): this {
    const before = this.#view;
    this.#view = clusterView(servers, this.#states);
    this.#history = extendHistory(this.#history, before, action, this.#view);
    const broken = brokenProperties(this.#history, before, action, this.#view);
    this.broken = broken.map(({ property }) => property);
    this.messages = broken.map(({ message }) => message);
    this.seen = witnessesSeen(this.#history, before, action, this.#view);
    return this;
  }
}

function assertBroken(story: Story, property: string, message: RegExp): void {
  assert.deepEqual(story.broken, [property]);
  assert.match(story.messages.join(), message);
}

describe("safety properties", () => {
  const stored = { currentTerm: 1, log: logOf(entry(1)) };

  it("are thirteen, each with a name of its own, a source and a sentence", () => {
    assert.equal(new Set(propertyNames).size, 13);
    for (const { section, statement } of properties) {
      assert.match(section, /§|Figure/);
      assert.match(statement, /^[A-Z].*\.$/);
    }
  });

  it("hold through an election, a commit and a crash", () => {
    const story = new Story(stored).isElected(0, 2);
    assert.deepEqual([story.broken, story.seen], [[], ["leaderElected"]]);
    story.takes(0, { kind: "storageDone", id: 2 }, { commitIndex: 1, matchIndex: [1, 1, 0] });
    assert.deepEqual([story.broken, story.seen], [[], ["entryCommitted", "oldTermEntryCommitted"]]);
    story.crashes(0);
    assert.deepEqual([story.broken, story.seen], [[], ["tornWriteLost"]]);
    story.starts(0, { ...stored, currentTerm: 2, votedFor: "s1" });
    assert.deepEqual([story.broken, story.seen], [[], ["restartedWithVote"]]);
  });

  it("electionSafety: two leaders of one term", () => {
    const story = new Story().isElected(0, 1).isElected(1, 1);
    assertBroken(story, "electionSafety", /s1 and s2 both became leader of term 1/);
    assert.deepEqual(new Story().isElected(0, 1).isElected(1, 2).broken, []);
  });

  it("leaderAppendOnly: a leader cuts its log, be it while stepping down", () => {
    const cut = { log: logOf() };
    assertBroken(new Story(stored).isElected(0, 2).takes(0, timeout, cut), "leaderAppendOnly", /index 1/);
    const deposed = { ...cut, role: "follower", currentTerm: 3, votedFor: null } as const;
    const story = new Story(stored).isElected(0, 2).takes(0, received(asked("s2", "s1", 3)), deposed);
    assertBroken(story, "leaderAppendOnly", /s1, leader of term 2/);
    const yielding = { ...deposed, log: logOf(entry(3)) };
    const next = new Story(stored)
      .isElected(0, 2)
      .takes(0, received(appends("s2", "s1", 3, entry(3))), yielding);
    assert.deepEqual([next.broken, next.seen], [[], ["conflictTruncated", "staleLeaderDeposed"]]);
  });

  it("logMatching: logs that agree on a term and not on what comes up to it", () => {
    const story = new Story().takes(0, timeout, { log: logOf(entry(1, "x"), entry(2)) });
    story.takes(1, timeout, { log: logOf(entry(1, "y"), entry(2)) });
    assertBroken(story, "logMatching", /s1 and s2 .* differ at index 1/);
    story.takes(1, timeout, { log: logOf(entry(3), entry(4)) });
    assert.deepEqual(story.broken, [], "no term is the same");
  });

  it("leaderCompleteness: a leader lacks what was committed in a lower term", () => {
    const story = new Story(stored).isElected(0, 2).takes(0, timeout, { commitIndex: 1 });
    story.takes(1, timeout, { log: logOf() }).isElected(1, 3);
    assertBroken(
      story,
      "leaderCompleteness",
      /s2 leads term 3 without the entry at index 1, committed in term 2/,
    );
    const late = new Story(stored).isElected(0, 2).takes(1, timeout, { log: logOf() }).isElected(1, 3);
    assert.deepEqual(late.broken, []);
    late.takes(0, timeout, { commitIndex: 1 });
    assert.deepEqual(late.broken, ["leaderCompleteness"], "also when the commit comes after the election");
    const earlier = new Story(stored).takes(2, timeout, { currentTerm: 4, commitIndex: 1 });
    earlier.takes(1, timeout, { log: logOf() }).isElected(1, 3);
    assert.deepEqual(earlier.broken, [], "as far as is known, it was committed in term 4");
    earlier.takes(0, timeout, { commitIndex: 1 });
    assertBroken(earlier, "leaderCompleteness", /s2 leads term 3 .* committed in term 1/);
  });

  it("stateMachineSafety: another entry where one was committed", () => {
    const story = new Story(stored).takes(0, timeout, { commitIndex: 1 });
    story
      .starts(1, { log: logOf(entry(2)) })
      .starts(2, stored)
      .takes(1, timeout, { commitIndex: 1 });
    assertBroken(story, "stateMachineSafety", /s2 committed an entry at index 1/);
    const applied: Effect = { kind: "apply", index: 1, entries: [entry(9)] };
    const other = new Story(stored).takes(0, timeout, { commitIndex: 1 }, applied);
    assertBroken(other, "stateMachineSafety", /s1 applied an entry at index 1/);
  });

  it("oneVotePerTerm: a vote changes, clears, or is given twice over a crash", () => {
    const voted = { currentTerm: 1, votedFor: "s2" };
    const story = () => new Story({ currentTerm: 1 }).takes(0, timeout, voted);
    assertBroken(
      story().takes(0, timeout, { votedFor: "s3" }),
      "oneVotePerTerm",
      /s1 voted for s2 and for s3/,
    );
    assertBroken(story().takes(0, timeout, { votedFor: null }), "oneVotePerTerm", /no longer says so/);
    const forgotten = story().crashes(0).starts(0, { currentTerm: 1, votedFor: "s3" });
    assert.deepEqual(forgotten.broken, [], "a vote that nobody heard of may be lost");
    const record: StorageRecord = { kind: "hardState", ...voted };
    const kept = new Story().takes(0, timeout, voted, persisted(record)).crashes(0, 1);
    assertBroken(kept.starts(0, voted, { votedFor: null }), "oneVotePerTerm", /no longer says so/);
    const candidate = new Story({ currentTerm: 1 }).takes(0, timeout, {
      role: "candidate",
      votesGranted: ["s1"],
    });
    assertBroken(candidate, "oneVotePerTerm", /s1 voted for s1/);
  });

  it("monotonicTerm: within a life, below the disk, below what was said", () => {
    assertBroken(
      new Story({ currentTerm: 2 }).takes(0, timeout, { currentTerm: 1 }),
      "monotonicTerm",
      /already was/,
    );
    assertBroken(
      new Story().starts(0, { currentTerm: 2 }, { currentTerm: 1 }),
      "monotonicTerm",
      /on its disk/,
    );
    const refusal = sent({ ...grant("s1", "s2", 2), granted: false } as Message);
    const spoke = new Story({ currentTerm: 2 }).takes(0, timeout, {}, refusal).crashes(0).starts(0, {});
    assertBroken(spoke, "monotonicTerm", /has spoken/);
    const proposal = sent({ kind: "requestPreVote", from: "s1", to: "s2", term: 9, ...ends });
    assert.deepEqual(new Story().takes(0, timeout, {}, proposal).broken, []);
  });

  it("commitMonotonic and matchMonotonic: what a server knows does not shrink", () => {
    const story = new Story(stored).isElected(0, 2, { commitIndex: 1, matchIndex: [1, 1, 1] });
    assert.deepEqual(story.broken, []);
    assertBroken(story.takes(0, timeout, { commitIndex: 0 }), "commitMonotonic", /s1 went down from 1 to 0/);
    assertBroken(story.takes(0, timeout, { matchIndex: [1, 0, 1] }), "matchMonotonic", /s2 back from 1 to 0/);
    assert.deepEqual(story.isElected(0, 3, { matchIndex: [0, 0, 0] }).broken, [], "another term begins anew");
  });

  it("committedNeverTruncated: cut, missing, or in a leader's way", () => {
    const story = () => new Story(stored).takes(0, timeout, { commitIndex: 1 });
    const rewritten = story().takes(0, timeout, { log: logOf(entry(2)) });
    assert.deepEqual(rewritten.broken, ["stateMachineSafety", "committedNeverTruncated"]);
    assertBroken(story().takes(0, timeout, { commitIndex: 2 }), "committedNeverTruncated", /ends at index 1/);
    const stopped = story().takes(
      0,
      timeout,
      { role: "stopped" },
      { kind: "stopped", reason: "committedConflict" },
    );
    assertBroken(stopped, "committedNeverTruncated", /stopped/);
  });

  it("committedOnMajority: a commit that a loss of memory could undo", () => {
    const story = new Story().takes(0, timeout, { log: logOf(entry(1)), commitIndex: 1 });
    assertBroken(story, "committedOnMajority", /on no disk/);
    const cut = new Story(stored).takes(0, timeout, { commitIndex: 1 }).starts(1, {});
    assert.deepEqual(cut.broken, []);
    cut.takes(2, timeout, {}, persisted({ kind: "truncate", from: 1 })).crashes(2, 1);
    assertBroken(cut, "committedOnMajority", /on the disks of s1 only/);
  });

  it("durableBeforeReply: something is said that is not yet written", () => {
    const tell = (message: Message, change: Partial<ServerView>, ...records: StorageRecord[]) =>
      new Story(stored).takes(0, timeout, change, persisted(...records), sent(message));
    const second = { currentTerm: 2 };
    assertBroken(tell(appends("s1", "s2", 2), second), "durableBeforeReply", /before term 2/);
    const vote = { votedFor: "s2" };
    assertBroken(tell(grant("s1", "s2", 1), vote), "durableBeforeReply", /its vote for s2/);
    assertBroken(
      tell(asked("s1", "s2", 1), { votedFor: "s1" }),
      "durableBeforeReply",
      /its own vote in term 1/,
    );
    assertBroken(tell(acknowledged("s1", "s2", 1, 2), {}), "durableBeforeReply", /the log up to index 2/);
    const replaced: StorageRecord = { kind: "append", index: 1, entry: entry(1, "y") };
    assertBroken(tell(acknowledged("s1", "s2", 1, 1), {}, replaced), "durableBeforeReply", /up to index 1/);
    const later: StorageRecord = { kind: "hardState", currentTerm: 2, votedFor: null };
    const held = tell(acknowledged("s1", "s2", 1, 1), second, later, replaced);
    assert.deepEqual(held.broken, [], "what a later term changes was not meant");
    const counting = new Story().isElected(0, 1, { log: logOf(entry(1)), matchIndex: [1, 0, 0] });
    assertBroken(counting, "durableBeforeReply", /counts its own entries up to index 1, its disk holds 0/);
  });

  it("durableBeforeReply: a failed write never becomes durable", () => {
    const record: StorageRecord = { kind: "hardState", currentTerm: 1, votedFor: "s2" };
    const story = new Story().takes(0, timeout, { currentTerm: 1, votedFor: "s2" }, persisted(record));
    story.takes(0, { kind: "storageFailed", id: 1 }).takes(0, { kind: "storageDone", id: 1 });
    story.takes(0, timeout, {}, sent(grant("s1", "s2", 1)));
    assertBroken(story, "durableBeforeReply", /before term 1/);
  });

  it("quorumOfDistinctVoters: a leader without its majority", () => {
    const alone = new Story({ currentTerm: 1, votedFor: "s1" }).takes(0, timeout, { role: "leader" });
    assertBroken(alone, "quorumOfDistinctVoters", /with the votes of \[s1\], of 2 needed/);
    const story = new Story()
      .takes(0, received(grant("s2", "s1", 1)))
      .takes(0, received(grant("s2", "s1", 1)));
    story.takes(0, timeout, { currentTerm: 1, votedFor: "s1", role: "leader" });
    assertBroken(story, "quorumOfDistinctVoters", /votes of \[s2\]/);
    const stranger = new Story({ currentTerm: 1, votedFor: "s1" }).takes(0, received(grant("s9", "s1", 1)));
    assert.deepEqual(stranger.takes(0, timeout, { role: "leader" }).broken, ["quorumOfDistinctVoters"]);
  });
});
