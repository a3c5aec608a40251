import { html, type Markup } from "./html.js";
import { grouped, percentOf } from "./numbers.js";
import type { ReportData } from "./report-data.js";
import { scrollable, section } from "./section.js";

/** What the histories were made of, the commonest kind of command first. */
export function commandsSection({ commandsByKind, effectiveCommands, skippedCommands }: ReportData): Markup {
  const all = effectiveCommands + skippedCommands;
  const kinds = Object.entries(commandsByKind).sort(
    ([left, leftCount], [right, rightCount]) => rightCount - leftCount || (left < right ? -1 : 1),
  );
  const most = kinds[0]?.[1] ?? 0;
  return section(
    "commands",
    "Commands",
    html`${grouped(effectiveCommands)} effective (${wholePercent(effectiveCommands, all)}),
${grouped(skippedCommands)} skipped with nothing to act on`,
    scrollable(
      "Commands",
      html`<table class="commands">
<caption>Effective commands by kind.</caption>
<thead><tr><th scope="col">Kind</th><th scope="col" class="number">Count</th><th scope="col" class="number">Share</th><td></td></tr></thead>
<tbody>${kinds.map(
        ([kind, count]) => html`
<tr><th scope="row"><code>${kind}</code></th><td class="number">${grouped(count)}</td><td class="number soft">${wholePercent(count, effectiveCommands)}</td><td class="track"><div class="bar" style="inline-size:${percentOf(count, most)}"></div></td></tr>`,
      )}</tbody>
</table>`,
    ),
  );
}

/** Whole per cent; what is there is never called 0 %. */
function wholePercent(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (100 * part) / whole;
  return percent > 0 && percent < 0.5 ? "< 1 %" : `${percent.toFixed(0)} %`;
}
