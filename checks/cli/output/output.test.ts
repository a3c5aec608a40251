import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import pc from "picocolors";
import { formatCount, formatInteger, formatSeconds } from "./numbers.js";
import { createProgress, type ProgressState, progressLine } from "./progress.js";
import { formatTable } from "./tables.js";
import { verdictText } from "./verdict.js";

const plain = pc.createColors(false);
const colored = pc.createColors(true);

describe("numbers for a person", () => {
  it("set thousands apart", () => {
    assert.deepEqual([0, 999, 1000, 12_345, 1_234_567, -4321].map(formatInteger), [
      "0",
      "999",
      "1,000",
      "12,345",
      "1,234,567",
      "-4,321",
    ]);
    fc.assert(
      fc.property(fc.integer(), (value) =>
        assert.equal(Number(formatInteger(value).replaceAll(",", "")), value),
      ),
    );
  });

  it("shorten large counts", () => {
    assert.deepEqual(
      [0.25, 7, 12.4, 99_999, 123_456, 999_499, 999_500, 1_234_567, 999.96e6, 3.4e9].map(formatCount),
      ["0.3", "7", "12", "99,999", "123 k", "999 k", "1.0 M", "1.2 M", "1.0 G", "3.4 G"],
    );
  });

  it("give times a fitting unit", () => {
    assert.deepEqual([0.0124, 0.9996, 3.44, 59.96, 110, 3599.6, 7500].map(formatSeconds), [
      "12 ms",
      "1.0 s",
      "3.4 s",
      "1 min 0 s",
      "1 min 50 s",
      "1 h 0 min",
      "2 h 5 min",
    ]);
  });
});

describe("a table", () => {
  it("aligns text left and numbers right, with their units", () => {
    const rows = [
      ["check", 12_345, "3.4 s", "–"],
      ["soak", 7, "1 min 50 s", "97 %"],
    ] as const;
    assert.equal(
      formatTable(["stage", "runs", "time", "share"], rows, plain),
      [
        "stage    runs        time  share",
        "check  12,345       3.4 s      –",
        "soak        7  1 min 50 s   97 %",
      ].join("\n"),
    );
  });

  it("has no heading if none is given, and rows as long as they are", () => {
    assert.equal(formatTable([], [["a", 1.5], ["bcd"]], plain), "a    1.50\nbcd");
    assert.equal(formatTable(["only"], [], plain), "only");
  });

  it("is as wide with colours as without", () => {
    const table = (colors: typeof plain): string =>
      formatTable(
        ["a", "b"],
        [
          [verdictText("held", colors), 1],
          [verdictText("violated", colors), 23],
          [verdictText("unknown", colors), 4],
        ],
        colors,
      );
    assert.notEqual(table(colored), table(plain));
    assert.equal(stripVTControlCharacters(table(colored)), table(plain));
  });
});

describe("progress", () => {
  const state: ProgressState = { stage: "check", done: 50, unit: "histories" };

  it("says stage, amount, rate and time left", () => {
    assert.equal(progressLine(state, 0), "check: 50 histories");
    assert.equal(progressLine(state, 2), "check: 50 histories · 25/s");
    assert.equal(progressLine({ ...state, total: 100 }, 2), "check: 50 of 100 histories · 25/s · 2.0 s left");
    // Work and time: what ends first.
    const both = { ...state, total: 100, secondsLeft: 1 };
    assert.equal(progressLine(both, 2), "check: 50 of 100 histories · 25/s · 1.0 s left");
    assert.equal(
      progressLine({ ...state, done: 0, secondsLeft: 110 }, 2),
      "check: 0 histories · 1 min 50 s left",
    );
  });

  it("writes nothing where there is no terminal", () => {
    const progress = createProgress({ write: () => assert.fail(), isTerminal: false });
    progress.show(state);
    progress.end();
  });

  it("draws one line over and over, not too often, and wipes it", () => {
    let time = 0;
    const written: string[] = [];
    const progress = createProgress({ write: (text) => written.push(text), isTerminal: true }, () => time);
    progress.end();
    progress.show(state);
    time = 99;
    progress.show(state);
    time = 1000;
    progress.show(state);
    progress.show({ ...state, stage: "soak", done: 1 });
    progress.end();
    progress.end();
    assert.deepEqual(
      written.map((text) => text.replaceAll("\u001b[K", "~")),
      ["\r~check: 50 histories", "\r~check: 50 histories · 50/s", "\r~soak: 1 histories", "\r~"],
    );
  });
});
