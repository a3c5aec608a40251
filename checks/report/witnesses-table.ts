import { html, type Markup } from "./html.js";
import { type LogScale, logScaleFor, positionOn, ticksOf } from "./log-scale.js";
import { grouped, percentOf } from "./numbers.js";
import type { ReportData, WitnessReport } from "./report-data.js";
import { scrollable, section } from "./section.js";
import { isBelowFloor } from "./summary.js";
import { verdictMark } from "./verdict-mark.js";

/** What a green run must have seen, as bars on a logarithmic axis; those below their floor first. */
export function witnessesSection({ witnesses }: ReportData): Markup {
  const low = witnesses.filter(isBelowFloor);
  const enough = witnesses.filter((witness) => !isBelowFloor(witness));
  const scale = logScaleFor(witnesses.flatMap(({ seen, floor }) => [seen, floor]));
  return section(
    "witnesses",
    "Witnesses",
    `${grouped(enough.length)} of ${grouped(witnesses.length)} reached their floor`,
    scrollable(
      "Witnesses",
      html`<table class="witnesses" style="--decades:${scale.decades + 1}">
<caption>A run in which nothing happens proves nothing. Each of these must be seen at least as often as its floor
<span class="key"><i class="floor"></i>marked on the bar</span>. The axis is logarithmic.</caption>
<thead><tr><th scope="col">Witness</th><th scope="col" class="number">Seen</th><th scope="col" class="number">Floor</th><th scope="col" class="track">${axis(scale)}</th></tr></thead>
<tbody>${[...low, ...enough].map((witness) => row(witness, scale))}</tbody>
</table>`,
    ),
  );
}

function axis(scale: LogScale): Markup {
  const ticks = ticksOf(scale).map(
    ({ label, position }) => html`<span style="inset-inline-start:${percentOf(position, 1)}">${label}</span>`,
  );
  return html`<div class="axis" aria-label="Logarithmic axis">${ticks}</div>`;
}

function row(witness: WitnessReport, scale: LogScale): Markup {
  const { name, seen, floor, statement } = witness;
  const low = isBelowFloor(witness);
  return html`
<tr${low ? html` class="low"` : null}><th scope="row"><code>${name}</code>${low ? verdictMark("unknown", "below the floor") : null}${
    statement === undefined ? null : html`<p>${statement}</p>`
  }</th><td class="number" data-label="seen">${grouped(seen)}</td><td class="number soft" data-label="floor">${grouped(floor)}</td><td class="track"><div class="bar" style="inline-size:${percentOf(positionOn(scale, seen), 1)}"></div>${floorMark(floor, scale)}</td></tr>`;
}

/** A floor of nothing needs no mark. */
function floorMark(floor: number, scale: LogScale): Markup | null {
  return floor === 0
    ? null
    : html`<i class="floor" style="inset-inline-start:${percentOf(positionOn(scale, floor), 1)}"></i>`;
}
