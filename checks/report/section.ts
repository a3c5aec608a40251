import { type Content, html, type Markup } from "./html.js";

/** A section of the page: its heading, what is to be known of it at a glance, and the rest. */
export function section(id: string, heading: string, glance: Content, body: Content): Markup {
  return html`
<section id="${id}" aria-labelledby="${id}-heading">
<div class="head"><h2 id="${id}-heading">${heading}</h2><p>${glance}</p></div>
${body}
</section>`;
}

/** A frame that scrolls sideways where the page is too narrow; by keyboard too. */
export function scrollable(label: string, body: Content): Markup {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}">${body}</div>`;
}
