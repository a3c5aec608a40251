import assert from "node:assert/strict";
import {
  bag,
  cardinality,
  defineSpecification,
  excluding,
  type Fields,
  includes,
  including,
  instantiate,
  isSubset,
  limited,
  type Message,
  message,
  messageSet,
  range,
  type SequenceType,
  sequence,
  sort,
  subsetOf,
} from "./index.js";

describe("subsets", () => {
  it("are values", () => {
    const some = subsetOf([0, 2, 5]);
    assert.equal(cardinality(some), 3);
    assert.deepEqual([includes(some, 2), includes(some, 1)], [true, false]);
    assert.equal(excluding(including(some, 1), 2), subsetOf([0, 1, 5]));
    assert.deepEqual([isSubset(subsetOf([0, 5]), some), isSubset(some, subsetOf([0, 5]))], [true, false]);
    assert.equal(cardinality(2 ** 31 - 1), 31);
  });
});

const wide = range(0, 1999);
const items = sequence({ n: range(0, 2) }, 1);

/** Messages in number beyond all tables, and fields with limits. */
const post = (limits: (type: SequenceType<Fields>) => SequenceType<Fields>) =>
  defineSpecification({
    name: "post",
    summary: "many messages",
    citation: "none",
    constants: {},
    sorts: () => ({ people: sort("people", 2, "p") }),
    variables: () => {
      const kinds = { Wide: { a: wide, b: wide }, Deep: { of: limits(items), at: limited(range(0, 1)) } };
      return {
        log: sequence({ n: range(0, 2) }, 2),
        copy: sequence({ n: range(0, 2) }, 2),
        inFlight: limited(bag(kinds, { most: 2, copies: 1 })),
        said: messageSet({ Deep: kinds.Deep }),
        count: range(0, 9),
      };
    },
    rules: {},
    mutants: [],
    symmetric: ["people"],
    initial: (state) => {
      state.log.append({ n: 2 });
      state.log.append({ n: 1 });
      state.inFlight.send("Wide", { a: 1999, b: 7 });
    },
    actions: () => [
      {
        name: "Copy",
        citation: "none",
        parameters: [],
        guard: () => true,
        effect: (state) => {
          state.copy.copyFrom(state.log);
          state.log.truncateFrom(3);
          state.log.truncateFrom(2);
          state.count = state.inFlight.messages().length + state.inFlight.copies("Wide", { a: 0, b: 0 });
        },
      },
      {
        name: "Deepen",
        citation: "none",
        parameters: [message<Message<{ Wide: { a: typeof wide; b: typeof wide } }>>("m", "inFlight", "Wide")],
        guard: (state, m) => m.a === 1999 && m.b === 7 && !state.said.has("Deep", { of: [{ n: 1 }], at: 0 }),
        effect: (state, m) => {
          state.inFlight.discard(m);
          state.said.add("Deep", { of: [{ n: 1 }], at: 0 });
          const isDeep = state.said.some("Deep", ({ of }) => of.length === 1);
          state.count = isDeep ? state.said.messages("Deep").length : 0;
        },
      },
      {
        name: "TooFar",
        citation: "none",
        parameters: [],
        guard: () => true,
        effect: (state) => state.inFlight.send("Deep", { of: [], at: 2 }),
      },
      {
        name: "TooLong",
        citation: "none",
        parameters: [],
        guard: () => true,
        effect: (state) => state.said.add("Deep", { of: [{ n: 0 }, { n: 0 }], at: 0 }),
      },
    ],
    properties: () => [],
    witnesses: () => [],
  });

describe("views of variables", () => {
  for (const generated of [true, false]) {
    const mode = generated ? "generated code" : "the interpreter";

    it(`copy sequences, find messages, and tell what lies beyond a limit (${mode})`, () => {
      const machine = instantiate(post(limited), { generated, symmetry: ["people"] });
      const words = machine.initial[0] as Int32Array;
      const copy = machine.replay(words, 0, 0);
      assert.deepEqual(copy.after.copy, [{ n: 2 }, { n: 1 }]);
      assert.deepEqual(copy.after.log, [{ n: 2 }]);
      assert.equal(copy.after.count, 1);
      const deepen = machine.replay(words, 0, 1);
      assert.deepEqual(deepen.after.said, [{ kind: "Deep", of: [{ n: 1 }], at: 0 }]);
      assert.deepEqual([deepen.after.inFlight, deepen.after.count], [[], 1]);
      assert.equal(machine.replay(words, 0, 2).words, null);
      assert.equal(machine.replay(words, 0, 3).words, null);
    });

    it(`refuse a sequence beyond its bound in a message (${mode})`, () => {
      const machine = instantiate(
        post((type) => type),
        { generated },
      );
      const words = machine.initial[0] as Int32Array;
      assert.throws(
        () => machine.expand(words, 0, { visit: () => true, violated: () => {} }),
        /said: Deep.of.length = 2 lies beyond its declared bound 0 … 1/,
      );
    });
  }

  it("have messages that fit a code", () => {
    const far = range(0, 99_999);
    const declared = {
      ...post(limited),
      variables: () => ({ post: bag({ Far: { a: far, b: far } }, { most: 1, copies: 1 }) }),
    };
    assert.throws(() => instantiate(declared as never), /post has 10000000000 possible messages/);
  });
});
