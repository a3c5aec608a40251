import assert from "node:assert/strict";
import fc from "fast-check";
import { instantiate, type Json, type Machine, type StateJson } from "./index.js";
import { museum } from "./testing/museum.js";
import { renamed } from "./testing/renamed.js";

const people = ["p1", "p2", "p3"];
const things = ["t1", "t2"];

const perName = (names: readonly string[], of: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.record(Object.fromEntries(names.map((name) => [name, of])));
const person = fc.constantFrom(...people);
const thing = fc.constantFrom(...things);
const maybe = (of: fc.Arbitrary<Json>): fc.Arbitrary<Json> => fc.oneof(of, fc.constant(null));
const group = fc.subarray(people);
const gift = fc.record({
  ...{ kind: fc.constant("Gift"), from: person, to: person, what: maybe(thing) },
  weight: fc.integer({ min: 2, max: 4 }),
});
const list = fc.record({
  kind: fc.constant("List"),
  of: fc.array(fc.record({ what: thing, holders: group }), { maxLength: 2 }),
  urgent: fc.boolean(),
});
const letter = fc.oneof(gift, list);
const copied = fc.tuple(letter, fc.integer({ min: 1, max: 2 })).map(([one, copies]) => ({ ...one, copies }));
const fewCopies = (letters: readonly { copies: number }[]) =>
  letters.reduce((sum, one) => sum + one.copies, 0) <= 3;
const different = { maxLength: 3, selector: (one: object) => JSON.stringify({ ...one, copies: 0 }) };

/** Any state that the declaration allows. */
const anyState: fc.Arbitrary<StateJson> = fc.record({
  hour: fc.integer({ min: -3, max: 5 }),
  mood: perName(people, fc.constantFrom("Calm", "Cross", "Keen")),
  friend: perName(people, maybe(person)),
  met: perName(people, group),
  owes: perName(people, perName(things, perName(people, fc.integer({ min: 0, max: 6 })))),
  stock: perName(
    things,
    fc.array(fc.record({ owner: person, count: fc.integer({ min: 1, max: 5 }) }), { maxLength: 2 }),
  ),
  post: fc.uniqueArray(copied, different).filter(fewCopies),
  said: fc.uniqueArray(letter, { ...different, maxLength: 9 }),
  past: perName(people, fc.integer({ min: 0, max: 9 })),
  last: fc.integer({ min: 0, max: 9 }),
});

const withGhosts = { properties: ["remembered"] };

/** Equal for equal states: bags and sets in one order. */
function text(state: StateJson): string {
  const sorted = (value: Json | undefined) =>
    (value as readonly Json[]).map((one) => JSON.stringify(ordered(one))).sort();
  return JSON.stringify(ordered({ ...state, post: sorted(state.post), said: sorted(state.said) }));
}

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, ordered(field)]));
}

function fingerprint(machine: Machine, words: Int32Array): string {
  const lanes = new Int32Array(2);
  machine.fingerprint(words, 0, lanes);
  return lanes.join();
}

