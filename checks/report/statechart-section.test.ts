import assert from "node:assert/strict";
import type { TransitionReport } from "./report-data.js";
import { statechartDrawing } from "./statechart-drawing.js";
import { edgesOf, staysIn } from "./statechart-edges.js";
import { statechartSection } from "./statechart-section.js";
import { greenRun } from "./testdata/run-data.js";
import { textOf } from "./testdata/tag-reader.js";

const { transitions } = greenRun;
const row = (
  state: string,
  target: string,
  hits: number,
  unreachable: string | null = null,
): TransitionReport => ({
  id: `${state} / event / to ${target}`,
  state,
  target,
  hits,
  unreachable,
});
const drawn = (rows: readonly TransitionReport[]): string => statechartDrawing(rows).markup;
const shown = (rows: readonly TransitionReport[]): string =>
  textOf(statechartSection({ ...greenRun, transitions: rows }).markup);

describe("the statechart", () => {
  it("is drawn whole: the layout has a way for every edge of the real one", () => {
    const page = drawn(transitions);
    assert.ok(!page.includes("Not drawn"));
    assert.equal(page.split(`class="edge taken"`).length - 1, edgesOf(transitions).length);
    assert.equal(edgesOf(transitions).length, 15);
  });

  it("adds up the transitions between two states, and those that stay", () => {
    const rows = [
      row("vote", "leader", 3),
      row("vote", "leader", 4),
      row("vote", "vote", 5),
      row("vote", "leader", 0, "no"),
    ];
    assert.deepEqual(edgesOf(rows), [{ from: "vote", to: "leader", hits: 7, look: "taken" }]);
    assert.equal(staysIn("vote", rows), 5);
  });

  it("makes arrows thicker by the logarithm of their counts", () => {
    const widthOf = (hits: number): number =>
      Number(/stroke-width="([^"]*)" marker-end/.exec(drawn([row("follower", "stopped", hits)]))?.[1]);
    assert.ok(widthOf(1) < widthOf(10));
    assert.ok(Math.abs(widthOf(1000) - widthOf(100) - (widthOf(100) - widthOf(10))) < 0.011);
  });

  it("dashes what was never taken and marks what was taken against the rules", () => {
    const rows = [row("follower", "stopped", 0), row("leader", "follower", 2, "a leader stays")];
    const page = drawn(rows);
    assert.ok(page.includes(`class="edge idle"`) && page.includes(`class="edge unexpected"`));
    assert.ok(page.includes("follower → stopped: never"));
    assert.ok(shown(rows).includes("Taken against the rules leader / event / to follower"));
    assert.ok(shown(rows).includes("taken, although: a leader stays"));
    assert.ok(shown(rows).includes("0 of 1 transitions taken; 1 more are there for mutants only"));
  });

  it("leaves out an edge that only mutants could take, but tells the reason in the table", () => {
    const rows = [row("leader", "follower", 0, "a leader stays")];
    assert.deepEqual(edgesOf(rows), []);
    assert.ok(shown(rows).includes("to follower a leader stays follower –"));
  });

  it("tells in words of an edge that the layout has no way for", () => {
    assert.ok(drawn([row("leader", "learner", 1_234)]).includes("Not drawn: leader → learner 1,234."));
  });

  it("sorts the table by state as drawn, states that are not drawn last", () => {
    const text = shown([
      row("learner", "learner", 1),
      row("leader", "leader", 1),
      row("unborn", "follower", 1),
    ]);
    assert.match(text, /unborn 1 transition .*leader 1 transition .*learner 1 transition /);
  });

  it("shows an id that is not made of three words as it is", () => {
    assert.ok(shown([{ ...row("leader", "leader", 1), id: "strange" }]).includes(" strange "));
    assert.ok(
      shown([{ ...row("leader", "leader", 1), id: "leader / strange" }]).includes(" leader / strange "),
    );
  });

  it("names twelve of many transitions never taken", () => {
    const rows = Array.from({ length: 15 }, (_, offset) => row("leader", `state${offset}`, 0));
    assert.ok(shown(rows).includes("to state11 and 3 more"));
  });
});
