import { SCHEMA_NAMES, schemaText } from "../../traces/schema/files/index.js";
import { argument, command } from "./command.js";
import { choice } from "./option-values.js";

export const schemaCommand = command({
  name: "schema",
  summary: "prints the JSON Schema of traces, client histories or run documents",
  examples: ["lockstep schema trace > trace.schema.json"],
  parameters: {
    name: argument("[schema]", SCHEMA_NAMES.join(", "), choice(SCHEMA_NAMES), "trace"),
  },
  run({ name }, { report }) {
    const text = schemaText(name);
    report(JSON.parse(text) as object, () => text.trimEnd());
    return 0;
  },
});
