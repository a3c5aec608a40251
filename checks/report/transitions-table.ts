import { type Content, html, type Markup } from "./html.js";
import { type LogScale, logScaleFor, positionOn } from "./log-scale.js";
import { counted, grouped, percentOf } from "./numbers.js";
import type { TransitionReport } from "./report-data.js";
import { stateBoxes } from "./statechart-layout.js";
import { fateOf, type TransitionFate } from "./summary.js";
import { verdictMark } from "./verdict-mark.js";

const fates: { readonly [fate in TransitionFate]: string } = {
  taken: "taken",
  missing: "never taken",
  unreachable: "for mutants only",
  unexpected: "taken against the rules",
};

/** All transitions by state, in the order of the drawing, with a filter where scripts run. */
export function transitionsTable(transitions: readonly TransitionReport[]): Markup {
  const scale = logScaleFor(transitions.map(({ hits }) => hits));
  return html`<div class="transitions">
<form class="filter" id="filter" role="search" hidden>
<input type="search" id="filter-text" placeholder="Filter: leader requestVote …" aria-label="Filter the transitions by words">
<select id="filter-fate" aria-label="Filter the transitions by what became of them">
<option value="">all</option>${fatesOf(transitions).map((fate) => html`<option value="${fate}">${fates[fate]}</option>`)}
</select>
<output id="filter-count" for="filter-text filter-fate">${grouped(transitions.length)}</output>
</form>
<div class="scroll tall" role="region" tabindex="0" aria-label="Transitions">
<table id="transitions">
<caption>All transitions, by the state they start from.</caption>
<thead><tr><th scope="col">Event</th><th scope="col">Case</th><th scope="col">Leads to</th><th scope="col" class="number">Taken</th></tr></thead>
${statesOf(transitions).map((state) => stateRows(state, transitions, scale))}
</table>
</div>
</div>`;
}

function fatesOf(transitions: readonly TransitionReport[]): readonly TransitionFate[] {
  const present = new Set(transitions.map(fateOf));
  return (Object.keys(fates) as TransitionFate[]).filter((fate) => present.has(fate));
}

/** As drawn from top to bottom; states that are not drawn come last. */
function statesOf(transitions: readonly TransitionReport[]): readonly string[] {
  const present = new Set(transitions.map(({ state }) => state));
  const drawn = ["unborn", ...stateBoxes.map(({ state }) => state)];
  return [
    ...drawn.filter((state) => present.has(state)),
    ...[...present].filter((state) => !drawn.includes(state)),
  ];
}

function stateRows(state: string, transitions: readonly TransitionReport[], scale: LogScale): Markup {
  const own = transitions.filter((one) => one.state === state);
  return html`<tbody>
<tr class="group"><th colspan="4" scope="rowgroup">${state} <span class="soft">${counted(own.length, "transition")}</span></th></tr>${own.map(
    (one) => row(one, scale),
  )}
</tbody>`;
}

function row(transition: TransitionReport, scale: LogScale): Markup {
  const { state, target, hits } = transition;
  const { event, name } = partsOf(transition);
  const fate = fateOf(transition);
  return html`
<tr class="${fate}" data-fate="${fate}" data-words="${state} ${event} ${name} ${target}"><td class="event">${event}</td><td>${name}${reason(transition)}</td><td class="target">${
    target === state ? null : target.slice(target.lastIndexOf(".") + 1)
  }</td><td class="number"><span class="hits" style="--share:${percentOf(positionOn(scale, hits), 1)}">${fate === "unreachable" ? "–" : grouped(hits)}</span></td></tr>`;
}

/** An id is `state / event / case`; one that is not is shown as it is. */
function partsOf({ id }: TransitionReport): { event: string; name: string } {
  const [, event, ...rest] = id.split(" / ");
  return event === undefined || rest.length === 0
    ? { event: id, name: "" }
    : { event, name: rest.join(" / ") };
}

function reason(transition: TransitionReport): Content {
  const fate = fateOf(transition);
  switch (fate) {
    case "taken":
      return null;
    case "missing":
      return html`<p>${verdictMark("unknown", "could be taken, was not in this run")}</p>`;
    case "unreachable":
      return html`<p>${transition.unreachable}</p>`;
    case "unexpected":
      return html`<p>${verdictMark("violated", `taken, although: ${transition.unreachable}`)}</p>`;
  }
}
