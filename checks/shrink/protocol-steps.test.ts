import assert from "node:assert/strict";
import type { Message } from "../../traces/format/index.js";
import type { Choice } from "./choices.js";
import { protocolSteps } from "./protocol-steps.js";

const ends = { from: "s1", to: "s2", term: 1 } as const;
const position = { lastLogIndex: 0, lastLogTerm: 0 } as const;

function deliver(message: Message, repeated = false): Choice {
  return { kind: "deliver", message, newer: 0, repeated };
}

const requests: readonly Message[] = [
  { kind: "requestVote", ...ends, ...position, leadershipTransfer: false },
  { kind: "requestPreVote", ...ends, ...position },
  { kind: "appendEntries", ...ends, prevLogIndex: 0, prevLogTerm: 0, entries: [], leaderCommit: 0 },
  { kind: "timeoutNow", ...ends },
  { kind: "readIndex", ...ends, client: "c1", serial: 1 },
];
const answers: readonly Message[] = [
  { kind: "requestVoteResponse", ...ends, granted: true },
  { kind: "requestPreVoteResponse", ...ends, granted: true },
  {
    kind: "appendEntriesResponse",
    ...ends,
    success: true,
    prevLogIndex: 0,
    matchIndex: 0,
    conflictIndex: 0,
    conflictTerm: 0,
  },
  { kind: "installSnapshotResponse", ...ends, offset: 0, matchIndex: 0 },
  { kind: "readIndexResponse", ...ends, client: "c1", serial: 1, readIndex: 0 },
];

describe("protocolSteps", () => {
  it("counts a request with its answer as one, repeated ones as one more", () => {
    for (const request of requests) {
      assert.equal(protocolSteps([deliver(request)]), 1, request.kind);
      assert.equal(protocolSteps([deliver(request), deliver(request, true)]), 2, request.kind);
    }
    for (const answer of answers) {
      assert.equal(protocolSteps([deliver(answer)]), 0, answer.kind);
      assert.equal(protocolSteps([deliver(answer), deliver(answer, true)]), 1, answer.kind);
    }
  });

  it("counts timeouts, proposals, failed writes, and a crash with its restart as one", () => {
    const table: readonly (readonly [number, readonly Choice[]])[] = [
      [0, []],
      [1, [{ kind: "timeout", server: "s1", timer: "election" }]],
      [1, [{ kind: "propose", server: "s1", command: "x" }]],
      [1, [{ kind: "failWrite", server: "s1" }]],
      [0, [{ kind: "completeWrite", server: "s1" }]],
      [
        1,
        [
          { kind: "crash", server: "s1", kept: 1 },
          { kind: "start", server: "s1" },
        ],
      ],
    ];
    for (const [steps, choices] of table)
      assert.equal(protocolSteps(choices), steps, JSON.stringify(choices));
    assert.equal(protocolSteps(table.flatMap(([, choices]) => choices)), 4);
  });
});
