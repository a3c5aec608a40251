export { SCHEMA_NAMES, type SchemaName, schemaText } from "./schema-text.js";
