import type { ValidationError } from "./validate.generated.js";

/** What is wrong with a value, and where. */
export interface Problem {
  /** Dotted path such as `effects[2].effect.kind`; empty for the value as a whole. */
  readonly field: string;
  /** Without the field, to be read after it: "must be an integer, is "7"". */
  readonly message: string;
}

/** Longest value shown in a message. */
const SHOWN = 60;

/** A value as short JSON for a message: at most 60 characters, `nothing` where there is none. */
export function shortJson(value: unknown, limit = SHOWN): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** Joins a path and the key of an object below it. */
export function below(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

/** Says a schema error of `value` in a person's words. */
export function problemOf(error: ValidationError, value: unknown): Problem {
  const { keyword, params } = error;
  const { path, found } = locate(value, error.instancePath);
  if (keyword === "required") {
    return { field: below(path, String(params.missingProperty)), message: "is missing" };
  }
  if (keyword === "additionalProperties") {
    return { field: below(path, String(params.additionalProperty)), message: "is not a known field" };
  }
  if (keyword === "discriminator") {
    const tag = params.tagValue;
    const message = tag === undefined ? "is missing" : `names no known kind: ${shortJson(tag)}`;
    return { field: below(path, String(params.tag)), message };
  }
  const expected = EXPECTATIONS[keyword]?.(params) ?? keyword;
  return { field: path, message: `must be ${expected}, is ${shortJson(found)}` };
}

/** What each keyword of the schemas asks for. */
const EXPECTATIONS: { readonly [keyword: string]: (params: ValidationError["params"]) => string } = {
  const: (params) => shortJson(params.allowedValue),
  enum: (params) =>
    `one of ${(params.allowedValues as readonly unknown[]).map((word) => shortJson(word)).join(", ")}`,
  minimum: (params) => `at least ${String(params.limit)}`,
  minItems: (params) => `a list of at least ${String(params.limit)}`,
  type: (params) =>
    [params.type]
      .flat()
      .map((type) => TYPE_NAMES[String(type)])
      .join(" or "),
};

const TYPE_NAMES: { readonly [type: string]: string } = {
  array: "a list",
  boolean: "true or false",
  integer: "an integer",
  null: "null",
  object: "an object",
  string: "a text",
};

/** Follows a JSON pointer, and writes it as a dotted path. */
function locate(root: unknown, pointer: string): { readonly path: string; readonly found: unknown } {
  let path = "";
  let found = root;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    path = Array.isArray(found) ? `${path}[${key}]` : below(path, key);
    found = (found as { readonly [key: string]: unknown })[key];
  }
  return { path, found };
}
