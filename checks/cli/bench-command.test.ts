import assert from "node:assert/strict";
import { documentOf } from "./testing/documents.js";
import { runInProcess } from "./testing/run-in-process.js";

interface BenchDocument {
  readonly name: string;
  readonly ours: { readonly [part: string]: { readonly stepsPerCpuSecond: number } };
  readonly peer: object | null;
  readonly ratio: number | null;
}

describe("lockstep bench", () => {
  it("measures, beside no peer", async () => {
    const { code, document } = await documentOf<BenchDocument>("bench check --time 10ms", {});
    assert.equal(code, 0);
    assert.deepEqual([document.name, document.peer, document.ratio], ["check", null, null]);
    assert.ok((document.ours.implementation?.stepsPerCpuSecond ?? 0) > 0);
    assert.ok((document.ours.lockstep?.stepsPerCpuSecond ?? 0) > 0);
  });

  it("that is interrupted prints what it has", async () => {
    const { code, stdout } = await runInProcess(["bench"], { signal: AbortSignal.abort() });
    assert.equal(code, 3);
    assert.match(stdout, /^ *part +steps\/CPU s/m);
    assert.match(stdout, /^one thread, every oracle on; bars: \d+ alone, \d+ in lockstep$/m);
  });
});
