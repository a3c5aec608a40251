import assert from "node:assert/strict";
import type { Effect, Entry, Input, Message, RecordedEffect, StepLine, TraceLine } from "../format/index.js";
import { EVENT_LINE_HEADING, eventLine } from "./index.js";
import { fakeChoices, fakeHeader, fakeTrace } from "./testing/index.js";

const step = fakeTrace([0]).events[0] as StepLine;

/** What stands behind the columns. */
function event(input: Input, ...effects: readonly RecordedEffect[]): string {
  return eventLine({ ...step, input, effects }).slice(45);
}

function sent(message: Message): string {
  return event({ kind: "timeout", timer: "heartbeat" }, { id: 7, effect: { kind: "send", message } }).slice(
    21,
  );
}

function out(effect: Effect, id = 0): string {
  return event({ kind: "timeout", timer: "heartbeat" }, { id, effect }).slice(21);
}

const envelope = { from: "s1", to: "s2", term: 3 } as const;
const client = { client: "c1", serial: 4 } as const;
const command: Entry = { kind: "command", term: 2, ...client, command: "x" };
const config: Entry = { kind: "config", term: 3, voters: ["s1"], outgoing: [], learners: [] };

describe("eventLine", () => {
  it("keeps to its columns", () => {
    const view = { ...step.view, role: "leader", currentTerm: 12, lastIndex: 345, commitIndex: 67 } as const;
    const line: TraceLine = {
      ...step,
      step: 1234567,
      command: 89,
      view,
      input: { kind: "timeout", timer: "heartbeat" },
    };
    const columns = [
      [0, 7, "step", "1234567"],
      [8, 13, "cmd", "89"],
      [14, 20, "server", "s1"],
      [21, 25, "role", "L"],
      [26, 30, "term", "12"],
      [31, 36, "last", "345"],
      [37, 43, "commit", "67"],
    ] as const;
    for (const [from, to, name, value] of columns) {
      assert.equal(EVENT_LINE_HEADING.slice(from, to).trim(), name);
      assert.equal(eventLine(line).slice(from, to).trim(), value);
    }
    assert.equal(EVENT_LINE_HEADING.slice(45), "event");
    assert.equal(eventLine(line).slice(45), "timeout heartbeat -> timer election (started)");
  });

  it("says what came in", () => {
    const log = { baseIndex: 2, baseTerm: 1, entries: [{ kind: "noop", term: 2 }, command, config] } as const;
    const quiet = (input: Input) => event(input);
    assert.equal(
      quiet({ kind: "start", incarnation: 2, currentTerm: 3, votedFor: "s2", log }),
      "start life 2: term 3 vote s2 log after (2,1) [2:noop 2:c1/4 3:config]",
    );
    assert.equal(
      quiet({ kind: "message", id: 9, message: { kind: "timeoutNow", ...envelope } }),
      "message #9 timeoutNow s1>s2 term 3",
    );
    assert.equal(quiet({ kind: "propose", ...client, command: 'a"\n' }), 'propose c1/4 "a\\"\\n"');
    assert.equal(quiet({ kind: "read", ...client, query: "x" }), 'read c1/4 "x"');
    assert.equal(quiet({ kind: "transfer", target: "s3" }), "transfer to s3");
    assert.equal(quiet({ kind: "storageDone", id: 5 }), "storageDone w5");
    assert.equal(quiet({ kind: "storageFailed", id: 5 }), "storageFailed w5");
    assert.equal(quiet({ kind: "snapshotTaken", index: 5, data: "" }), "snapshotTaken up to 5");
  });

  it("says what went out", () => {
    const records = [
      { kind: "hardState", currentTerm: 3, votedFor: null },
      { kind: "truncate", from: 4 },
      { kind: "append", index: 4, entry: command },
    ] as const;
    assert.equal(out({ kind: "persist", records }, 8), "persist w8 term=3,vote=- truncate=4 append=(4,2)");
    assert.equal(out({ kind: "apply", index: 4, entries: [command] }), "apply 4");
    assert.equal(out({ kind: "apply", index: 4, entries: [command, config] }), "apply 4..5");
    const answer = { kind: "respond", ...client } as const;
    assert.equal(
      out({ ...answer, outcome: "ok", reason: "committed", index: 4, leader: null }),
      "respond c1/4 ok (committed at 4)",
    );
    assert.equal(
      out({ ...answer, outcome: "fail", reason: "notLeader", index: 0, leader: "s2" }),
      "respond c1/4 fail (notLeader, leader s2)",
    );
    assert.equal(out({ kind: "becameRole", role: "candidate", term: 3 }), "candidate in term 3");
    assert.equal(out({ kind: "stopped", reason: "storageFailed" }), "stopped (storageFailed)");
  });

  it("says every message", () => {
    const end = { lastLogIndex: 5, lastLogTerm: 2 };
    const answer = { prevLogIndex: 4, matchIndex: 5, conflictIndex: 3, conflictTerm: 1 };
    const snapshot = { lastIncludedIndex: 9, lastIncludedTerm: 2, offset: 0, data: "" };
    const append = { prevLogIndex: 4, prevLogTerm: 2, entries: [command], leaderCommit: 3 };
    const messages: readonly (readonly [Message, string])[] = [
      [{ kind: "requestVote", ...envelope, ...end, leadershipTransfer: false }, " end (5,2)"],
      [{ kind: "requestVote", ...envelope, ...end, leadershipTransfer: true }, " end (5,2) transfer"],
      [{ kind: "requestVoteResponse", ...envelope, granted: true }, " granted"],
      [{ kind: "requestPreVote", ...envelope, ...end }, " end (5,2)"],
      [{ kind: "requestPreVoteResponse", ...envelope, granted: false }, " refused"],
      [{ kind: "appendEntries", ...envelope, ...append }, " after (4,2) entries [2:c1/4] commit 3"],
      [{ kind: "appendEntriesResponse", ...envelope, ...answer, success: true }, " after 4 match 5"],
      [
        { kind: "appendEntriesResponse", ...envelope, ...answer, success: false },
        " after 4 refused, try (3,1)",
      ],
      [{ kind: "installSnapshot", ...envelope, ...snapshot, done: false }, " up to (9,2) from byte 0"],
      [{ kind: "installSnapshot", ...envelope, ...snapshot, done: true }, " up to (9,2) from byte 0 done"],
      [{ kind: "installSnapshotResponse", ...envelope, offset: 0, matchIndex: 9 }, " from byte 0 match 9"],
      [{ kind: "timeoutNow", ...envelope }, ""],
      [{ kind: "readIndex", ...envelope, ...client }, " c1/4"],
      [{ kind: "readIndexResponse", ...envelope, ...client, readIndex: 6 }, " c1/4 at 6"],
    ];
    for (const [message, text] of messages)
      assert.equal(sent(message), `send #7 ${message.kind} s1>s2 term 3${text}`);
  });

  it("says what is no step", () => {
    const header = fakeHeader();
    const log = { baseIndex: 0, baseTerm: 0, entries: [command] };
    const mutant = { id: "M1", side: "both" } as const;
    const finding = { kind: "violation", property: "Q", step: 3, server: "s2", message: "no." } as const;
    const lines: readonly (readonly [TraceLine, string])[] = [
      [header, "# test: s1 s2 s3; fake; test, seed 1, history 0; trace version 1"],
      [
        { ...header, mutant },
        "# test: s1 s2 s3; fake with M1 (both); test, seed 1, history 0; trace version 1",
      ],
      [{ kind: "footer", steps: 5, verdict: "held", finding: null }, "# held after 5 steps"],
      [
        { kind: "footer", steps: 5, verdict: "violated", finding },
        "# violated after 5 steps: violation of Q in step 3 on s2: no.",
      ],
      [
        { kind: "checkpoint", step: 5, server: "s1", log },
        "      5     - s1     -       -     -      -  checkpoint: log [2:c1/4]",
      ],
      [
        { kind: "network", after: 5, command: 2, event: "dropped", id: 4, copy: 0 },
        "      5     2 -      -       -     -      -  dropped #4",
      ],
      [
        { kind: "network", after: 5, command: 2, event: "duplicated", id: 4, copy: 6 },
        "      5     2 -      -       -     -      -  duplicated #4 as #6",
      ],
      [
        { kind: "link", after: 5, command: 2, event: "mended", from: "s1", to: "s2" },
        "      5     2 -      -       -     -      -  mended s1>s2",
      ],
      [
        { kind: "crash", after: 5, command: 2, server: "s1", recordsKept: 1, recordsLost: 2 },
        "      5     2 s1     -       -     -      -  crash: 1 unsynced records kept, 2 lost",
      ],
    ];
    for (const [line, text] of lines) assert.equal(eventLine(line), text);
  });

  it("is one line, whatever the event", () => {
    for (const line of fakeTrace(fakeChoices(300)).events) assert.ok(!eventLine(line).includes("\n"));
  });
});
