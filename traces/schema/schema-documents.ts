import { fileURLToPath } from "node:url";
import { buildGenerator, type Definition, getProgramFromFiles } from "typescript-json-schema";
import { refineSchema } from "./refine-schema.js";

/** The three documents of the workbench, and the type each is generated from. */
export const DOCUMENTS = [
  { name: "trace", symbol: "TraceLine", title: "One line of a raft-lockstep trace (NDJSON)" },
  { name: "history", symbol: "OperationLine", title: "One line of a raft-lockstep client history (NDJSON)" },
  { name: "run", symbol: "RunDocument", title: "run.json of a raft-lockstep run folder" },
] as const;

/**
 * Types are resolved as a bundler would: under `nodenext` the generator writes absolute paths into the
 * names of definitions. `types: []` keeps the ambient types of Node out.
 */
const COMPILER_OPTIONS = {
  target: "es2022",
  module: "es2022",
  moduleResolution: "bundler",
  strict: true,
  skipLibCheck: true,
  types: [],
};

const GENERATOR_OPTIONS = {
  required: true,
  noExtraProps: true,
  ref: true,
  strictNullChecks: true,
  defaultNumberType: "integer",
} as const;

/** A JSON Schema together with the name it is filed under. */
export interface SchemaDocument {
  /** "trace", "history" or "run". */
  readonly name: string;
  readonly schema: Definition;
}

/**
 * The JSON Schemas of the vocabulary, made from the types of `traces/format`. Costs about two
 * seconds, nearly all of it the type checker's.
 */
export function schemaDocuments(): readonly SchemaDocument[] {
  const entry = fileURLToPath(new URL("../format/index.ts", import.meta.url));
  const program = getProgramFromFiles([entry], COMPILER_OPTIONS);
  const generator = buildGenerator(program, GENERATOR_OPTIONS);
  if (generator === null) throw new Error("traces/format does not compile: run `npm run types`");
  return DOCUMENTS.map(({ name, symbol, title }) => {
    const refined = refineSchema(generator.getSchemaForSymbol(symbol));
    const head = { $schema: "http://json-schema.org/draft-07/schema#", $id: `${name}.schema.json`, title };
    return { name, schema: { ...head, ...refined } };
  });
}
