import assert from "node:assert/strict";
import type { Entry, Server } from "../../traces/format/index.js";
import { lastIndex, lastTerm, reachedBy, termAt } from "./log-reading.js";

const entry = (term: number): Entry => ({ kind: "noop", term });

function server(entries: readonly Entry[], matchIndex: readonly number[] = []): Server {
  return { log: { baseIndex: 4, baseTerm: 2, entries }, matchIndex } as unknown as Server;
}

describe("reading a server's log", () => {
  it("counts from the base", () => {
    const { log } = server([entry(3), entry(5)]);
    assert.deepEqual(
      [4, 5, 6, 7].map((index) => termAt(server(log.entries), index)),
      [2, 3, 5, 0],
    );
    assert.deepEqual([lastIndex(server(log.entries)), lastTerm(server(log.entries))], [6, 5]);
    assert.deepEqual([lastIndex(server([])), lastTerm(server([]))], [4, 2]);
  });

  it("tells how far a number of servers have come", () => {
    const leader = server([], [7, 0, 5]);
    assert.deepEqual(
      [1, 2, 3, 4].map((count) => reachedBy(leader, count)),
      [7, 5, 0, 0],
    );
  });
});
