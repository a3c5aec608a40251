import type { Json, StateJson } from "../index.js";

/** The state with the members of its sorts renamed. */
export function renamed(state: StateJson, names: ReadonlyMap<string, string>): StateJson {
  const rename = (value: Json): Json => {
    if (typeof value === "string") return names.get(value) ?? value;
    if (Array.isArray(value)) {
      const items = value.map(rename);
      return items.every((one) => typeof one === "string") ? items.toSorted() : items;
    }
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [names.get(name) ?? name, rename(field)]),
    );
  };
  return rename(state) as StateJson;
}
