import type { Finding } from "../../traces/format/index.js";
import { html, type Markup, relativeLink } from "./html.js";
import { counted, grouped } from "./numbers.js";
import type { FailureReport, PropertyReport, ReportData } from "./report-data.js";
import { section } from "./section.js";
import { verdictIcon } from "./verdict-mark.js";

/** Findings shown in full; further ones are folded up. */
const unfolded = 3;

/** What broke, each with its shrunk history and the way to run it again; nothing if nothing did. */
export function findingsSection({ failures, properties }: ReportData): Markup | null {
  if (failures.length === 0) return null;
  const violations = failures.filter(({ finding }) => finding.kind === "violation").length;
  const deviations = failures.length - violations;
  const glance = [
    violations === 0 ? [] : [counted(violations, "violation")],
    deviations === 0 ? [] : [counted(deviations, "deviation")],
  ].flat();
  return section(
    "findings",
    "Findings",
    glance.join(", "),
    failures.map((failure, offset) => findingBlock(failure, properties, offset < unfolded)),
  );
}

function findingBlock(failure: FailureReport, properties: readonly PropertyReport[], open: boolean): Markup {
  const { finding } = failure;
  return html`
<details class="finding"${open ? html` open` : null}>
<summary>${verdictIcon("violated")}<h3>${headline(finding)}</h3></summary>
<p class="message">${finding.message}</p>
${law(finding, properties)}
<div class="evidence">
<div>${history(failure)}</div>
<div>
<h4>Run it again</h4>
${failure.replay.map(commandLine)}
<p>Trace: <a href="${relativeLink(failure.trace)}">${failure.trace}</a></p>
</div>
</div>
</details>`;
}

function headline({ kind, property, step, server }: Finding): Markup {
  const what = kind === "violation" ? "Violation of" : "Deviation in";
  return html`${what} <code>${property}</code> in step ${grouped(step)}, on ${server}`;
}

/** What should have held. */
function law({ kind, property }: Finding, properties: readonly PropertyReport[]): Markup | null {
  const broken = properties.find(({ name }) => name === property);
  if (kind === "deviation") {
    return html`<p class="law"><b>What must hold:</b> after every step, statechart and implementation show the same of a server.</p>`;
  }
  return broken === undefined
    ? null
    : html`<p class="law"><b>What must hold:</b> ${broken.statement} <span class="source">${broken.section}</span></p>`;
}

function history({ commands, protocolSteps, shrunkFrom }: FailureReport): Markup {
  if (commands.length === 0) {
    return html`<h4>What happened</h4><p>This history was kept whole: ${counted(shrunkFrom, "command")}. The trace tells it.</p>`;
  }
  return html`<h4>What happened</h4>
<p>The shortest history found: ${counted(commands.length, "command")} (${counted(protocolSteps, "protocol step")}),
shrunk from ${grouped(shrunkFrom)}.</p>
<ol class="history">${commands.map((command) => html`<li>${command}</li>`)}</ol>`;
}

function commandLine(command: string): Markup {
  return html`<div class="command"><code>${command}</code><button type="button" hidden>Copy</button></div>`;
}
