import assert from "node:assert/strict";
import { instantiate, type Json, type Machine, type StateJson } from "../machine/index.js";
import { renamed } from "../machine/testing/renamed.js";
import { raftClassic } from "./index.js";
import {
  canonical,
  isWithin,
  type NaiveState,
  naiveInitial,
  naiveSuccessors,
  naiveText,
} from "./testing/naive-raft.js";

type Counts = readonly [generated: number, distinct: number, depth: number];

/** The simplest search there is: one Set of fingerprints, one list a level. */
function count(machine: Machine): { counts: Counts; violated: number | null } {
  const known = new Set<string>();
  const lanes = new Int32Array(2);
  let level: Int32Array[] = [];
  let next: Int32Array[] = [];
  let [generated, depth] = [0, 0];
  let broken = false;
  for (const words of machine.initial) {
    generated += 1;
    machine.fingerprint(words, 0, lanes);
    known.add(lanes.join());
    level.push(words);
  }
  const visitor = {
    visit: (low: number, high: number, words: Int32Array) => {
      const key = `${low},${high}`;
      if (known.has(key)) return false;
      known.add(key);
      next.push(words.slice());
      return true;
    },
    violated: () => {
      broken = true;
    },
  };
  while (level.length > 0) {
    depth += 1;
    next = [];
    for (const words of level) {
      generated += machine.expand(words, 0, visitor);
      if (broken) return { counts: [generated, known.size, depth], violated: depth };
    }
    level = next;
  }
  return { counts: [generated, known.size, depth], violated: null };
}

/** A state as text: the messages in an order of their own. */
function textOf({ messages, ...others }: StateJson): string {
  return canonical({ ...others, messages: (messages as readonly Json[]).map(canonical).sort() });
}

function statesOf(machine: Machine): readonly Int32Array[] {
  const known = new Set<string>();
  const states = [...machine.initial];
  const visit = (low: number, high: number, words: Int32Array) => {
    const isNew = !known.has(`${low},${high}`);
    if (isNew) states.push(words.slice());
    known.add(`${low},${high}`);
    return isNew;
  };
  const lanes = new Int32Array(2);
  machine.fingerprint(states[0] as Int32Array, 0, lanes);
  known.add(lanes.join());
  for (const words of states) machine.expand(words.slice(), 0, { visit, violated: () => {} });
  return states;
}

function bounds(
  servers: number,
  values: number,
  maxTerm: number,
  maxLog: number,
  inFlight: number,
  copies: number,
) {
  return { servers, values, maxTerm, maxLog, maxInFlight: inFlight, maxCopies: copies };
}

const R1 = bounds(2, 1, 2, 1, 1, 1);
const R2 = bounds(2, 1, 2, 1, 2, 1);

describe("raft-classic", () => {
  const rows: readonly (readonly [string, ReturnType<typeof bounds>, readonly string[], Counts])[] = [
    ["R1", R1, [], [12_861, 1_645, 28]],
    ["R2", R2, [], [134_721, 13_479, 32]],
    ["R2s", R2, ["servers"], [67_577, 6_763, 32]],
    ["R3", bounds(2, 1, 2, 1, 2, 2), [], [210_801, 22_231, 33]],
    ["R5", bounds(2, 2, 2, 2, 2, 1), [], [938_957, 90_433, 43]],
    ["R5s", bounds(2, 2, 2, 2, 2, 1), ["servers"], [469_695, 45_240, 43]],
  ];
  for (const [name, constants, symmetry, expected] of rows) {
    it(`counts what TLC counts: ${name}`, () => {
      assert.deepEqual(count(instantiate(raftClassic, { constants, symmetry })).counts, expected);
    });
  }

  it("counts the same when interpreted, and keeps its word about guards, effects and frames", () => {
    const interpreted = count(instantiate(raftClassic, { constants: R1, generated: false }));
    const checked = count(instantiate(raftClassic, { constants: R1, checked: true }));
    assert.deepEqual(interpreted.counts, [12_861, 1_645, 28]);
    assert.deepEqual(checked.counts, [12_861, 1_645, 28]);
  });

  it("has the edges of a naive second reading", () => {
    const machine = instantiate(raftClassic, { constants: R1 });
    const text = (words: Int32Array) => textOf(machine.toJson(words, 0));
    const initial = naiveInitial(R1);
    const known = new Map<string, NaiveState>([[naiveText(initial), initial]]);
    const queue = [machine.initial[0] as Int32Array];
    for (const words of queue) {
      const own: { text: string; words: Int32Array }[] = [];
      const here = text(words);
      const generated = machine.expand(words.slice(), 0, {
        visit: (_low, _high, successor) => {
          own.push({ text: "", words: successor.slice() });
          return true;
        },
        violated: () => assert.fail("no property breaks"),
      });
      for (const one of own) one.text = text(one.words);
      const successors = naiveSuccessors(known.get(here) as NaiveState, R1);
      const kept = successors
        .filter((one) => isWithin(one, R1))
        .map((one) => ({ text: naiveText(one), one }));
      const moves = kept.filter((one) => one.text !== here);
      assert.equal(generated, successors.length, here);
      assert.deepEqual(own.map((one) => one.text).sort(), moves.map((one) => one.text).sort(), here);
      for (const move of moves) {
        if (known.has(move.text)) continue;
        known.set(move.text, move.one);
        queue.push((own.find((one) => one.text === move.text) as { words: Int32Array }).words);
      }
    }
    assert.equal(known.size, 1_645);
  });

  it("counts orbits under symmetry", () => {
    const constants = bounds(2, 2, 2, 1, 1, 1);
    const orbits = new Set<string>();
    const machine = instantiate(raftClassic, { constants });
    const swaps = [
      ["s1", "s2"],
      ["v1", "v2"],
    ].map(
      ([one = "", other = ""]) =>
        new Map([
          [one, other],
          [other, one],
        ]),
    );
    const names = [new Map<string, string>(), ...swaps, new Map(swaps.flatMap((swap) => [...swap]))];
    const states = statesOf(machine);
    for (const words of states) {
      const state = machine.toJson(words, 0);
      orbits.add(names.map((name) => textOf(renamed(state, name))).sort()[0] ?? "");
    }
    for (const generated of [true, false]) {
      const symmetric = instantiate(raftClassic, { constants, symmetry: ["servers", "values"], generated });
      assert.equal(count(symmetric).counts[1], orbits.size);
    }
  });

  it("finds that commitIndex and matchIndex fall, as TLC does: 19 and 17 actions", () => {
    const commit = instantiate(raftClassic, { constants: R2, properties: ["commitNeverFalls"] });
    assert.deepEqual(count(commit).violated, 19);
    const match = instantiate(raftClassic, { constants: R2, properties: ["matchNeverFalls"] });
    assert.deepEqual(count(match).violated, 17);
  });

  for (const { id, constants, violates, shortest } of raftClassic.mutants) {
    it(`mutant ${id} breaks ${violates} in ${shortest} actions`, () => {
      const machine = instantiate(raftClassic, { constants, mutant: id, properties: [violates] });
      assert.equal(count(machine).violated, shortest);
    });
  }
});