describe("packed states", () => {
  const generated = instantiate(museum, withGhosts);
  const interpreted = instantiate(museum, { ...withGhosts, generated: false });

  it("decode to what was encoded, in generated code as in the interpreter", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const words = generated.fromJson(state);
        assert.equal(text(generated.toJson(words, 0)), text(state));
        assert.deepEqual(interpreted.fromJson(state), words);
        assert.equal(text(interpreted.toJson(words, 0)), text(state));
        assert.equal(fingerprint(interpreted, words), fingerprint(generated, words));
      }),
      { numRuns: 300 },
    );
  });

  it("have another fingerprint when any variable changes", () => {
    fc.assert(
      fc.property(
        anyState,
        anyState,
        fc.constantFrom(...Object.keys(generated.toJson(generated.initial[0]!, 0))),
        (state, other, name) => {
          const changed = { ...state, [name]: other[name] as Json };
          const same = text(changed) === text(state);
          const prints = [state, changed].map((one) => fingerprint(generated, generated.fromJson(one)));
          assert.equal(prints[0] === prints[1], same);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("have another fingerprint when any one field of any variable changes", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const seen = new Map<string, string>([
          [fingerprint(generated, generated.fromJson(state)), text(state)],
        ]);
        for (const changed of neighbours(state)) {
          const print = fingerprint(generated, generated.fromJson(changed));
          assert.equal(seen.get(print) ?? text(changed), text(changed));
          seen.set(print, text(changed));
        }
      }),
      { numRuns: 30 },
    );
  });

  it("have one fingerprint for all names that people and things may bear", () => {
    const symmetric = { ...withGhosts, symmetry: ["people", "things"] };
    const machines = [
      instantiate(museum, symmetric),
      instantiate(museum, { ...symmetric, generated: false }),
    ];
    const permutation = fc.tuple(
      fc.shuffledSubarray(people, { minLength: 3 }),
      fc.shuffledSubarray(things, { minLength: 2 }),
    );
    fc.assert(
      fc.property(anyState, permutation, (state, [who, what]) => {
        const names = new Map([
          ...people.map((name, k) => [name, who[k]!] as const),
          ...things.map((name, k) => [name, what[k]!] as const),
        ]);
        const other = renamed(state, names);
        const prints = machines.flatMap((machine) =>
          [state, other].map((one) => fingerprint(machine, machine.fromJson(one))),
        );
        assert.equal(new Set(prints).size, 1);
      }),
      { numRuns: 200 },
    );
  });

  it("leave out ghosts that nobody reads", () => {
    const machine = instantiate(museum);
    assert.deepEqual(
      Object.keys(generated.toJson(generated.initial[0]!, 0)).filter(
        (name) => !(name in machine.toJson(machine.initial[0]!, 0)),
      ),
      ["past", "last"],
    );
  });

  it("print in the paper's notation", () => {
    const machine = instantiate(museum);
    assert.match(
      machine.print(machine.initial[0]!, 0),
      /^\/\\ hour = 0\n\/\\ mood = \[p1 \|-> Calm, p2 \|-> Calm/,
    );
    const state: StateJson = {
      ...machine.toJson(machine.initial[0]!, 0),
      met: { p1: ["p2", "p3"], p2: [], p3: [] },
      post: [{ kind: "Gift", from: "p1", to: "p2", what: null, weight: 3, copies: 1 }],
      stock: { t1: [{ owner: "p2", count: 4 }], t2: [] },
      said: [{ kind: "List", of: [], urgent: true }],
    };
    const printed = machine.print(machine.fromJson(state), 0);
    assert.match(printed, /met = \[p1 \|-> \{p2, p3\}/);
    assert.match(
      printed,
      /post = \{\[kind \|-> Gift, from \|-> p1, to \|-> p2, what \|-> Nil, weight \|-> 3, copies \|-> 1\]\}/,
    );
    assert.match(printed, /t1 \|-> <<\[owner \|-> p2, count \|-> 4\]>>/);
    assert.match(printed, /urgent \|-> TRUE/);
  });
});

/** The states that differ in one scalar. */
function neighbours(state: StateJson): StateJson[] {
  const found: StateJson[] = [];
  const visit = (value: Json, put: (changed: Json) => StateJson, name: string): void => {
    if (Array.isArray(value) && value.every((one) => typeof one === "object" && one !== null)) {
      for (const [k, one] of value.entries()) visit(one, (changed) => put(value.with(k, changed)), name);
    } else if (Array.isArray(value)) {
      for (const who of people) {
        const without = value.filter((one) => one !== who);
        found.push(put(without.length < value.length ? without : [...value, who].sort()));
      }
    } else if (typeof value === "object" && value !== null) {
      for (const [field, inner] of Object.entries(value)) {
        if (field === "kind" || field === "copies") continue;
        visit(inner, (changed) => put({ ...value, [field]: changed }), field);
      }
    } else {
      for (const other of valuesOf(name, value)) found.push(put(other));
    }
  };
  for (const [name, value] of Object.entries(state)) {
    if (name === "post" || name === "said") continue;
    visit(value, (changed) => ({ ...state, [name]: changed }), name);
  }
  const message = { kind: "Gift", from: "p1", to: "p2", what: "t1", weight: 3 };
  for (const [field, values] of Object.entries({
    from: people,
    to: people,
    what: [...things, null],
    weight: [2, 3, 4],
  })) {
    for (const value of values) {
      found.push({ ...state, said: [{ ...message, [field]: value }] });
      for (const copies of [1, 2]) found.push({ ...state, post: [{ ...message, [field]: value, copies }] });
    }
  }
  return found;
}

function valuesOf(name: string, value: Json): readonly Json[] {
  if (typeof value === "number") return [value === 4 ? 3 : 4];
  if (typeof value === "boolean") return [!value];
  if (name === "owner" || (typeof value === "string" && value.startsWith("p")) || value === null)
    return ["p1", "p2", "p3"];
  return ["Calm", "Cross", "Keen"];
}
