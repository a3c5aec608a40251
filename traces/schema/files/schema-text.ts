import { readFileSync } from "node:fs";

/** The documents that have a schema. */
export type SchemaName = "trace" | "history" | "run";

/** All of them, in the order in which they are offered. */
export const SCHEMA_NAMES: readonly SchemaName[] = ["trace", "history", "run"];

/** The text of a JSON Schema (draft-07). Of a trace and a history it describes one line. */
export function schemaText(name: SchemaName): string {
  return readFileSync(new URL(`../${name}.schema.json`, import.meta.url), "utf8");
}
