import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Step } from "../../spec/index.js";
import { exploreBreadthFirst } from "./breadth-first.js";
import { brokenConjunct, changesBetween, counterexampleText, sequenceDiagram } from "./counterexample.js";
import { writeCounterexample } from "./counterexample-file.js";
import { openMachine } from "./machine-sources.js";

const step: Step = {
  action: "DropMessage",
  parameters: { m: { kind: "Ask", msource: "s1", mdest: "s2", term: 2 } },
  before: {
    term: { s1: 1, s2: 1 },
    messages: [{ kind: "Ask", msource: "s1", mdest: "s2", term: 2, copies: 2 }],
  },
  after: {
    term: { s1: 1, s2: 2 },
    messages: [{ kind: "Ask", msource: "s1", mdest: "s2", term: 2, copies: 1 }],
  },
  words: null,
  changed: ["term", "messages"],
  broken: [{ property: "calm", conjunct: "terms stay; #1" }],
};

describe("a counterexample", () => {
  it("marks what a step changed, down to the server and the message", () => {
    assert.deepEqual(changesBetween(step.before, step.after), [
      { place: "term[s2]", before: "1", after: "2" },
      {
        place: "messages: Ask(msource = s1, mdest = s2, term = 2)",
        before: "2 copies",
        after: "in flight",
      },
    ]);
    assert.deepEqual(changesBetween({}, { ghost: null }), [{ place: "ghost", before: "–", after: "Nil" }]);
  });

  it("is told in the paper's notation, with the conjunct that failed", () => {
    const lines = counterexampleText(step.before, [step], brokenConjunct("calm", [step])).split("\n");
    assert.deepEqual(lines.slice(0, 3), [
      "calm is violated in 1 action",
      "   0  Init",
      "       /\\ term = [s1 |-> 1, s2 |-> 1]",
    ]);
    assert.deepEqual(lines.slice(-4), [
      "   1  DropMessage(m = Ask(msource = s1, mdest = s2, term = 2))",
      "     * term[s2]: 1 -> 2",
      "     * messages: Ask(msource = s1, mdest = s2, term = 2): 2 copies -> in flight",
      'broken: calm, conjunct "terms stay; #1"',
    ]);
    assert.match(counterexampleText({}, [], brokenConjunct("goal", [])), /out of reach within the bounds$/);
  });

  it("is drawn: messages between servers, everything else as notes", () => {
    const note: Step = { ...step, action: "Timeout", parameters: { i: "s2" } };
    assert.deepEqual(sequenceDiagram(step.before, [step, note]).split("\n"), [
      "sequenceDiagram",
      "  participant s1",
      "  participant s2",
      "  s1--xs2: 1. DropMessage: Ask(msource = s1, mdest = s2, term = 2)",
      "  Note over s2: 2. Timeout(i = s2)",
    ]);
    assert.match(sequenceDiagram({}, [{ ...note, action: "Tick; #2" }]), /Tick#59; #35;2\(i = s2\)$/);
    assert.match(sequenceDiagram({}, [{ ...note, parameters: {} }]), /Note over system: 1. Timeout$/);
  });

  it("is a file that tells each state", () => {
    const request = {
      spec: "raft-classic",
      constants: { servers: 2, maxInFlight: 2 },
      symmetry: [],
      properties: null,
      mutant: "half-quorum",
    };
    const machine = openMachine(request);
    const { violation } = exploreBreadthFirst(machine);
    assert.ok(violation);
    const folder = mkdtempSync(path.join(tmpdir(), "counterexample-"));
    try {
      const file = path.join(folder, "trace.ndjson");
      const initial = machine.toJson(violation.initial, 0);
      const broken = brokenConjunct(violation.property, violation.path);
      writeCounterexample(file, request, machine.constants, initial, violation.path, broken);
      const lines = readFileSync(file, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      assert.deepEqual(
        lines.map(({ kind }) => kind),
        ["header", "initial", ...violation.path.map(() => "step"), "verdict", "diagram"],
      );
      assert.equal(lines[0].mutant, "half-quorum");
      assert.deepEqual(lines[2].before, lines[1].state);
      assert.deepEqual(lines[3].before, lines[2].after);
      assert.equal(lines.at(-2).conjunct, "at most one current leader a term");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
