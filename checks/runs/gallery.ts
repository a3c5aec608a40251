import { mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { Trace } from "../../traces/format/index.js";
import { writeAtomically, writeTraceFile } from "../../traces/record/files/index.js";
import { catalogue, type Mutant, mutantOf } from "../mutants/index.js";
import { choicesOf, protocolSteps } from "../shrink/index.js";
import { breaksLiveness } from "./hunt-plan.js";
import { runMutant } from "./run-mutants.js";
import type { Pool } from "./worker-pool.js";

/** The mutants that break a property although chart and implementation agree: one trace each. */
export const galleryMutants: readonly Mutant[] = catalogue.filter(
  (row) => row.expected !== "deviation" && !breaksLiveness(row) && row.sides.includes("both"),
);

/** Name of a mutant's trace: "V1-leader-completeness.ndjson". */
export function galleryFile({ id, expected }: Mutant): string {
  return `${id}-${expected.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ndjson`;
}

/**
 * Fills a folder: for each mutant the smallest trace that the seeds 1 to `seeds` come to, and `README.md`.
 * Traces that were there before are gone. Throws if no seed finds a mutant.
 */
export async function writeGallery(
  folder: string,
  mutants: readonly Mutant[],
  seeds: number,
  pool: Pool,
  onTrace: (line: string) => void,
): Promise<void> {
  const traces: Trace[] = [];
  for (const mutant of mutants) {
    const trace = await smallestTrace(mutant, seeds, pool);
    traces.push(trace);
    onTrace(`${galleryFile(mutant)}: ${trace.footer.steps} steps`);
  }
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name.endsWith(".ndjson")) rmSync(path.join(folder, name));
  for (const trace of traces) writeTraceFile(path.join(folder, galleryFile(mutantOfTrace(trace))), trace);
  writeAtomically(path.join(folder, "README.md"), galleryReadme(traces));
}

async function smallestTrace(mutant: Mutant, seeds: number, pool: Pool): Promise<Trace> {
  const { signal } = new AbortController();
  const { caughtBy } = await runMutant(mutant, { sides: ["both"], seeds, signal }, pool);
  const [found] = caughtBy;
  if (found === undefined) throw new Error(`no seed up to ${seeds} finds ${mutant.id}`);
  return found.failure.trace;
}

/** The mutant that a trace of the gallery shows. */
export function mutantOfTrace({ header }: Trace): Mutant {
  return mutantOf(header.mutant?.id ?? "none");
}

/** `README.md` of the gallery, for these traces. */
export function galleryReadme(traces: readonly Trace[]): string {
  return `${introduction}\n${[...tableHead, ...traces.map(tableRow)].join("\n")}\n`;
}

const introduction = `# The gallery of broken Rafts

One small trace for each known bug that breaks a property of Raft: a rule of the protocol replaced by the faulty
rule that some implementation had, in the implementation and in the chart alike, so that only the property can tell.
Each was found by random histories and shrunk until no choice can be left out. A trace ends with the step that breaks
the property; its last line says how.

\`npx lockstep replay traces/gallery/V1-leader-completeness.ndjson\` runs the first one again, with the faulty rule in
its place; every other file likewise. \`npx lockstep mutants --only V1\` looks for the bug anew. Length is in protocol
steps: a request with its answer is one, and so is a timeout, a proposal, a crash with its restart, a failed write.

Made by \`npm run gallery\`; not to be edited.
`;

const tableHead = [
  "| bug | what is wrong | where it was seen | property it breaks | length | trace |",
  "|---|---|---|---|---|---|",
];

function tableRow(trace: Trace): string {
  const mutant = mutantOfTrace(trace);
  const file = galleryFile(mutant);
  const length = protocolSteps(choicesOf(trace));
  const cells = [mutant.id, mutant.fault, mutant.seenIn, mutant.expected, length, `[${file}](${file})`];
  return `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
}
