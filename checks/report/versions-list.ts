import { html, type Markup } from "./html.js";
import type { ReportData } from "./report-data.js";
import { section } from "./section.js";

/** What makes this run again. */
export function versionsSection({ versions, seed, command }: ReportData): Markup {
  const rows = [["command", command], ["seed", seed], ...Object.entries(versions)];
  return section(
    "versions",
    "Versions",
    "What makes this run again",
    html`<dl class="versions">${rows.map(
      ([name, value]) => html`<div><dt>${name as string}</dt><dd><code>${value as string}</code></dd></div>`,
    )}</dl>`,
  );
}
