/** States in the paper's notation, as TLC prints them. */
import type { Json, StateJson } from "../machine.js";

/** One line a variable: `/\ currentTerm = [s1 |-> 1, s2 |-> 2]`. */
export function printState(state: StateJson): string {
  return Object.entries(state)
    .map(([variable, value]) => `/\\ ${variable} = ${printValue(value)}`)
    .join("\n");
}

/** A value: functions and records in brackets, sequences and sets of messages in angles and braces. */
export function printValue(value: Json): string {
  if (value === null) return "Nil";
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value !== "object") return String(value);
  if (!Array.isArray(value)) {
    const fields = Object.entries(value).map(([name, field]) => `${name} |-> ${printValue(field)}`);
    return `[${fields.join(", ")}]`;
  }
  const items = value.map(printValue);
  // Sets hold names or messages; sequences hold records without a kind.
  const isSequence = value.some((item) => typeof item === "object" && item !== null && !("kind" in item));
  return isSequence || items.length === 0 ? `<<${items.join(", ")}>>` : `{${items.join(", ")}}`;
}
