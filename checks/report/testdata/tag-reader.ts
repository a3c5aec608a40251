import assert from "node:assert/strict";

/** Elements without content, and so without an end tag. */
const voidElements = ["meta", "input"];
const tag = /<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z-]+(?:="[^"<>]*")?)*)(\/?)>/g;

/**
 * The tags of a page with the names of their attributes, in order; strict: every tag is closed, no
 * "<", ">" stands outside one.
 */
export function tagsOf(page: string): readonly string[] {
  const body = page.replace("<!doctype html>", "").replace(/(<(style|script)>).*?(<\/\2>)/gs, "$1$3");
  assert.doesNotMatch(body.replace(tag, ""), /[<>]/);
  const open: string[] = [];
  const tags: string[] = [];
  for (const [, end, name = "", attributes = "", selfClosed] of body.matchAll(tag)) {
    tags.push(`${end}${name}${attributes.replace(/="[^"]*"/g, "")}`);
    if (end === "/") assert.equal(open.pop(), name);
    else if (selfClosed === "" && !voidElements.includes(name)) open.push(name);
  }
  assert.deepEqual(open, []);
  return tags;
}

/** What a reader sees, without tags, style and script, with single spaces. */
export function textOf(page: string): string {
  return page
    .replace(/<(style|script)>.*?<\/\1>/gs, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
}
