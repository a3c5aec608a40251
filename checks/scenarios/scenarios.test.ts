import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mutatedBoth, rightReadings } from "../commands/testing/index.js";
import { mutantOf } from "../mutants/index.js";
import { runScenario } from "./scenario-runner.js";

const folder = import.meta.dirname;
const files = readdirSync(folder).filter((file) => file.endsWith(".txt"));

/** `UPDATE_EXPECT=1` writes what comes out into the files, instead of comparing it with them. */
const isUpdating = process.env.UPDATE_EXPECT === "1";

describe("scenarios", () => {
  it("are there", () => {
    assert.ok(files.length >= 20, `${files.length} files`);
  });

  for (const file of files.sort()) {
    it(path.basename(file, ".txt").replaceAll("-", " "), () => {
      const name = path.join(folder, file);
      const expected = readFileSync(name, "utf8");
      const actual = runScenario(expected, rightReadings);
      if (isUpdating) writeFileSync(name, actual);
      else assert.equal(actual, expected);
      assert.doesNotMatch(actual, /^(VIOLATION|DEVIATION)/m);
    });
  }

  it("show what comes of a wrong rule: Figure 8, if a leader counts replicas of old entries", () => {
    const text = readFileSync(path.join(folder, "old-entry-on-a-majority-is-not-committed.txt"), "utf8");
    const lines = runScenario(text, mutatedBoth(mutantOf("R1").change)).split("\n");
    const committed = lines.indexOf("  commits 2: 2:b");
    const broken = lines.findIndex((line) => line.startsWith("VIOLATION of leaderCompleteness: "));
    assert.ok(committed > 0 && broken > committed, lines.join("\n"));
  });
});
