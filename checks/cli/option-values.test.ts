import assert from "node:assert/strict";
import path from "node:path";
import fc from "fast-check";
import type { ValueParser } from "./command.js";
import { mutantReference } from "./mutant-value.js";
import {
  choice,
  didYouMean,
  duration,
  inputFile,
  integer,
  list,
  outputFile,
  seed,
  serverCount,
} from "./option-values.js";
import { UsageError } from "./usage-error.js";

const parse = <Value>(parser: ValueParser<Value>, text: string): Value => parser(text, import.meta.dirname);

function refuses(parser: ValueParser<unknown>, texts: readonly string[], tells: RegExp): void {
  for (const text of texts) {
    assert.throws(
      () => parse(parser, text),
      (error) => error instanceof UsageError && tells.test(error.message) && !error.message.includes("\n"),
      `${text} is refused`,
    );
  }
}

describe("values of options", () => {
  it("are whole numbers within their bounds, in decimal digits", () => {
    assert.deepEqual(
      ["1", "7", "007"].map((text) => parse(serverCount, text)),
      [1, 7, 7],
    );
    refuses(
      serverCount,
      ["0", "8", "", " 3", "3 ", "+3", "-1", "1e0", "0x3", "3.0", "٣", "3\n"],
      /from 1 to 7, is "/,
    );
    refuses(integer(1, 1_000_000), ["9".repeat(400)], /from 1 to 1,000,000, is/);
  });

  it("are durations with their unit, in milliseconds", () => {
    const texts = ["500ms", "110s", "2m", "1h", "1.5s", "1000h"];
    assert.deepEqual(
      texts.map((text) => parse(duration, text)),
      [500, 110_000, 120_000, 3_600_000, 1500, 3_600_000_000],
    );
    refuses(
      duration,
      ["110", "5 s", "5parsecs", "s", "", "-1s", "0s", "0.1ms", "1001h", "1.s", ".5s", "1e3s"],
      /such as/,
    );
    refuses(duration, ["constructor", "1constructor"], /such as/);
  });

  it("are seeds, kept as decimal text", () => {
    const largest = 2n ** 63n - 1n;
    fc.assert(
      fc.property(fc.bigInt(0n, largest), (value) => {
        assert.equal(parse(seed, String(value)), String(value));
      }),
    );
    assert.equal(parse(seed, "0042"), "42");
    refuses(
      seed,
      ["-1", "1.5", "", "abc", "0x1", String(largest + 1n), "9".repeat(1000)],
      /from 0 to 2\^63 - 1/,
    );
  });

  it("are words, with a guess at what was meant", () => {
    const words = ["servers", "values"] as const;
    assert.equal(parse(choice(words), "values"), "values");
    refuses(choice(words), ["value"], /one of servers, values, is "value" \(did you mean values\?\)$/);
    refuses(choice(words), ["nonsense"], /is "nonsense"$/);
    assert.deepEqual(parse(list(words), "values,servers"), ["values", "servers"]);
    refuses(list(words), ["servers,", "", "servers,,values"], /one of servers, values, is ""/);
    refuses(list(words), ["servers,servers"], /names servers twice/);
    assert.equal(didYouMean("VERIFY", ["check", "verify"]), " (did you mean verify?)");
  });

  it("are mutants of the catalogue, on a side that they have", () => {
    assert.deepEqual(parse(mutantReference, "V1"), { id: "V1", side: "both" });
    assert.deepEqual(parse(mutantReference, "V1:impl"), { id: "V1", side: "impl" });
    // No property sees V5: only the other reading does.
    assert.deepEqual(parse(mutantReference, "V5"), { id: "V5", side: "impl" });
    refuses(mutantReference, ["V99", "", ":impl"], /there is no mutant/);
    refuses(
      mutantReference,
      ["V1:left", "V1:", "V1:impl:both", "V1:spec"],
      /must be one of impl, chart, both/,
    );
  });

  it("are files: absolute, from the working folder", () => {
    const here = path.basename(import.meta.filename);
    assert.equal(parse(inputFile, here), import.meta.filename);
    assert.equal(parse(outputFile, here), import.meta.filename);
    assert.equal(parse(outputFile, "new.ndjson"), path.join(import.meta.dirname, "new.ndjson"));
    refuses(inputFile, ["nothing-of-this-name"], /does not exist/);
    refuses(inputFile, ["."], /is a folder/);
    refuses(inputFile, ["a\0b"], /cannot be reached/);
    refuses(outputFile, ["", "."], /is no name of a file/);
    refuses(outputFile, ["nothing/new.ndjson"], /there is no folder nothing/);
  });
});
