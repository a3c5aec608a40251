import type { Effect, Entry, Input, Message, StepLine, TraceLine } from "../../format/index.js";
import { fakeHeader } from "../../record/testing/index.js";

/** A line whose every field a test may spoil. */
// biome-ignore lint/suspicious/noExplicitAny: a spoiled line has no type
export type Spoilable = any;

const noop: Entry = { kind: "noop", term: 1 };

/** Two servers elect a leader, replicate an entry and suffer a little: every kind of line, 15 in all. */
export function smallTrace(): Spoilable[] {
  const vote: Message = {
    kind: "requestVote",
    from: "s1",
    to: "s2",
    term: 1,
    lastLogIndex: 0,
    lastLogTerm: 0,
    leadershipTransfer: false,
  };
  const granted: Message = { kind: "requestVoteResponse", from: "s2", to: "s1", term: 1, granted: true };
  const append: Message = {
    kind: "appendEntries",
    from: "s1",
    to: "s2",
    term: 1,
    prevLogIndex: 0,
    prevLogTerm: 0,
    entries: [noop],
    leaderCommit: 0,
  };
  const timer: Effect = { kind: "setTimer", timer: "election", cause: "started" };
  const hardState: Effect = {
    kind: "persist",
    records: [{ kind: "hardState", currentTerm: 1, votedFor: "s1" }],
  };
  const appended: Effect = { kind: "persist", records: [{ kind: "append", index: 1, entry: noop }] };
  const lines: TraceLine[] = [
    fakeHeader(["s1", "s2"]),
    step(1, "s1", start(1, []), [[0, timer]]),
    step(2, "s2", start(1, []), [[0, timer]]),
    step(3, "s1", { kind: "timeout", timer: "election" }, [
      [1, hardState],
      [1, { kind: "send", message: vote }],
      [2, appended],
    ]),
    step(4, "s2", { kind: "message", id: 1, message: vote }, [[2, { kind: "send", message: granted }]]),
    { kind: "network", after: 4, command: 0, event: "duplicated", id: 2, copy: 3 },
    step(5, "s1", { kind: "storageDone", id: 1 }, []),
    grown(
      step(6, "s1", { kind: "message", id: 2, message: granted }, [[4, { kind: "send", message: append }]]),
    ),
    { kind: "network", after: 6, command: 0, event: "dropped", id: 3, copy: 0 },
    grown(step(7, "s2", { kind: "message", id: 4, message: append }, [])),
    { kind: "checkpoint", step: 7, server: "s2", log: { baseIndex: 0, baseTerm: 0, entries: [noop] } },
    { kind: "link", after: 7, command: 0, event: "cut", from: "s1", to: "s2" },
    { kind: "crash", after: 7, command: 0, server: "s1", recordsKept: 1, recordsLost: 0 },
    { ...step(8, "s1", start(2, [noop]), [[0, timer]]), view: { ...view(1) } },
    { kind: "footer", steps: 8, verdict: "held", finding: null },
  ];
  return JSON.parse(JSON.stringify(lines)) as Spoilable[];
}

function start(incarnation: number, entries: readonly Entry[]): Input {
  return {
    kind: "start",
    incarnation,
    currentTerm: 0,
    votedFor: null,
    log: { baseIndex: 0, baseTerm: 0, entries },
  };
}

function step(
  number: number,
  server: string,
  input: Input,
  effects: readonly (readonly [number, Effect])[],
): StepLine {
  return {
    kind: "step",
    step: number,
    command: 0,
    server,
    cause: causeOf(input),
    input,
    effects: effects.map(([id, effect]) => ({ id, effect })),
    log: { truncatedFrom: 0, appended: [] },
    view: view(0),
  };
}

function causeOf(input: Input): StepLine["cause"] {
  if (input.kind === "start") return { kind: "life", incarnation: input.incarnation };
  if (input.kind === "timeout") return { kind: "timer", timer: input.timer, setAt: 1 };
  if (input.kind === "message") return { kind: "message", id: input.id };
  return { kind: "storage", id: 1 };
}

function grown(line: StepLine): StepLine {
  return { ...line, log: { truncatedFrom: 0, appended: [noop] }, view: view(1) };
}

function view(lastIndex: number): StepLine["view"] {
  return {
    role: "follower",
    currentTerm: 1,
    votedFor: null,
    leader: null,
    lastIndex,
    commitIndex: 0,
    durable: { currentTerm: 0, votedFor: null, lastIndex: 0 },
    leaderContact: false,
    votesGranted: [],
    preVotesGranted: [],
    heardFrom: [],
    nextIndex: [1, 1],
    matchIndex: [0, 0],
  };
}
