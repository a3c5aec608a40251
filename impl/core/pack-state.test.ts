import assert from "node:assert/strict";
import fc from "fast-check";
import type { Effect, Input, ProtocolRules, ServerConfiguration } from "../../traces/format/index.js";
import { ByteReader } from "./byte-reader.js";
import { ByteWriter } from "./byte-writer.js";
import { type CoreServer, createServer, defaultRules, packState, unpackState } from "./index.js";
import { readEntry, writeEntry } from "./pack-values.js";
import { TestCluster } from "./test-cluster.js";
import {
  appendRequest,
  deliver,
  entriesOf,
  finishWrites,
  give,
  plainOptions,
  startServer,
  threeServers,
  voteRequest,
} from "./test-server.js";

/**
 * Rules under which even a leader's requests wait for its disk, so that writes hold every kind of message.
 */
const patientRules: ProtocolRules = { ...defaultRules, mustAwaitDisk: () => true };

/**
 * Runs a history on servers each of which has a twin that is put together again from bytes before every step.
 */
class TwinWatcher {
  private readonly twins = new Map<string, CoreServer>();
  private readonly packed = new Map<string, Uint8Array>();
  private readonly rules: ProtocolRules;

  constructor(rules: ProtocolRules) {
    this.rules = rules;
  }

  watch = ({ state }: CoreServer, input: Input, effects: readonly Effect[]): void => {
    const { self } = state;
    if (input.kind !== "start") {
      const twin = this.twinOf(state);
      unpackState(this.packed.get(self) as Uint8Array, twin.state);
      assert.deepEqual(twin.step(input), effects);
      assert.deepEqual(packState(twin.state), packState(state));
    }
    this.packed.set(self, packState(state));
  };

  private twinOf(configuration: ServerConfiguration): CoreServer {
    const twin = this.twins.get(configuration.self) ?? createServer(configuration, this.rules);
    this.twins.set(configuration.self, twin);
    return twin;
  }
}

describe("pack state", () => {
  it("keeps all that matters: a server put together again behaves the same, after any history", () => {
    const anyHistory = fc.array(fc.tuple(fc.nat(99), fc.nat(999)), {
      minLength: 30,
      maxLength: 150,
      size: "max",
    });
    const anyRules = fc.constantFrom(defaultRules, patientRules);
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), anyRules, anyHistory, (preVote, noOp, rules, history) => {
        const options = { ...plainOptions, preVote, checkQuorum: true, noOp, maxInFlightBytes: 6 };
        const { watch } = new TwinWatcher(rules);
        const cluster = new TestCluster({ ids: threeServers, options, rules, watch });
        cluster.elect();
        for (const [choice, pick] of history) {
          cluster.act(choice, pick);
        }
        cluster.settle();
      }),
      { numRuns: 60 },
    );
  });

  it("overwrites whatever the other server was", () => {
    const server = startServer({ term: 2, vote: "s3", log: [1, 2] });
    const other = startServer({ term: 7, log: [5, 5, 5] });
    deliver(other, voteRequest({ term: 9, lastLogTerm: 9 }));
    unpackState(packState(server.state), other.state);
    assert.deepEqual(packState(other.state), packState(server.state));
    assert.deepEqual(deliver(other, voteRequest({ term: 2 })), deliver(server, voteRequest({ term: 2 })));
  });

  it("tells apart what differs only beyond the view", () => {
    const request = appendRequest({ entries: entriesOf([1]) });
    const one = startServer();
    const other = startServer();
    deliver(one, request);
    deliver(other, request);
    deliver(other, request);
    assert.notDeepEqual(packState(one.state), packState(other.state), "one more answer is held");
    finishWrites(one);
    finishWrites(other);
    assert.deepEqual(packState(one.state), packState(other.state));
  });

  it("carries unstarted and stopped servers, and votes for servers that are gone", () => {
    const unstarted = createServer({ self: "s1", servers: threeServers, options: plainOptions });
    const stopped = startServer({ vote: "left", baseIndex: 3, baseTerm: 1 });
    deliver(stopped, voteRequest({}));
    give(stopped, { kind: "storageFailed", id: 1 });
    for (const { state } of [unstarted, stopped, startServer({ vote: "left" })]) {
      const other = startServer();
      unpackState(packState(state), other.state);
      assert.deepEqual(packState(other.state), packState(state));
      assert.equal(other.state.votedFor, state.votedFor);
      assert.equal(other.state.started, state.started);
    }
  });

  it("refuses bytes that end early, go on, or name unknown kinds", () => {
    const { state } = startServer();
    const packed = packState(state);
    assert.throws(() => unpackState(packed.slice(0, -1), state), /do not end early/);
    assert.throws(() => unpackState(new Uint8Array([...packed, 0]), state), /read to their end/);
    assert.throws(() => unpackState(new Uint8Array([1, 9]), state), /kinds are known/);
  });
});

describe("bytes", () => {
  it("carry numbers, texts and lists", () => {
    const anyTexts = fc.array(fc.string({ unit: "binary", maxLength: 50 }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.boolean(), anyTexts, (number, flag, texts) => {
        const writer = new ByteWriter();
        writer.writeNumber(number);
        writer.writeFlag(flag);
        writer.writeList(texts, (to, text) => {
          to.writeText(text);
        });
        const reader = new ByteReader(writer.finish());
        assert.equal(reader.readNumber(), number);
        assert.equal(reader.readFlag(), flag);
        assert.deepEqual(
          reader.readList((from) => from.readText()),
          texts,
        );
        reader.finish();
      }),
    );
  });

  it("carry no broken numbers", () => {
    for (const value of [-1, 0.5, Number.NaN, 2 ** 60]) {
      assert.throws(() => new ByteWriter().writeNumber(value), /whole numbers/);
    }
  });

  it("carry every kind of entry", () => {
    const command = { kind: "command", term: 300, client: "ä", serial: 70000, command: "x=1" } as const;
    const config = { kind: "config", term: 2, voters: ["s1", "s2"], outgoing: [], learners: ["s3"] } as const;
    for (const entry of [{ kind: "noop", term: 0 } as const, command, config]) {
      const writer = new ByteWriter();
      writeEntry(writer, entry);
      assert.deepEqual(readEntry(new ByteReader(writer.finish())), entry);
    }
  });
});
