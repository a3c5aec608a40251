import assert from "node:assert/strict";
import { type RunOptions, runInProcess } from "./run-in-process.js";

/** What a command line prints with `--json`, and its exit code. Nothing may be written beside the document. */
export async function documentOf<Document>(
  line: string,
  options: RunOptions,
): Promise<{ readonly code: number; readonly document: Document }> {
  const { code, stdout, stderr } = await runInProcess([...line.split(/ +/), "--json"], options);
  assert.equal(stderr, "");
  return { code, document: JSON.parse(stdout) as Document };
}
