import { accessSync, constants, type Stats, statSync } from "node:fs";
import path from "node:path";
import type { ValueParser } from "./command.js";
import { formatInteger } from "./output/numbers.js";
import { UsageError } from "./usage-error.js";

const shown = (text: string): string => JSON.stringify(text);

/** A whole number from `least` to `most`. */
export function integer(least: number, most: number): ValueParser<number> {
  return (text) => {
    const value = Number(text);
    if (/^\d{1,15}$/.test(text) && value >= least && value <= most) return value;
    throw new UsageError(
      `must be a whole number from ${formatInteger(least)} to ${formatInteger(most)}, is ${shown(text)}`,
    );
  };
}

/** How many servers a cluster has. */
export const serverCount: ValueParser<number> = integer(1, 7);

const MILLISECONDS: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A time such as 500ms, 110s, 2m, 1h, 1.5s; at least a millisecond, at most 1000 hours. In milliseconds. */
export const duration: ValueParser<number> = (text) => {
  const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const value = Math.round(Number(amount) * (MILLISECONDS[unit] ?? 0));
  if (value >= 1 && value <= 3_600_000_000) return value;
  throw new UsageError(`must be a time such as 500ms, 110s, 2m or 1h (at most 1000h), is ${shown(text)}`);
};

const LARGEST_SEED = 2n ** 63n - 1n;

/** A seed: a decimal integer from 0 to 2^63 - 1, kept as text. */
export const seed: ValueParser<string> = (text) => {
  if (/^\d{1,19}$/.test(text) && BigInt(text) <= LARGEST_SEED) return String(BigInt(text));
  throw new UsageError(`must be a whole number from 0 to 2^63 - 1, is ${shown(text)}`);
};

/** One of a few words. */
export function choice<Word extends string>(words: readonly Word[]): ValueParser<Word> {
  return (text) => {
    const word = words.find((one) => one === text);
    if (word !== undefined) return word;
    throw new UsageError(`must be one of ${words.join(", ")}, is ${shown(text)}${didYouMean(text, words)}`);
  };
}

/** Several words, with commas between them, each at most once. */
export function list<Word extends string>(words: readonly Word[]): ValueParser<readonly Word[]> {
  const one = choice(words);
  return (text, cwd) => {
    const found = text.split(",").map((item) => one(item, cwd));
    const twice = found.find((word, offset) => found.indexOf(word) !== offset);
    if (twice !== undefined) throw new UsageError(`names ${twice} twice, is ${shown(text)}`);
    return found;
  };
}

/** " (did you mean held?)" for the word that is nearest, if one is near. */
export function didYouMean(text: string, words: readonly string[]): string {
  const near = words
    .map((word) => ({ word, distance: editDistance(text.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, distance }) => distance <= Math.max(1, Math.floor(word.length * 0.4)))
    .sort((left, right) => left.distance - right.distance)[0];
  return near === undefined ? "" : ` (did you mean ${near.word}?)`;
}

/** Levenshtein's distance: letters to add, drop or change. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, offset) => offset);
  for (const [above, letter] of [...left].entries()) {
    const next = [above + 1];
    for (let offset = 0; offset < right.length; offset += 1) {
      const changed = (row[offset] as number) + (letter === right[offset] ? 0 : 1);
      next.push(Math.min(changed, (row[offset + 1] as number) + 1, (next[offset] as number) + 1));
    }
    row = next;
  }
  return row[right.length] as number;
}

/** An existing file that can be read. The absolute path. */
export const inputFile: ValueParser<string> = (text, cwd) => {
  const file = path.resolve(cwd, text);
  const stats = statOf(file, text);
  if (stats === null) throw new UsageError(`${text} does not exist`);
  if (stats.isDirectory()) throw new UsageError(`${text} is a folder, not a file`);
  requireAccess(file, text, constants.R_OK, "read");
  return file;
};

/** A file to be written, in a folder that exists. The absolute path. */
export const outputFile: ValueParser<string> = (text, cwd) => {
  const file = path.resolve(cwd, text);
  if (text === "" || statOf(file, text)?.isDirectory())
    throw new UsageError(`${shown(text)} is no name of a file`);
  const folder = path.dirname(file);
  if (!statOf(folder, text)?.isDirectory())
    throw new UsageError(`${text}: there is no folder ${path.dirname(text)}`);
  requireAccess(folder, text, constants.W_OK, "written");
  return file;
};

/** What is at a path, or null. */
function statOf(file: string, text: string): Stats | null {
  try {
    return statSync(file, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    throw new UsageError(`${text} cannot be reached (${(error as NodeJS.ErrnoException).code})`);
  }
}

function requireAccess(file: string, text: string, mode: number, what: string): void {
  try {
    accessSync(file, mode);
  } catch (error) {
    throw new UsageError(`${text} cannot be ${what} (${(error as NodeJS.ErrnoException).code})`);
  }
}
