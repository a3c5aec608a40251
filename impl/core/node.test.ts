import assert from "node:assert/strict";
import type { Input, Message } from "../../traces/format/index.js";
import { appendRequest, give, startServer } from "./test-server.js";

describe("step", () => {
  it("has no effects where nothing happens", () => {
    const server = startServer();
    assert.notEqual(server.step({ kind: "timeout", timer: "election" }).length, 0);
    assert.deepEqual(server.step({ kind: "timeout", timer: "heartbeat" }), []);
  });

  it("never changes what it has sent or written", () => {
    const server = startServer();
    const request = appendRequest({ entries: [{ kind: "noop", term: 1 }] });
    const effects = give(server, { kind: "message", id: 1, message: request });
    const before = structuredClone(effects);
    give(server, { kind: "message", id: 2, message: { ...request, term: 2, entries: [] } });
    give(server, { kind: "storageDone", id: 1 });
    assert.deepEqual(effects, before);
  });

  it("refuses inputs that this version does not speak", () => {
    const inputs: readonly Input[] = [
      { kind: "read", client: "c", serial: 1, query: "x" },
      { kind: "transfer", target: "s2" },
      { kind: "snapshotTaken", index: 1, data: "" },
    ];
    for (const input of inputs) {
      assert.throws(() => give(startServer(), input), new RegExp(`not given ${input.kind}`));
    }
    assert.throws(() => give(startServer(), { kind: "tea" } as unknown as Input), /tea/);
  });

  it("refuses messages that this version does not speak", () => {
    const route = { from: "s2", to: "s1", term: 1 };
    const messages: readonly Message[] = [
      {
        kind: "installSnapshot",
        ...route,
        lastIncludedIndex: 1,
        lastIncludedTerm: 1,
        offset: 0,
        data: "",
        done: true,
      },
      { kind: "installSnapshotResponse", ...route, offset: 0, matchIndex: 0 },
      { kind: "timeoutNow", ...route },
      { kind: "readIndex", ...route, client: "c", serial: 1 },
      { kind: "readIndexResponse", ...route, client: "c", serial: 1, readIndex: 1 },
    ];
    for (const message of messages) {
      const input: Input = { kind: "message", id: 1, message };
      assert.throws(() => give(startServer(), input), new RegExp(`not given ${message.kind}`));
    }
    const unknown = { kind: "gossip", ...route } as unknown as Message;
    assert.throws(() => give(startServer(), { kind: "message", id: 1, message: unknown }), /gossip/);
  });
});
