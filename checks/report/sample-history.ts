import { html, type Markup } from "./html.js";
import { counted } from "./numbers.js";
import type { ReportData } from "./report-data.js";
import { section } from "./section.js";

/** One history that passed, to see what a history looks like; nothing if there is none. */
export function sampleSection({ sample }: ReportData): Markup | null {
  if (sample.length === 0) return null;
  return section(
    "sample",
    "A history that passed",
    counted(sample.length, "line"),
    html`<details class="sample">
<summary>What happened, line by line</summary>
<p>One line an event: its step and command, then the server and its state after the step — role (<b>F</b>ollower,
<b>P</b>reCandidate, <b>C</b>andidate, <b>L</b>eader, <b>S</b>topped), term, last index, commit index — and at the end what
came in and, behind the arrow, what went out. <code>(4,2)</code> is the entry at index 4 of term 2.</p>
<pre tabindex="0" aria-label="Events of the history">${sample.map((line) => `${line}\n`)}</pre>
</details>`,
  );
}
