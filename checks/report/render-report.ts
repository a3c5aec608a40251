import { banner } from "./banner.js";
import { commandsSection } from "./commands-table.js";
import { findingsSection } from "./findings.js";
import { constant, html } from "./html.js";
import { script } from "./page-script.js";
import { style } from "./page-style.js";
import { propertiesSection } from "./properties-table.js";
import type { ReportData } from "./report-data.js";
import { sampleSection } from "./sample-history.js";
import { stagesSection } from "./stages-table.js";
import { statechartSection } from "./statechart-section.js";
import { versionsSection } from "./versions-list.js";
import { witnessesSection } from "./witnesses-table.js";

/** The page may load nothing: neither what it holds nor what its data say can reach for the network. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * The report of a run as one HTML page that needs nothing beside itself, except that its links to
 * traces lead to files of the run folder. A pure function: equal data give the same bytes.
 *
 * The banner adds up two counts of the stages by name: `histories` and `comparisons` (server steps at
 * which statechart and implementation were compared).
 */
export function renderReport(data: ReportData): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${data.verdict}: ${data.title}, seed ${data.seed}</title>
<style>${constant(style)}</style>
</head>
<body>
${banner(data)}
<main>${findingsSection(data)}${propertiesSection(data)}${statechartSection(data)}${witnessesSection(data)}${stagesSection(data)}${commandsSection(data)}${sampleSection(data)}${versionsSection(data)}
</main>
<script>${constant(script)}</script>
</body>
</html>
`;
  return page.markup;
}
