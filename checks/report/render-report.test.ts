import assert from "node:assert/strict";
import vm from "node:vm";
import fc from "fast-check";
import { type ReportData, renderReport } from "./index.js";
import { deviation, greenRun, unknownRun, violatedRun, violation } from "./testdata/run-data.js";
import { tagsOf, textOf } from "./testdata/tag-reader.js";

const runs = { green: greenRun, violated: violatedRun, unknown: unknownRun };
const emptyRun: ReportData = {
  ...greenRun,
  versions: {},
  stages: [],
  properties: [],
  transitions: [],
  witnesses: [],
  commandsByKind: {},
  effectiveCommands: 0,
  skippedCommands: 0,
  sample: [],
};

/** The same data with `change` made to every text and every name of a count, but not to words of the vocabulary. */
function changeTexts<Value>(value: Value, change: (text: string) => string, key = ""): Value {
  if (typeof value === "string")
    return (key === "verdict" || key === "kind" ? value : change(value)) as Value;
  if (Array.isArray(value)) return value.map((one) => changeTexts(one, change)) as Value;
  if (value === null || typeof value !== "object") return value;
  const counts = ["counts", "judged", "versions", "commandsByKind"].includes(key);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      counts ? change(name) : name,
      changeTexts(one, change, name),
    ]),
  ) as Value;
}

describe("the report", () => {
  for (const [name, run] of Object.entries({ ...runs, empty: emptyRun })) {
    it(`is well-formed, refers to nothing outside, and has each id once (${name})`, () => {
      const page = renderReport(run);
      tagsOf(page);
      assert.doesNotMatch(page, /https?:|\/\/[a-z]|url\((?!#)|@import|<link|<img|src=/);
      const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      assert.deepEqual(ids, [...new Set(ids)]);
      for (const [, target] of page.matchAll(/(?:href="#|url\(#|aria-labelledby="|for=")([^" )]*)/g)) {
        assert.ok(ids.includes(target), target);
      }
    });
  }

  it("is the same for equal data", () => {
    assert.equal(renderReport(structuredClone(violatedRun)), renderReport(violatedRun));
  });

  it("shows every property, witness, stage, transition, kind of command, version and line of the sample", () => {
    const text = textOf(renderReport(greenRun));
    for (const { name, statement, section } of greenRun.properties) {
      assert.ok(text.includes(`${name} ${section} ${statement.replaceAll("'", "&#39;")}`), name);
    }
    for (const { name } of [...greenRun.witnesses, ...greenRun.stages])
      assert.ok(text.includes(` ${name} `), name);
    for (const { id } of greenRun.transitions) {
      const [, event, name] = id.split(" / ");
      assert.ok(text.includes(` ${event} ${name} `), id);
    }
    for (const kind of Object.keys(greenRun.commandsByKind)) assert.ok(text.includes(` ${kind} `), kind);
    assert.ok(text.includes("raft-lockstep 0.1.0 node v20.19.0"));
    assert.ok(renderReport(greenRun).includes("1     0 s1     start -&gt; timer election (started)"));
  });

  it("gives the main numbers under the verdict", () => {
    const text = textOf(renderReport(greenRun));
    assert.ok(text.includes("Held Statechart and implementation agreed after every step compared"));
    assert.ok(text.includes("All 16 witnesses reached their floors."));
    assert.ok(text.includes("Histories 3,640 Server steps compared 2,268,214 Properties held 13 of 13"));
    assert.ok(text.includes("Transitions taken 141 of 141 Time 26.4 s 2 workers Seed 7 "));
    assert.ok(!text.includes("Findings"));
  });

  it("does not boast of witnesses that are not there", () => {
    assert.ok(!textOf(renderReport(emptyRun)).includes("floors."));
    assert.ok(textOf(renderReport(emptyRun)).includes("Histories – Server steps compared –"));
  });

  it("escapes what the data say, whatever it is", () => {
    const page = renderReport({ ...violatedRun, title: `<script>alert("1")</script>` });
    assert.ok(page.includes("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"));
    const hostile = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(`"><script>`, "' onload='", "</style>"),
    );
    const tame = tagsOf(renderReport(changeTexts(violatedRun, (text) => `${text}x`)));
    fc.assert(
      fc.property(hostile, (tail) => {
        assert.deepEqual(tagsOf(renderReport(changeTexts(violatedRun, (text) => `${text}x${tail}`))), tame);
      }),
      { numRuns: 40 },
    );
  });

  it("has a script that compiles", () => {
    const script = /<script>(.*)<\/script>/s.exec(renderReport(greenRun))?.[1] ?? "";
    assert.ok(script.includes("filter-text"));
    assert.ok(new vm.Script(script));
  });
});

