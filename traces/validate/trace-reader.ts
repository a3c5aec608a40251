import type { EventLine, FooterLine, HeaderLine, Trace, TraceLine } from "../format/index.js";
import { checkTraceLine, type Problem, shortJson } from "../schema/index.js";
import { Causality } from "./causality.js";
import { MOST_ERRORS, type TraceError, traceError } from "./trace-error.js";
import {
  CURRENT_VERSION,
  type LineUpgrade,
  type RawLine,
  readingOf,
  UPGRADES,
  type UpgradeTable,
} from "./upgrade.js";

/** The trace that is being read. */
interface OpenTrace {
  readonly header: HeaderLine;
  /** Line of the header. */
  readonly line: number;
  readonly events: EventLine[];
  readonly causality: Causality;
}

/** Which versions of the format can be read. */
export interface ReaderOptions {
  readonly upgrades: UpgradeTable;
  readonly current: number;
}

const THIS_PROGRAM: ReaderOptions = { upgrades: UPGRADES, current: CURRENT_VERSION };

/**
 * Reads traces line by line and judges form, order and causality. From the first error on only the form
 * of each line is judged, since all else rests on the lines before.
 */
export class TraceReader {
  readonly #file: string;
  readonly #options: ReaderOptions;
  readonly #errors: TraceError[] = [];
  #line = 0;
  /** How to read the lines that follow, null before a header that can be read. */
  #upgrade: LineUpgrade | null = null;
  #open: OpenTrace | null = null;

  constructor(file: string, options: ReaderOptions = THIS_PROGRAM) {
    this.#file = file;
    this.#options = options;
  }

  /** In the order of lines: the first is the one to mend first. */
  get errors(): readonly TraceError[] {
    return this.#errors;
  }

  /** Takes the next line, its newline included. Answers with the trace that it completes, if it does. */
  push(text: string): Trace | null {
    this.#line += 1;
    const read = this.#read(text);
    if (read === null || this.#errors.length > 0) return null;
    if (read.kind !== "footer") {
      this.#report(read.kind === "header" ? this.#begin(read) : this.#event(read));
      return null;
    }
    return this.#finish(read);
  }

  /** The file is at its end. */
  end(): void {
    if (this.#errors.length > 0) return;
    if (this.#line === 0) {
      this.#line = 1;
      this.#report({ field: "", message: "the file is empty: a trace begins with a header" });
    }
    if (this.#open !== null) {
      this.#report({
        field: "",
        message: `the file ends without a footer for the trace of line ${this.#open.line}`,
      });
    }
  }

  /** The line, if its form is right. */
  #read(text: string): TraceLine | null {
    const raw = parseObject(text);
    if (raw.problem !== null) return this.#report(raw.problem);
    const outOfPlace = this.#choose(raw.value);
    if (outOfPlace !== null) return this.#report(outOfPlace);
    if (this.#upgrade === null) return null;
    const checked = checkTraceLine(this.#upgrade(raw.value));
    return checked.problem === null ? checked.value : this.#report(checked.problem);
  }

  /** A header says how to read what follows; nothing else may stand where one is due. */
  #choose(raw: RawLine): Problem | null {
    if (raw.kind === "header") {
      this.#upgrade = null;
      const reading = readingOf(raw, this.#options.upgrades, this.#options.current);
      if (reading.problem === null) this.#upgrade = reading.upgrade;
      return reading.problem;
    }
    if (this.#open !== null || this.#errors.length > 0) return null;
    const place =
      this.#line === 1 ? "a trace begins with a header" : "after a footer comes a header or the end";
    return { field: "kind", message: `${place}, not ${shortJson(raw.kind)}` };
  }

  #begin(header: HeaderLine): Problem | null {
    if (this.#open !== null) {
      return {
        field: "kind",
        message: `a header, but the trace of line ${this.#open.line} has no footer yet`,
      };
    }
    const twice = header.servers.findIndex((name, offset) => header.servers.indexOf(name) < offset);
    if (twice >= 0) return { field: `servers[${twice}]`, message: `${header.servers[twice]} is named twice` };
    this.#open = { header, line: this.#line, events: [], causality: new Causality(header) };
    return null;
  }

  #event(line: EventLine): Problem | null {
    const { events, causality } = this.#open as OpenTrace;
    events.push(line);
    return causality.check(line);
  }

  #finish(footer: FooterLine): Trace | null {
    const { header, events, causality } = this.#open as OpenTrace;
    const problem = footerProblem(footer, causality.steps);
    if (problem !== null) return this.#report(problem);
    this.#open = null;
    return { header, events, footer };
  }

  #report(problem: Problem | null): null {
    if (problem !== null && this.#errors.length < MOST_ERRORS) {
      this.#errors.push(traceError(this.#file, this.#line, problem));
    }
    return null;
  }
}

function parseObject(
  text: string,
): { readonly value: RawLine; readonly problem: null } | { readonly problem: Problem } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const line = text.trim();
    if (line === "") return { problem: { field: "", message: "the line is empty" } };
    const cut = text.endsWith("\n") ? "" : ": the file ends in the middle of it";
    return { problem: { field: "", message: `the line is not JSON${cut}: ${excerpt(line)}` } };
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return { value: value as RawLine, problem: null };
  }
  return { problem: { field: "", message: `the line must be an object, is ${shortJson(value)}` } };
}

/** The beginning of a line that may hold anything. */
function excerpt(line: string): string {
  const shown = line.slice(0, 40).replaceAll(/\p{Cc}/gu, "?");
  return line.length <= 40 ? shown : `${shown}…`;
}

function footerProblem({ steps, verdict, finding }: FooterLine, seen: number): Problem | null {
  if (steps !== seen)
    return { field: "steps", message: `must be ${seen}, the steps of the trace, is ${steps}` };
  if (verdict === "violated" && finding === null) {
    return { field: "finding", message: "is missing: the verdict is violated" };
  }
  if (verdict !== "violated" && finding !== null) {
    return { field: "finding", message: `must be null: the verdict is ${verdict}` };
  }
  if (finding !== null && finding.step > seen) {
    return { field: "finding.step", message: `must be at most ${seen}, the last step, is ${finding.step}` };
  }
  return null;
}
