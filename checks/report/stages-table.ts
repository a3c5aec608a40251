import type { Counts } from "../../traces/format/index.js";
import { html, type Markup } from "./html.js";
import { counted, grouped, percentOf, secondsText, sumOf, wordsOf } from "./numbers.js";
import type { ReportData, StageReport } from "./report-data.js";
import { scrollable, section } from "./section.js";
import { verdictMark } from "./verdict-mark.js";

/** Where the time went: one bar for the run, and a row for each stage. */
export function stagesSection({ stages, seconds }: ReportData): Markup {
  const whole = Math.max(seconds, sumOf(stages.map((stage) => stage.seconds)));
  return section(
    "stages",
    "Stages",
    `${counted(stages.length, "stage")} in ${secondsText(seconds)}`,
    html`${timeBar(stages, whole)}
${scrollable(
  "Stages",
  html`<table class="stages">
<caption>What each stage of the run does and did.</caption>
<thead><tr><th scope="col">Stage</th><th scope="col">Verdict</th><th scope="col" class="number">Time</th><th scope="col">Did</th></tr></thead>
<tbody>${stages.map(row)}</tbody>
</table>`,
)}`,
  );
}

/** The numbers on the bar are those of the rows: no legend of colours to learn. */
function timeBar(stages: readonly StageReport[], whole: number): Markup {
  const shares = stages.map(({ name, seconds }) => `${name} ${secondsText(seconds)}`);
  return html`<div class="timebar" role="img" aria-label="Time of each stage: ${shares.join(", ")}">${stages.map(
    ({ name, verdict, seconds }, offset) =>
      html`<span class="${verdict}" style="inline-size:${percentOf(seconds, whole)}" title="${name}: ${secondsText(seconds)}">${offset + 1}</span>`,
  )}</div>`;
}

function row({ name, purpose, verdict, seconds, counts }: StageReport, offset: number): Markup {
  return html`
<tr><th scope="row"><span class="ordinal">${offset + 1}</span> <code>${name}</code><p>${purpose}</p></th><td>${verdictMark(verdict, verdict)}</td><td class="number">${secondsText(seconds)}</td><td>${countList(counts)}</td></tr>`;
}

function countList(counts: Counts): Markup {
  const items = Object.entries(counts).map(
    ([name, count]) => html`<li><b>${grouped(count)}</b> ${wordsOf(name)}</li>`,
  );
  return html`<ul class="counts">${items}</ul>`;
}
