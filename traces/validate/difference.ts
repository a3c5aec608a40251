import { shortJson } from "../schema/index.js";

/** Where two values part. */
export interface Difference {
  /** Dotted path such as `view.commitIndex` or `effects[2].message.term`. */
  readonly field: string;
  /** As short JSON; "nothing" where there is no value. */
  readonly expected: string;
  readonly actual: string;
}

interface Fields {
  readonly [key: string]: unknown;
}

/** Characters of JSON shown of a value. */
const SHOWN = 120;

/** The first place, in the order of `expected`, at which two JSON values differ; null if they are equal. */
export function firstDifference(expected: unknown, actual: unknown, field: string): Difference | null {
  if (expected === actual) return null;
  if (!isObject(expected) || !isObject(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
    return { field, expected: shortJson(expected, SHOWN), actual: shortJson(actual, SHOWN) };
  }
  return Array.isArray(expected)
    ? firstOfLists(expected, actual as unknown as readonly unknown[], field)
    : firstOfObjects(expected, actual, field);
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function firstOfLists(
  expected: readonly unknown[],
  actual: readonly unknown[],
  field: string,
): Difference | null {
  const length = Math.max(expected.length, actual.length);
  for (let offset = 0; offset < length; offset += 1) {
    const difference = firstDifference(expected[offset], actual[offset], "");
    if (difference !== null) return within(`${field}[${offset}]`, difference);
  }
  return null;
}

function firstOfObjects(expected: Fields, actual: Fields, field: string): Difference | null {
  for (const key of Object.keys(expected)) {
    const difference = firstDifference(expected[key], actual[key], "");
    if (difference !== null) return within(`${field}.${key}`, difference);
  }
  for (const key of Object.keys(actual)) {
    if (!(key in expected))
      return within(`${field}.${key}`, {
        field: "",
        expected: "nothing",
        actual: shortJson(actual[key], SHOWN),
      });
  }
  return null;
}

/** Paths are joined on the way out, so that equal values cost no text. */
function within(path: string, difference: Difference): Difference {
  return { ...difference, field: path + difference.field };
}
