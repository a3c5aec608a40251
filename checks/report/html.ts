/** Text that is HTML already. Only `html` and `constant` make it, so nothing unescaped gets onto the page. */
export interface Markup {
  readonly markup: string;
}

/** What can stand in a hole of `html`: text and numbers are escaped, lists joined, null leaves nothing. */
export type Content = Markup | string | number | null | readonly Content[];

const references: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** `text` as it may stand between tags and in a quoted attribute. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => references[character] as string);
}

/** Tag of a template: HTML whose holes are escaped. Attributes must be quoted by the template. */
export function html(literals: TemplateStringsArray, ...holes: readonly Content[]): Markup {
  return { markup: String.raw({ raw: literals }, ...holes.map(markupOf)) };
}

/** A text of the page's own, such as its style, that stands as it is. Never for data. */
export function constant(markup: string): Markup {
  return { markup };
}

/** A link to a file beside the page. Always relative: a name that looks like `javascript:` stays a name. */
export function relativeLink(file: string): string {
  const segments = file.replace(/\p{Surrogate}/gu, "\uFFFD").split("/");
  return `./${segments.map(encodeURIComponent).join("/")}`;
}

function markupOf(content: Content): string {
  if (content === null) return "";
  if (typeof content === "string") return escapeText(content);
  if (typeof content === "number") return String(content);
  return "markup" in content ? content.markup : content.map(markupOf).join("");
}
