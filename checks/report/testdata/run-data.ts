import { declaredTransitions } from "../../../model/index.js";
import { properties, witnesses } from "../../../spec/index.js";
import type { FailureReport, ReportData, StageReport } from "../report-data.js";

const check: StageReport = {
  name: "check",
  purpose: "Histories made by fast-check, statechart and implementation in lockstep.",
  verdict: "held",
  seconds: 25.91,
  counts: { histories: 3_120, comparisons: 487_058, judgedAppends: 145_574 },
};
const simulation: StageReport = {
  name: "simulation",
  purpose: "Timed clusters with a faulty network, faulty disks and skewed clocks.",
  verdict: "held",
  seconds: 0.42,
  counts: { histories: 520, comparisons: 1_781_156 },
};

/** A run in which everything held, with the real names of properties, witnesses and transitions. */
export const greenRun: ReportData = {
  title: "raft-lockstep verify",
  command: "lockstep verify --seed 7",
  seed: "7",
  verdict: "held",
  seconds: 26.4,
  workers: 2,
  versions: { "raft-lockstep": "0.1.0", node: "v20.19.0" },
  stages: [check, simulation],
  properties: properties.map(({ name, section, statement }) => ({
    name,
    section,
    statement,
    judged: { check: 487_058, simulation: 1_781_156 },
    violations: 0,
  })),
  transitions: declaredTransitions().map(({ id, state, target, replaced }, offset) => ({
    id,
    state,
    target,
    hits: replaced === null ? 1 + offset ** 2 : 0,
    unreachable: replaced,
  })),
  witnesses: [
    ...witnesses.map(({ name, statement }) => ({ name, statement, seen: 12_345, floor: 100 })),
    { name: "messagesDelivered", seen: 1_111_422, floor: 1_000 },
    { name: "clocksSkewed", seen: 0, floor: 0 },
  ],
  commandsByKind: { propose: 970, elect: 1_011, again: 970, failWrite: 2 },
  effectiveCommands: 2_953,
  skippedCommands: 1_240,
  failures: [],
  sample: ["   step   cmd server", "      1     0 s1     start -> timer election (started)"],
};

export const violation: FailureReport = {
  finding: {
    kind: "violation",
    property: "electionSafety",
    step: 1_027,
    server: "s3",
    message: "s1 and s3 both lead term 2",
  },
  trace: "trace 1.ndjson",
  protocolSteps: 8,
  shrunkFrom: 42,
  commands: ["election timeout at s2", "deliver requestVote of term 2 from s2 to s1"],
  replay: ["lockstep replay runs/latest/trace-1.ndjson", "lockstep check --seed 7 --runs 1"],
};

export const deviation: FailureReport = {
  ...violation,
  finding: {
    kind: "deviation",
    property: "commitIndex",
    step: 9,
    server: "s1",
    message: "commitIndex of s1 after step 9: chart 1, implementation 0",
  },
  trace: "trace-2.ndjson",
};

/** A run that ended with findings: one of each kind. */
export const violatedRun: ReportData = {
  ...greenRun,
  verdict: "violated",
  stages: [
    { ...check, verdict: "violated" },
    { ...simulation, verdict: "unknown" },
  ],
  properties: greenRun.properties.map((one) => ({
    ...one,
    violations: one.name === "electionSafety" ? 1 : 0,
  })),
  failures: [violation, deviation],
};

/** A run that ended before it proved enough: of each thing that can be missing, one is. */
export const unknownRun: ReportData = {
  ...greenRun,
  verdict: "unknown",
  stages: [check, { ...simulation, verdict: "unknown" }],
  properties: greenRun.properties.map((one, offset) => (offset === 6 ? { ...one, judged: {} } : one)),
  transitions: greenRun.transitions.map((one) =>
    one.id === "leader / storageFailed / stops" ? { ...one, hits: 0 } : one,
  ),
  witnesses: greenRun.witnesses.map((one, offset) => (offset === 3 ? { ...one, seen: 99 } : one)),
};
