import { colours } from "./page-colours.js";

/** The look of the page: system fonts, one column, colours from `page-colours`. */
export const style = `${colours}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0 auto; max-inline-size: 1100px; padding: 24px 20px 64px;
  background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", sans-serif;
  overflow-wrap: break-word;
}
code, pre, .history { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font-size: .88em; }
h1, h2, h3, h4, p, dl, dd, ol, ul, figure { margin: 0; padding: 0; }
a { color: var(--link); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
small, .soft, .source, caption, figcaption { color: var(--soft); }
[hidden] { display: none !important; }

.icon { inline-size: 1.15em; block-size: 1.15em; flex: none; }
.icon circle { fill: currentColor; }
.icon path { fill: none; stroke: var(--panel); stroke-width: 2.6; stroke-linecap: round; stroke-linejoin: round; }
.icon.held, .mark.held { color: var(--held); }
.icon.violated, .mark.violated { color: var(--violated); }
.icon.unknown, .mark.unknown { color: var(--unknown); }
.mark { display: inline-flex; align-items: center; gap: .4em; font-weight: 600; }

.banner { background: var(--panel); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; }
.banner .run { display: flex; flex-wrap: wrap; gap: 0 1em; padding: 12px 24px; color: var(--soft); }
.banner .run b { color: var(--ink); font-weight: 600; }
.verdict { display: flex; align-items: center; gap: 20px; padding: 22px 24px; background: var(--tint); border-block: 1px solid var(--line); }
.verdict .icon { inline-size: 60px; block-size: 60px; }
.verdict .icon path { stroke: var(--tint); stroke-width: 2.2; }
.verdict h1 { font-size: 32px; line-height: 1.15; letter-spacing: -.01em; }
.verdict p { margin-block-start: 4px; font-size: 17px; line-height: 1.4; text-wrap: pretty; }
.banner.held { --tint: var(--held-tint); } .banner.held h1 { color: var(--held); }
.banner.violated { --tint: var(--violated-tint); } .banner.violated h1 { color: var(--violated); }
.banner.unknown { --tint: var(--unknown-tint); } .banner.unknown h1 { color: var(--unknown); }
.tiles { display: flex; flex-wrap: wrap; gap: 1px; background: var(--line); }
.tiles div { flex: 1 1 auto; background: var(--panel); padding: 14px 24px 16px; }
.tiles dt a { color: var(--soft); font-size: 13px; text-decoration: none; white-space: nowrap; }
.tiles dt a:hover { text-decoration: underline; }
.tiles dd { font-size: 21px; line-height: 1.3; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tiles dd code { white-space: normal; overflow-wrap: anywhere; }
.tiles small { font-size: 13px; }

section { margin-block-start: 44px; }
.head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 24px; margin-block-end: 10px; }
h2 { font-size: 21px; line-height: 1.3; letter-spacing: -.005em; }
.head p { color: var(--soft); font-variant-numeric: tabular-nums; }

.scroll { overflow-x: auto; background: var(--panel); border: 1px solid var(--line); border-radius: 10px; }
table { border-collapse: collapse; inline-size: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: start; padding: 10px 16px 8px; font-size: 14px; }
th, td { padding: 9px 16px; text-align: start; vertical-align: top; border-block-start: 1px solid var(--line); }
thead th, thead td { padding-block: 6px; border-block-start: 0; font-size: 13px; font-weight: 600; color: var(--soft); vertical-align: bottom; white-space: nowrap; }
tbody th { font-weight: 400; }
tbody th > code { font-weight: 600; }
tbody th p { color: var(--soft); font-size: 14px; line-height: 1.45; text-wrap: pretty; }
.number { text-align: end; white-space: nowrap; }
.source { font-size: 13px; }
td .mark { white-space: nowrap; }

.finding { background: var(--panel); border: 1px solid var(--line); border-inline-start: 5px solid var(--violated); border-radius: 10px; padding: 16px 22px; }
.finding + .finding { margin-block-start: 14px; }
.finding summary { display: flex; align-items: center; gap: 10px; cursor: pointer; list-style: none; }
.finding summary::-webkit-details-marker { display: none; }
.finding summary::after { content: "hide"; margin-inline-start: auto; color: var(--soft); font-size: 13px; }
.finding:not([open]) summary::after { content: "show"; }
.finding summary .icon { inline-size: 22px; block-size: 22px; }
h3 { font-size: 17px; line-height: 1.35; }
h4 { font-size: 14px; margin-block-end: 4px; }
.message { margin-block-start: 10px; font-size: 16px; }
.law { margin-block-start: 6px; color: var(--soft); text-wrap: pretty; }
.evidence { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 20px 32px; margin-block-start: 16px; }
.evidence p { color: var(--soft); font-size: 14px; }
.history { margin-block-start: 8px; padding-inline-start: 2.6em; font-size: 13px; line-height: 1.65; }
.history li::marker { color: var(--soft); }
.command { display: flex; align-items: stretch; margin-block-end: 8px; background: var(--well); border: 1px solid var(--line); border-radius: 7px; overflow: hidden; }
.command code { flex: 1; min-inline-size: 0; padding: 7px 12px; font-size: 13px; white-space: pre; overflow-x: auto; user-select: all; -webkit-user-select: all; }
.command button { border: 0; border-inline-start: 1px solid var(--line); padding: 0 14px; min-inline-size: 82px; background: transparent; color: var(--link); font: inherit; font-size: 13px; cursor: pointer; }
.command button:hover { background: var(--line); }

.properties th[scope="row"] { min-inline-size: 17em; }

.note { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-block-end: 12px; padding: 10px 16px; background: var(--panel); border: 1px solid var(--line); border-radius: 10px; }
.note ul { display: flex; flex-wrap: wrap; gap: 0 20px; list-style: none; }
.beside { display: grid; grid-template-columns: minmax(0, 25fr) minmax(0, 34fr); gap: 16px; }
figure { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 16px 10px 12px; }
figure svg { display: block; inline-size: 100%; block-size: auto; }
figcaption { padding: 10px 8px 0; font-size: 13px; line-height: 1.4; }
.state rect { fill: var(--well); stroke: var(--edge); stroke-width: 1.5; }
.state text { text-anchor: middle; fill: var(--soft); font-size: 14px; font-variant-numeric: tabular-nums; }
.state .name { fill: var(--ink); font-size: 16px; font-weight: 600; }
.initial { fill: var(--edge); }
.edge { fill: none; stroke: var(--edge); }
.edge.idle { stroke: var(--unknown); stroke-dasharray: 5 4; }
.edge.unexpected { stroke: var(--violated); }
marker path { fill: var(--edge); }
marker.idle path { fill: var(--unknown); }
marker.unexpected path { fill: var(--violated); }
.count { fill: var(--ink); font-size: 14px; font-variant-numeric: tabular-nums; stroke: var(--panel); stroke-width: 4px; stroke-linejoin: round; paint-order: stroke; }
.count.idle { fill: var(--unknown); }
.count.unexpected { fill: var(--violated); font-weight: 600; }

.transitions { display: flex; flex-direction: column; min-block-size: 480px; position: relative; }
.filter { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-block-end: 8px; }
.filter input, .filter select { font: inherit; font-size: 14px; padding: 5px 10px; color: var(--ink); background: var(--panel); border: 1px solid var(--line-strong); border-radius: 7px; }
.filter input { flex: 1; min-inline-size: 10em; }
.filter output { min-inline-size: 5.5em; text-align: end; color: var(--soft); font-size: 14px; font-variant-numeric: tabular-nums; }
.tall { flex: 1 1 0; overflow-y: auto; }
.tall table { font-size: 12.5px; }
.tall thead th { position: sticky; inset-block-start: 0; z-index: 1; background: var(--panel); box-shadow: inset 0 -1px var(--line); }
.tall th, .tall td { padding: 4px 8px; }
.tall :is(th, td, caption):first-child { padding-inline-start: 14px; }
.tall :is(th, td):last-child { padding-inline-end: 14px; }
.tall tbody tr.group th { padding-block: 8px; background: var(--well); font-weight: 600; font-size: 14px; }
.tall tr.group .soft { font-weight: 400; margin-inline-start: .5em; }
.tall td p { color: var(--soft); font-size: 12.5px; line-height: 1.35; }
.tall .target, .tall .unreachable td { color: var(--soft); }
.tall td .mark { white-space: normal; }
.hits { display: inline-block; min-inline-size: 60px; padding-block-end: 3px; background: linear-gradient(var(--bar) 0 0) 100% 100% / var(--share) 2px no-repeat; }

.track { position: relative; inline-size: 40%; min-inline-size: 220px; }
.bar { block-size: 12px; margin-block-start: 5px; background: var(--bar); border-radius: 0 3px 3px 0; }
.witnesses .track { padding-inline: 0; background: repeating-linear-gradient(90deg, var(--line) 0 1px, transparent 1px calc(100% / var(--decades))); border-inline-end: 24px solid transparent; background-clip: padding-box; }
.witnesses tbody th { padding-block: 6px; }
.witnesses tbody td { padding-block: 6px; }
.witnesses .low .bar { background: var(--unknown); }
.witnesses .mark { margin-inline-start: .8em; font-size: 13px; vertical-align: bottom; }
.axis { position: relative; block-size: 1.5em; font-weight: 400; }
.axis span { position: absolute; transform: translateX(-50%); }
.axis span:first-child { transform: translateX(4px); }
i.floor { position: absolute; inset-block: 5px; inline-size: 3px; margin-inline-start: -1.5px; background: var(--ink); border-radius: 1.5px; box-shadow: 0 0 0 1.5px var(--panel); max-block-size: 20px; }
.key { white-space: nowrap; }
.key i.floor { position: static; display: inline-block; block-size: 13px; margin-inline: 3px 7px; vertical-align: -2px; }

.timebar { display: flex; block-size: 34px; margin-block-end: 12px; background: var(--well); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.timebar span { display: grid; place-items: center; min-inline-size: 0; overflow: hidden; background: var(--bar); color: var(--on-bar); font-size: 13px; font-weight: 600; border-inline-end: 2px solid var(--page); }
.timebar span:nth-child(even) { background: var(--bar-two); }
.timebar span.violated { background: var(--violated); color: var(--panel); }
.timebar span.unknown { background: var(--unknown); color: var(--panel); }
.ordinal { display: inline-grid; place-items: center; min-inline-size: 1.6em; block-size: 1.6em; margin-inline-end: 4px; border-radius: 5px; background: var(--well); border: 1px solid var(--line); font-size: 12px; font-weight: 600; }
.stages th[scope="row"] { inline-size: 42%; min-inline-size: 15em; }
.counts { list-style: none; display: flex; flex-wrap: wrap; gap: 0 18px; color: var(--soft); min-inline-size: 14em; }
.counts li { white-space: nowrap; }
.counts b { color: var(--ink); font-weight: 600; }

.commands th, .commands td { padding-block: 5px; }
.sample { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 10px 16px; }
.sample summary { cursor: pointer; color: var(--link); }
.sample p { margin-block: 10px; color: var(--soft); max-inline-size: 60em; }
pre { margin: 0 -16px -10px; padding: 12px 16px; overflow: auto; max-block-size: 36em; background: var(--well); border-block-start: 1px solid var(--line); border-radius: 0 0 10px 10px; font-size: 12.5px; line-height: 1.6; tab-size: 2; }
.versions { display: grid; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); gap: 10px 24px; padding: 14px 16px; background: var(--panel); border: 1px solid var(--line); border-radius: 10px; }
.versions dt { color: var(--soft); font-size: 13px; }
.versions dd { overflow-wrap: anywhere; }

@media (max-width: 860px) {
  .beside, .evidence { grid-template-columns: minmax(0, 1fr); }
  figure { max-inline-size: 560px; inline-size: 100%; margin-inline: auto; }
  .tall { flex: none; max-block-size: 70vh; }
  .transitions { min-block-size: 0; }
}
@media (max-width: 600px) {
  body { padding: 12px 12px 40px; }
  .banner .run, .verdict, .tiles div { padding-inline: 16px; }
  .verdict { align-items: flex-start; gap: 14px; }
  .verdict .icon { inline-size: 40px; block-size: 40px; }
  .verdict h1 { font-size: 26px; }
  .verdict p { font-size: 16px; }
  .tiles { display: grid; grid-template-columns: 1fr 1fr; }
  .finding { padding-inline: 14px; }
  /* Too narrow for columns: each row becomes a card, its cells labelled. */
  :is(.properties, .stages, .witnesses, .tall) :is(table, caption, tbody), :is(.properties, .stages, .witnesses) { display: block; }
  :is(.properties, .stages, .witnesses, .tall) thead { position: absolute; clip-path: inset(50%); }
  :is(.properties, .stages, .witnesses) tbody tr { display: flex; flex-wrap: wrap; gap: 2px 16px; padding: 9px 14px; border-block-start: 1px solid var(--line); }
  :is(.properties, .stages, .witnesses) tbody :is(th, td) { padding: 0; border: 0; inline-size: auto; }
  :is(.properties, .stages, .witnesses) tbody :is(th, .track) { flex: 1 0 100%; min-inline-size: 0; }
  [data-label]::before { content: attr(data-label) " "; color: var(--soft); font-size: 13px; }
  .witnesses .track { min-block-size: 24px; background: none; }
  .tall tbody tr:not(.group) { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: 0 12px; padding: 5px 14px; border-block-start: 1px solid var(--line); }
  .tall tbody tr:not(.group) td { padding: 0; border: 0; }
  .tall tr.group, .tall tr.group th { display: block; }
  .tall .target { white-space: nowrap; }
  .filter output { flex: 1; }
  .tall .event { grid-column: 1 / -1; color: var(--soft); }
  .tall .target:not(:empty)::before { content: "→ "; }
  .commands .track { min-inline-size: 60px; }
  .commands th, .commands td { padding-inline: 8px; }
}
@media print {
  body { max-inline-size: none; padding: 0; font-size: 9.5pt; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .filter, .command button, .finding summary::after { display: none !important; }
  .scroll, .tall, pre { overflow: visible; max-block-size: none; }
  pre, .command code { white-space: pre-wrap; overflow-wrap: anywhere; }
  .beside { display: block; }
  .evidence { grid-template-columns: 1fr 1fr; }
  section { margin-block-start: 28px; }
  th, td { padding: 5px 10px; }
  .tall table { font-size: 8pt; }
  .tall th, .tall td { padding-block: 1px; }
  figure { max-inline-size: 125mm; margin: 0 auto 12px; }
  tr, figure, .head, .timebar, .tiles { break-inside: avoid; }
  h2, h3, h4, .head { break-after: avoid; }
  .tall thead th { position: static; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
`;
