import assert from "node:assert/strict";
import type { Machine, Visitor } from "../machine.js";
import { range } from "./declaration.js";
import { instantiate } from "./instantiate.js";
import { integer, type Specification } from "./specification.js";

/** One number that can become any other, save that from 0 it becomes too large in place of `refused`. */
function jumps(most: number, refused: number | null): Specification {
  // biome-ignore lint/suspicious/noExplicitAny: the state of any specification
  type Loose = any;
  return {
    ...{ name: "jumps", summary: "a number", citation: "none", constants: {}, rules: {}, mutants: [] },
    ...{ symmetric: [], sorts: () => ({}), initial: () => {} },
    variables: () => ({ place: range(0, most) }),
    actions: () => [
      {
        ...{ name: "Jump", citation: "none", parameters: [integer("to", 1, most)], guard: () => true },
        effect: (state: Loose, to: number) => {
          state.place = to === refused && state.place === 0 ? most + 1 : to;
        },
      },
    ],
    properties: () => [
      {
        ...{ name: "neverTwo", kind: "state", citation: "none", standard: true, reads: ["place"] },
        conjuncts: { "not two": ({ place }: Loose) => place !== 2 },
      } as never,
    ],
    witnesses: () => [{ name: "three", seen: ({ place }: Loose) => place === 3 }],
  };
}

/** What a visitor is told by one expansion of the initial state; `isKnown` says which places it knew. */
function told(machine: Machine, isKnown: (place: number) => boolean): readonly string[] {
  const lines: string[] = [];
  const announced = new Map<string, number>();
  const placeOf = (words: Int32Array): number => machine.toJson(words.slice(), 0).place as number;
  const visitor: Visitor = {
    expect: (low, high) => announced.set(`${low} ${high}`, announced.size),
    visit: (low, high, words, ordinal) => {
      assert.equal(announced.get(`${low} ${high}`), ordinal);
      const place = placeOf(words);
      lines.push(`${ordinal}: ${place}${isKnown(place) ? " again" : ""}`);
      return !isKnown(place);
    },
    violated: (property, ordinal) => lines.push(`${ordinal}: breaks ${machine.properties[property]?.name}`),
  };
  machine.expand(machine.initial[0] as Int32Array, 0, visitor);
  assert.equal(announced.size, lines.filter((line) => !line.includes("breaks")).length);
  return lines;
}

for (const generated of [true, false]) {
  describe(`Successors, with ${generated ? "generated code" : "the interpreter"}`, () => {
    it("are announced together, then shown in order, and judged if they are new", () => {
      const machine = instantiate(jumps(4, null), { generated });
      assert.deepEqual(
        told(machine, () => false),
        ["0: 1", "1: 2", "1: breaks neverTwo", "2: 3", "3: 4"],
      );
      assert.deepEqual([...machine.witnessed], [1]);
      assert.deepEqual(
        told(machine, (place) => place > 1),
        ["0: 1", "1: 2 again", "2: 3 again", "3: 4 again"],
      );
      assert.deepEqual([...machine.witnessed], [1]);
    });

    it("may be more than there was room for", () => {
      const machine = instantiate(jumps(300, null), { generated });
      const lines = told(machine, (place) => place === 2);
      assert.equal(lines.length, 300);
      assert.deepEqual([lines[0], lines[64], lines[299]], ["0: 1", "64: 65", "299: 300"]);
    });

    it("of an expansion that failed are forgotten", () => {
      const machine = instantiate(jumps(4, 4), { generated });
      const shown: number[] = [];
      const visit = (_low: number, _high: number, _words: Int32Array, ordinal: number): boolean => {
        shown.push(ordinal);
        return true;
      };
      const expand = (words: Int32Array) => machine.expand(words, 0, { visit, violated: () => {} });
      assert.throws(
        () => expand(machine.initial[0] as Int32Array),
        /place = 5 lies beyond its declared bound 0 … 4 after Jump/,
      );
      assert.deepEqual(shown, []);
      assert.equal(expand(machine.fromJson({ place: 1 })), 4);
      assert.deepEqual(shown, [1, 2, 3]);
    });
  });
}
