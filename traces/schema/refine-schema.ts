import type { Definition, DefinitionOrBoolean } from "typescript-json-schema";

/** A schema node as this file reads and writes it; `discriminator` is OpenAPI's keyword, which ajv knows. */
interface Node extends Definition {
  discriminator?: { propertyName: string };
}

interface Definitions {
  readonly [name: string]: DefinitionOrBoolean;
}

const REFERENCE_PREFIX = "#/definitions/";

/**
 * Makes a generated schema say exactly one thing about a bad value:
 *
 * - a tagged union (`anyOf` of objects with a constant `kind`) becomes `oneOf` with `discriminator`, so
 *   that only the branch the tag names is tried;
 * - "an object or null" becomes that object with `null` among its types, for the same reason;
 * - integers inside arrays and index signatures get the `minimum: 0` that the annotation on a type
 *   alias cannot reach there: every integer of the vocabulary is a count or a position.
 */
export function refineSchema(root: Definition): Definition {
  const definitions = root.definitions ?? {};
  const refined: { [name: string]: DefinitionOrBoolean } = {};
  for (const [name, definition] of Object.entries(definitions)) {
    refined[name] = refineNode(definition, definitions);
  }
  const { definitions: _, ...body } = root;
  const document = refineNode(body, definitions) as Definition;
  const used = reachable(document, refined);
  return used.length === 0
    ? document
    : { ...document, definitions: Object.fromEntries(used.map((name) => [name, refined[name] ?? {}])) };
}

function refineNode(node: DefinitionOrBoolean, definitions: Definitions): DefinitionOrBoolean {
  if (typeof node === "boolean") return node;
  if (node.anyOf !== undefined) return refineUnion(node, node.anyOf, definitions);
  const result: Node = { ...node };
  if (node.properties !== undefined) {
    const properties = Object.entries(node.properties);
    result.properties = Object.fromEntries(
      properties.map(([key, value]) => [key, refineNode(value, definitions)]),
    );
    // In the order of the type, which is also the order in which lines are printed.
    result.required = properties.map(([key]) => key);
  }
  if (node.items !== undefined) result.items = notNegative(refineNode(node.items as Definition, definitions));
  if (node.additionalProperties !== undefined) {
    result.additionalProperties = notNegative(refineNode(node.additionalProperties, definitions));
  }
  return result;
}

function refineUnion(
  node: Definition,
  members: readonly DefinitionOrBoolean[],
  definitions: Definitions,
): Node {
  const { anyOf: _, ...rest } = node;
  const targets = members.map((member) => resolve(member, definitions));
  const nullable = targets.findIndex((target) => target.type === "null");
  if (nullable < 0) {
    for (const target of targets) requireTag(target);
    return { ...rest, type: "object", oneOf: [...members], discriminator: { propertyName: "kind" } };
  }
  const [object] = targets.filter((_target, offset) => offset !== nullable);
  if (targets.length !== 2 || object?.type !== "object")
    throw new Error("a nullable union has one other member");
  return { ...rest, ...(refineNode(object, definitions) as Definition), type: ["object", "null"] };
}

function requireTag(target: Definition): void {
  const tag = target.properties?.kind;
  if (typeof tag !== "object" || tag.const === undefined) throw new Error("a union is told apart by `kind`");
}

function resolve(member: DefinitionOrBoolean, definitions: Definitions): Definition {
  const node = member as Definition;
  if (node.$ref === undefined) return node;
  return definitions[node.$ref.slice(REFERENCE_PREFIX.length)] as Definition;
}

function notNegative(node: DefinitionOrBoolean): DefinitionOrBoolean {
  return typeof node === "object" && node.type === "integer" ? { minimum: 0, ...node } : node;
}

/** Names of the definitions that the document needs, in the order they are met. */
function reachable(document: Definition, definitions: Definitions): readonly string[] {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const reference = (value as Definition).$ref;
    if (reference !== undefined) {
      const name = reference.slice(REFERENCE_PREFIX.length);
      if (names.has(name)) return;
      names.add(name);
      visit(definitions[name]);
      return;
    }
    for (const child of Object.values(value)) visit(child);
  };
  visit(document);
  return [...names];
}
