import assert from "node:assert/strict";
import type { ClusterObserver, Finding, Trace } from "../../../traces/format/index.js";
import { printTrace } from "../../../traces/record/index.js";
import { replay } from "../../../traces/replay/index.js";
import { parseTrace } from "../../../traces/validate/index.js";
import { createJudges, type Readings } from "../../commands/index.js";

/** What a trace tells when it is run again: up to the first difference, and what the judges found by then. */
export interface Replayed {
  /** True if every step was as recorded. */
  readonly isSame: boolean;
  readonly findings: readonly Finding[];
}

/** Runs a trace again under charts (if the readings have them) and properties. */
export function runAgain(trace: Trace, readings: Readings): Replayed {
  const { oracles, lockstep, observers } = createJudges(trace.header.servers, readings);
  const inTurn: ClusterObserver = {
    onStep: (event) => observers.forEach((observer) => void observer.onStep(event)),
    onCrash: (...crash) => observers.forEach((observer) => void observer.onCrash(...crash)),
    onNetwork: (...event) => observers.forEach((observer) => void observer.onNetwork(...event)),
    onLink: (...link) => observers.forEach((observer) => void observer.onLink(...link)),
  };
  const { firstDifference } = replay(trace, readings.impl, inTurn);
  const deviation = lockstep?.finding ?? null;
  const findings = [...oracles.allFindings, ...(deviation === null ? [] : [deviation])];
  return { isSame: firstDifference === null, findings };
}

/** A failure's trace is valid, ends with its finding, and brings it again at the same step. */
export function assertReproduces(trace: Trace, readings: Readings): void {
  const parsed = parseTrace(printTrace(trace), "trace");
  assert.ok("traces" in parsed, JSON.stringify(parsed));
  const { steps, verdict, finding } = trace.footer;
  assert.equal(verdict, "violated");
  assert.ok(finding !== null && finding.step <= steps);
  const { isSame, findings } = runAgain(trace, readings);
  assert.ok(isSame, "every step is as recorded");
  assert.ok(
    findings.some(
      ({ kind, property, step }) =>
        kind === finding.kind && property === finding.property && step === finding.step,
    ),
    `${finding.property} in step ${finding.step} again`,
  );
}