describe("the report of a violated run", () => {
  it("puts the findings first: what broke, what should have held, the history, how to run it again", () => {
    const page = renderReport(violatedRun);
    const text = textOf(page);
    assert.ok(
      text.includes("The property electionSafety is broken in step 1,027, on s3. 1 more finding below."),
    );
    assert.ok(page.indexOf("Findings</h2>") < page.indexOf("Properties</h2>"));
    assert.ok(text.includes("1 violation, 1 deviation"));
    assert.ok(text.includes("Violation of electionSafety in step 1,027, on s3 s1 and s3 both lead term 2"));
    assert.ok(text.includes("What must hold: At most one server is ever leader of a given term."));
    assert.ok(text.includes("2 commands (8 protocol steps), shrunk from 42."));
    for (const line of [...violation.commands, ...violation.replay])
      assert.ok(text.includes(` ${line} `), line);
    assert.ok(page.includes(`<a href="./trace%201.ndjson">trace 1.ndjson</a>`));
    assert.ok(text.includes("Deviation in commitIndex in step 9, on s1"));
    assert.ok(text.includes("violated 1 time "));
  });

  it("tells a deviation from a violation", () => {
    const text = textOf(renderReport({ ...violatedRun, failures: [deviation] }));
    assert.ok(text.includes("Statechart and implementation differ in commitIndex after step 9, on s1."));
    assert.ok(text.includes("1 deviation ") && !text.includes("1 violation"));
    assert.ok(
      textOf(renderReport({ ...violatedRun, failures: [violation] })).includes("Findings 1 violation "),
    );
  });

  it("folds up all but the first three findings", () => {
    const page = renderReport({ ...violatedRun, failures: Array(5).fill(violation) });
    assert.equal(page.split(`<details class="finding" open>`).length, 4);
    assert.equal(page.split(`<details class="finding">`).length, 3);
  });

  it("copes with a finding without words, of a property that it does not know", () => {
    const finding = { ...violation.finding, property: "eventualCommit" };
    const text = textOf(
      renderReport({ ...violatedRun, failures: [{ ...violation, finding, commands: [] }] }),
    );
    assert.ok(text.includes("This history was kept whole: 42 commands."));
    assert.ok(!text.includes("What must hold"));
  });

  it("says so when no finding came with the violation", () => {
    assert.ok(textOf(renderReport({ ...violatedRun, failures: [] })).includes("no finding came with it"));
  });
});

describe("the report of an unknown run", () => {
  it("says what is missing, and shows it first", () => {
    const page = renderReport(unknownRun);
    const text = textOf(page);
    assert.ok(
      text.includes(
        "this run does not prove enough: 1 witness below the floor; 1 transition never taken; 1 property never judged; no verdict from simulation.",
      ),
    );
    assert.match(text, /1 M 10 M oldTermEntryCommitted below the floor A leader committed/);
    assert.ok(text.includes("Never taken leader / storageFailed / stops "));
    assert.ok(text.includes("monotonicTerm paper §5.1"));
    assert.ok(text.includes("never judged – –"));
  });

  it("says that it ended early when nothing is missing", () => {
    assert.ok(
      textOf(renderReport({ ...greenRun, verdict: "unknown" })).includes("not prove enough: it ended early."),
    );
  });
});
