import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { declaredTransitions } from "../../model/index.js";
import { coverRules } from "../runs/index.js";
import { type CommandContext, command } from "./command.js";
import { formatTable } from "./output/tables.js";
import { UsageError } from "./usage-error.js";

/** What `npm run coverage` leaves behind for this command. */
const codeFile = "coverage/code.json";

interface CodeCoverage {
  readonly total: FolderCoverage;
  readonly folders: { readonly [folder: string]: FolderCoverage };
}

interface FolderCoverage {
  readonly lines: { readonly pct: number };
  readonly branches: { readonly pct: number };
}

function readCode(cwd: string): CodeCoverage | null {
  const file = path.join(cwd, codeFile);
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as CodeCoverage;
  } catch {
    throw new UsageError(`${codeFile}: not JSON; npm run coverage writes it anew`);
  }
}

export const coverageCommand = command({
  name: "coverage",
  summary: "code, chart transitions and rules in one report (npm run coverage measures the code)",
  examples: ["npm run coverage", "lockstep coverage --json"],
  parameters: {},
  run(_values, { environment, report, colors }) {
    const code = readCode(environment.cwd);
    const { transitions, rules } = coverRules();
    const reachable = declaredTransitions().filter(({ replaced }) => replaced === null);
    const missing = reachable.filter(({ id }) => (transitions[id] ?? 0) === 0).map(({ id }) => id);
    const chart = { declared: reachable.length, taken: reachable.length - missing.length, missing };
    const oneSided = rules.filter(({ outcomes, expected }) => outcomes < expected).map(({ name }) => name);
    const document = {
      verdict: missing.length + oneSided.length > 0 ? "violated" : "held",
      code,
      chart,
      spec: { rules, oneSided },
    };
    report(document, () => coverageText(document, colors));
    return document.verdict === "held" ? 0 : 1;
  },
});

interface CoverageDocument {
  readonly code: CodeCoverage | null;
  readonly chart: { readonly declared: number; readonly taken: number; readonly missing: readonly string[] };
  readonly spec: {
    readonly rules: ReturnType<typeof coverRules>["rules"];
    readonly oneSided: readonly string[];
  };
}

function coverageText({ code, chart, spec }: CoverageDocument, colors: CommandContext["colors"]): string {
  const codeTable =
    code === null
      ? "code: not measured yet (npm run coverage)"
      : formatTable(
          ["code", "lines %", "branches %"],
          [["all", code.total] as const, ...Object.entries(code.folders)].map(
            ([name, { lines, branches }]) => [name, lines.pct, branches.pct],
          ),
          colors,
        );
  return [
    codeTable,
    "",
    `chart: ${chart.taken} of ${chart.declared} reachable transitions taken`,
    ...chart.missing.map((id) => `  never taken: ${id}`),
    "",
    formatTable(
      ["rule", "asked", "outcomes"],
      spec.rules.map(({ name, asked, outcomes }) => [name, asked, outcomes]),
      colors,
    ),
    ...spec.oneSided.map((name) => `  one-sided: ${name} never decided both ways`),
  ].join("\n");
}
