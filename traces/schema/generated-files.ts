import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { printJson } from "./print-json.js";
import { type SchemaDocument, schemaDocuments } from "./schema-documents.js";

/** A file of this folder that is made, not written. */
export interface GeneratedFile {
  readonly name: string;
  readonly text: string;
}

const BANNER = "// Made by `npm run schema` from the types in traces/format. Not to be edited.\n";

/** Everything `npm run schema` writes: three schemas and one validator for all of them. */
export function generatedFiles(): readonly GeneratedFile[] {
  const documents = schemaDocuments();
  const schemas = documents.map(({ name, schema }) => ({
    name: `${name}.schema.json`,
    text: `${printJson(schema)}\n`,
  }));
  return [...schemas, { name: "validate.generated.js", text: validatorSource(documents) }];
}

/** One ES module without imports, exporting `trace`, `history` and `run`. */
function validatorSource(documents: readonly SchemaDocument[]): string {
  const ajv = new Ajv({
    discriminator: true,
    allowUnionTypes: true,
    strict: true,
    inlineRefs: false,
    messages: false,
    code: { source: true, esm: true, lines: true },
  });
  for (const { schema } of documents) ajv.addSchema(withoutDescriptions(schema));
  const exported = documents.map(({ name }) => [name, `${name}.schema.json`]);
  const source = standalone.default(ajv, Object.fromEntries(exported));
  if (/\brequire\(|\bimport\b/.test(source)) throw new Error("the validator must not need ajv at run time");
  return `${BANNER}${withoutDeadConstants(source).trimEnd()}\n`;
}

/** ajv writes every schema into the module; only those with enumerations are looked at by the code. */
function withoutDeadConstants(source: string): string {
  return source.replace(/^const (schema\d+) = .*\n/gm, (line, name: string) =>
    source.split(new RegExp(`\\b${name}\\b`)).length > 2 ? line : "",
  );
}

/** The validator carries the schemas along; what is only for people stays out. */
function withoutDescriptions(schema: object): object {
  return JSON.parse(
    JSON.stringify(schema, (key, value) =>
      key === "description" && typeof value === "string" ? undefined : value,
    ),
  );
}
