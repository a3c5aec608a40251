import assert from "node:assert/strict";
import fc from "fast-check";
import { instantiate, type Json, type StateJson } from "../machine/index.js";
import { raftClassic } from "./index.js";
import {
  canonical,
  isWithin,
  type Letter,
  type NaiveState,
  naiveJson,
  naiveSuccessors,
  naiveText,
  type Peer,
} from "./testing/naive-raft.js";

const bounds = { servers: 3, values: 2, maxTerm: 3, maxLog: 2, maxInFlight: 3, maxCopies: 2 };
const names = ["s1", "s2", "s3"];

const server = fc.constantFrom(...names);
const upTo = (max: number, min = 0) => fc.integer({ min, max });
const entry = fc.record({ term: upTo(3, 1), value: fc.constantFrom("v1", "v2") });
const group = fc.subarray(names);
const each = <T>(of: fc.Arbitrary<T>) => fc.record({ s1: of, s2: of, s3: of });

const peer: fc.Arbitrary<Peer> = fc.array(entry, { maxLength: 2 }).chain((log) =>
  fc.record({
    term: upTo(3, 1),
    role: fc.constantFrom("Follower" as const, "Candidate" as const, "Leader" as const),
    vote: fc.option(server),
    log: fc.constant(log),
    commit: upTo(2),
    responded: group,
    granted: group,
    // AppendEntries reads the entry before nextIndex, which a leader has.
    next: each(upTo(log.length + 1, 1)),
    match: each(upTo(2)),
  }),
);

const ends = { mterm: upTo(3, 1), msource: server, mdest: server };
const letter: fc.Arbitrary<Letter> = fc.oneof(
  fc.record({
    kind: fc.constant("RequestVoteRequest"),
    ...ends,
    mlastLogTerm: upTo(3),
    mlastLogIndex: upTo(2),
  }),
  fc.record({ kind: fc.constant("RequestVoteResponse"), ...ends, mvoteGranted: fc.boolean() }),
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("AppendEntriesRequest"),
      ...ends,
      mprevLogIndex: upTo(2),
      mprevLogTerm: upTo(3),
      mentries: fc.array(entry, { maxLength: 1 }),
      mcommitIndex: upTo(2),
    }),
  },
  fc.record({
    kind: fc.constant("AppendEntriesResponse"),
    ...ends,
    msuccess: fc.boolean(),
    mmatchIndex: upTo(2),
  }),
);

/** Any state within the bounds, whether it can be reached or not. */
const anyState: fc.Arbitrary<NaiveState> = fc
  .record({ peers: each(peer), letters: fc.array(letter, { maxLength: 3 }) })
  .filter((state) => isWithin(state, bounds));

function textOf({ messages, ...others }: StateJson): string {
  return canonical({ ...others, messages: (messages as readonly Json[]).map(canonical).sort() });
}

describe("raft-classic from any state", () => {
  const modes = [
    { name: "generated code", instance: { constants: bounds }, numRuns: 250 },
    { name: "the interpreter, checked", instance: { constants: bounds, checked: true }, numRuns: 200 },
  ];
  for (const { name, instance, numRuns } of modes) {
    it(`steps as a naive second reading does, each action taken (${name})`, () => {
      const machine = instantiate(raftClassic, instance);
      fc.assert(
        fc.property(anyState, (state) => {
          const words = machine.fromJson(naiveJson(state) as unknown as StateJson);
          const here = naiveText(state);
          assert.equal(textOf(machine.toJson(words, 0)), here);
          const reached: Int32Array[] = [];
          const visit = (_low: number, _high: number, successor: Int32Array) =>
            reached.push(successor.slice()) > 0;
          const generated = machine.expand(words, 0, { visit, violated: () => {} });
          const successors = naiveSuccessors(state, bounds);
          const kept = successors.filter((one) => isWithin(one, bounds)).map(naiveText);
          assert.equal(generated, successors.length);
          assert.deepEqual(
            reached.map((one) => textOf(machine.toJson(one, 0))).sort(),
            kept.filter((one) => one !== here).sort(),
          );
        }),
        // This seed takes every action.
        { numRuns, seed: 7 },
      );
      const never = machine.actions.filter((_, offset) => machine.taken[offset] === 0);
      assert.deepEqual(never, []);
    });
  }
});
