import type { VerdictWord } from "../../traces/format/index.js";
import { html, type Markup } from "./html.js";
import { grouped } from "./numbers.js";
import type { ReportData, TransitionReport } from "./report-data.js";
import { section } from "./section.js";
import { statechartDrawing } from "./statechart-drawing.js";
import { fateOf, type TransitionFate, transitionTotals } from "./summary.js";
import { transitionsTable } from "./transitions-table.js";
import { verdictMark } from "./verdict-mark.js";

/** Names that a note spells out; the table has them all. */
const namesInNote = 12;

/** Where the servers went: the drawing, and beside it every transition. */
export function statechartSection({ transitions }: ReportData): Markup {
  const { taken, reachable } = transitionTotals(transitions);
  const others = transitions.length - reachable;
  return section(
    "statechart",
    "Statechart",
    html`${grouped(taken)} of ${grouped(reachable)} transitions taken${others === 0 ? null : `; ${grouped(others)} more are there for mutants only`}`,
    html`${note("unexpected", "violated", "Taken against the rules", transitions)}${note("missing", "unknown", "Never taken", transitions)}
<div class="beside">${statechartDrawing(transitions)}${transitionsTable(transitions)}</div>`,
  );
}

/** The transitions that want a look, by name; nothing if there are none. */
function note(
  fate: TransitionFate,
  verdict: VerdictWord,
  words: string,
  transitions: readonly TransitionReport[],
): Markup | null {
  const names = transitions.filter((one) => fateOf(one) === fate).map(({ id }) => id);
  if (names.length === 0) return null;
  const more = names.length - namesInNote;
  const items = names.slice(0, namesInNote).map((name) => html`<li><code>${name}</code></li>`);
  return html`<div class="note">${verdictMark(verdict, words)}<ul>${items}${more > 0 ? html`<li>and ${grouped(more)} more</li>` : null}</ul></div>`;
}
