import { html, type Markup } from "./html.js";
import { compact, counted, grouped } from "./numbers.js";
import type { TransitionReport } from "./report-data.js";
import { type Edge, edgesOf, staysIn } from "./statechart-edges.js";
import {
  drawingSize,
  initialDot,
  type Route,
  routes,
  type StateBox,
  stateBoxes,
} from "./statechart-layout.js";

/**
 * The statechart as SVG: states with how often a server stayed in them, arrows as thick as the
 * logarithm of their counts. Edges that the layout has no way for are told below it.
 */
export function statechartDrawing(transitions: readonly TransitionReport[]): Markup {
  const edges = edgesOf(transitions);
  const { width, height } = drawingSize;
  const summary = edges.map((edge) => `${title(edge)}.`).join(" ");
  return html`<figure>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="drawing-title drawing-summary">
<title id="drawing-title">Statechart of a server</title>
<desc id="drawing-summary">${summary}</desc>
<defs>${(["taken", "idle", "unexpected"] as const).map(arrowhead)}</defs>
${stateBoxes.map((box) => stateBox(box, transitions))}
<circle class="initial" cx="${initialDot.x}" cy="${initialDot.y}" r="${initialDot.radius}"/>
${edges.map(arrow)}
${edges.map(count)}
</svg>
<figcaption>Arrows: changes of state, with how often; the thicker, the more (logarithmic). ↻: transitions that stay. Dashed: never taken.${undrawn(edges)}</figcaption>
</figure>`;
}

function stateBox(box: StateBox, transitions: readonly TransitionReport[]): Markup {
  const { state, x, y, width, height, nameAt } = box;
  const middle = x + width / 2;
  const name = state.slice(state.lastIndexOf(".") + 1);
  const stays = staysIn(state, transitions);
  return html`
<g class="state"><title>${state}: stayed ${counted(stays, "time")}</title>
<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="10"/>
<text class="name" x="${middle}" y="${nameAt}">${name}</text>
<text x="${middle}" y="${nameAt + 20}">↻ ${compact(stays)}</text></g>`;
}

/** An arrowhead of fixed size: it begins where the line ends and points at the border. */
function arrowhead(look: Edge["look"]): Markup {
  return html`<marker id="head-${look}" class="${look}" viewBox="0 0 11 12" markerWidth="11" markerHeight="12" refX="1" refY="6" orient="auto" markerUnits="userSpaceOnUse"><path d="M0,0.5 L11,6 L0,11.5 Z"/></marker>`;
}

function arrow(edge: Edge): Markup | null {
  const route = routeOf(edge);
  if (route === null) return null;
  const thickness = edge.hits === 0 ? 1.25 : 1.25 + 0.65 * Math.log10(edge.hits);
  return html`
<path class="edge ${edge.look}" d="${route.path}" stroke-width="${thickness.toFixed(2)}" marker-end="url(#head-${edge.look})"><title>${title(edge)}</title></path>`;
}

function count(edge: Edge): Markup | null {
  const route = routeOf(edge);
  if (route === null) return null;
  return html`
<text class="count ${edge.look}" x="${route.x}" y="${route.y}" text-anchor="${route.anchor}">${compact(edge.hits)}</text>`;
}

function routeOf({ from, to }: Edge): Route | null {
  return routes.find((route) => route.from === from && route.to === to) ?? null;
}

function title({ from, to, hits }: Edge): string {
  return `${from} → ${to}: ${hits === 0 ? "never" : counted(hits, "time")}`;
}

function undrawn(edges: readonly Edge[]): string {
  const others = edges.filter((edge) => routeOf(edge) === null);
  if (others.length === 0) return "";
  return ` Not drawn: ${others.map(({ from, to, hits }) => `${from} → ${to} ${grouped(hits)}`).join(", ")}.`;
}
