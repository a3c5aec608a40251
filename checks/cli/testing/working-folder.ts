import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Trace } from "../../../traces/format/index.js";
import { printTrace } from "../../../traces/record/index.js";

/** A folder of a test's own. */
export class WorkingFolder {
  readonly path = mkdtempSync(path.join(tmpdir(), "lockstep-cli-"));

  write(name: string, content: string | Trace): void {
    writeFileSync(this.file(name), typeof content === "string" ? content : printTrace(content));
  }

  file(name: string): string {
    return path.join(this.path, name);
  }

  /** Names of all files, sorted. */
  files(): readonly string[] {
    return readdirSync(this.path, { recursive: true, encoding: "utf8" }).sort();
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
