import { html, type Markup } from "./html.js";
import { counted, grouped, sumOf } from "./numbers.js";
import type { PropertyReport, ReportData } from "./report-data.js";
import { scrollable, section } from "./section.js";
import { verdictOf } from "./summary.js";
import { verdictMark } from "./verdict-mark.js";

/** What must be true, whether it was, and how often each engine looked. */
export function propertiesSection(data: ReportData): Markup {
  const { properties } = data;
  const engines = enginesOf(data);
  const held = properties.filter((one) => verdictOf(one) === "held").length;
  const judged = sumOf(properties.flatMap((one) => Object.values(one.judged)));
  return section(
    "properties",
    "Properties",
    `${grouped(held)} of ${grouped(properties.length)} held, judged ${counted(judged, "time")}`,
    scrollable(
      "Properties",
      html`<table class="properties">
<caption>What must be true of every history, and how often each engine judged it.</caption>
<thead><tr><th scope="col">Property</th><th scope="col">Verdict</th>${engines.map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${properties.map((property) => row(property, engines))}</tbody>
</table>`,
    ),
  );
}

/** The engines that judged anything, in the order of the stages. */
function enginesOf({ stages, properties }: ReportData): readonly string[] {
  const judging = new Set(properties.flatMap(({ judged }) => Object.keys(judged)));
  const staged = stages.map(({ name }) => name).filter((name) => judging.has(name));
  return [...new Set([...staged, ...judging])];
}

function row(property: PropertyReport, engines: readonly string[]): Markup {
  const { name, section: source, statement, judged } = property;
  return html`
<tr><th scope="row"><code>${name}</code> <span class="source">${source}</span><p>${statement}</p></th><td>${verdictCell(property)}</td>${engines.map(
    (engine) => html`<td class="number" data-label="${engine}">${judgedText(judged[engine] ?? 0)}</td>`,
  )}</tr>`;
}

function verdictCell(property: PropertyReport): Markup {
  const verdict = verdictOf(property);
  switch (verdict) {
    case "held":
      return verdictMark(verdict, "held");
    case "violated":
      return verdictMark(verdict, `violated ${counted(property.violations, "time")}`);
    case "unknown":
      return verdictMark(verdict, "never judged");
  }
}

function judgedText(count: number): string {
  return count === 0 ? "–" : grouped(count);
}
