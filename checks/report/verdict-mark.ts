import type { VerdictWord } from "../../traces/format/index.js";
import { constant, html, type Markup } from "./html.js";

/** Shapes, so that no verdict is told by colour alone: a tick, a cross, a question mark. */
const shapes: { readonly [verdict in VerdictWord]: string } = {
  held: `<path d="M6.5 12.5l3.8 3.8 7.2-8"/>`,
  violated: `<path d="M8 8l8 8M16 8l-8 8"/>`,
  unknown: `<path d="M9 9.6a3 3 0 1 1 4.4 2.7c-1 .6-1.4 1-1.4 2.2M12 17.6v.1"/>`,
};

/** The sign of a verdict, without words: decoration beside them. */
export function verdictIcon(verdict: VerdictWord): Markup {
  return html`<svg class="icon ${verdict}" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/>${constant(shapes[verdict])}</svg>`;
}

/** The sign of a verdict with `words` beside it. */
export function verdictMark(verdict: VerdictWord, words: string): Markup {
  return html`<span class="mark ${verdict}">${verdictIcon(verdict)}${words}</span>`;
}
