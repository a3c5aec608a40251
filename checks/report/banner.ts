import type { VerdictWord } from "../../traces/format/index.js";
import { type Content, html, type Markup } from "./html.js";
import { counted, grouped, secondsText } from "./numbers.js";
import type { FailureReport, ReportData } from "./report-data.js";
import { countOverStages, fateOf, isBelowFloor, transitionTotals, verdictOf } from "./summary.js";
import { verdictIcon } from "./verdict-mark.js";

const words: { readonly [verdict in VerdictWord]: string } = {
  held: "Held",
  violated: "Violated",
  unknown: "Unknown",
};

/** The verdict, what it means in one sentence, and the main numbers. */
export function banner(data: ReportData): Markup {
  const { verdict, title, command } = data;
  return html`
<header class="banner ${verdict}">
<p class="run"><b>${title}</b> <code>${command}</code></p>
<div class="verdict">${verdictIcon(verdict)}<div><h1>${words[verdict]}</h1><p>${meaning(data)}</p></div></div>
<dl class="tiles">${tiles(data)}</dl>
</header>`;
}

function meaning(data: ReportData): string {
  switch (data.verdict) {
    case "held":
      return heldMeaning(data);
    case "violated":
      return violatedMeaning(data.failures);
    case "unknown":
      return `Nothing was found to be wrong, but this run does not prove enough: ${shortfalls(data)}.`;
  }
}

function heldMeaning({ witnesses }: ReportData): string {
  const agreed =
    "Statechart and implementation agreed after every step compared, and no property was broken.";
  // A green run must prove that something happened: say so where it did.
  if (witnesses.length === 0 || witnesses.some(isBelowFloor)) return agreed;
  return `${agreed} All ${grouped(witnesses.length)} witnesses reached their floors.`;
}

function violatedMeaning(failures: readonly FailureReport[]): string {
  const [first] = failures;
  if (first === undefined) return "A stage reports a violation, but no finding came with it: see the stages.";
  const { kind, property, step, server } = first.finding;
  const what =
    kind === "violation"
      ? `The property ${property} is broken in step ${grouped(step)}, on ${server}.`
      : `Statechart and implementation differ in ${property} after step ${grouped(step)}, on ${server}.`;
  const more = failures.length - 1;
  return more === 0 ? what : `${what} ${counted(more, "more finding")} below.`;
}

/** Why a run without findings is not green. */
function shortfalls({ witnesses, transitions, properties, stages }: ReportData): string {
  const low = witnesses.filter(isBelowFloor).length;
  const missing = transitions.filter((one) => fateOf(one) === "missing").length;
  const unjudged = properties.filter((one) => verdictOf(one) === "unknown").length;
  const open = stages.filter(({ verdict }) => verdict !== "held").map(({ name }) => name);
  const reasons = [
    low === 0 ? [] : [`${counted(low, "witness", "witnesses")} below the floor`],
    missing === 0 ? [] : [`${counted(missing, "transition")} never taken`],
    unjudged === 0 ? [] : [`${counted(unjudged, "property", "properties")} never judged`],
    open.length === 0 ? [] : [`no verdict from ${open.join(", ")}`],
  ].flat();
  return reasons.length === 0 ? "it ended early" : reasons.join("; ");
}

function tiles(data: ReportData): readonly Markup[] {
  const held = data.properties.filter((one) => verdictOf(one) === "held").length;
  const { taken, reachable } = transitionTotals(data.transitions);
  return [
    tile("Histories", total(data, "histories"), "stages"),
    tile("Server steps compared", total(data, "comparisons"), "stages"),
    tile("Properties held", outOf(held, data.properties.length), "properties"),
    tile("Transitions taken", outOf(taken, reachable), "statechart"),
    tile(
      "Time",
      html`${secondsText(data.seconds)} <small>${counted(data.workers, "worker")}</small>`,
      "stages",
    ),
    tile("Seed", html`<code>${data.seed}</code>`, "versions"),
  ];
}

function tile(label: string, value: Content, target: string): Markup {
  return html`<div><dt><a href="#${target}">${label}</a></dt><dd>${value}</dd></div>`;
}

function total(data: ReportData, name: string): string {
  const count = countOverStages(data, name);
  return count === null ? "–" : grouped(count);
}

function outOf(part: number, whole: number): Markup {
  return html`${grouped(part)} <small>of ${grouped(whole)}</small>`;
}
