import assert from "node:assert/strict";
import type { Finding, RequestVote } from "../../traces/format/index.js";
import { serverNames } from "../commands/index.js";
import { mutantOf } from "../mutants/index.js";
import { describeChoice, describeHistory, failureFrom } from "./failure.js";
import { everythingRight, prepareReadings } from "./readings.js";
import { sampleHistory } from "./sample-history.js";

const request: RequestVote = {
  kind: "requestVote",
  from: "s1",
  to: "s2",
  term: 3,
  lastLogIndex: 0,
  lastLogTerm: 0,
  leadershipTransfer: false,
};

describe("a choice in words", () => {
  it("names what is done, and to whom", () => {
    const deliver = { kind: "deliver", message: request, newer: 0 } as const;
    const server = "s3";
    assert.deepEqual(
      [
        describeChoice({ ...deliver, repeated: false }),
        describeChoice({ ...deliver, repeated: true }),
        describeChoice({ kind: "timeout", server, timer: "heartbeat" }),
        describeChoice({ kind: "propose", server, command: "a" }),
        describeChoice({ kind: "completeWrite", server }),
        describeChoice({ kind: "failWrite", server }),
        describeChoice({ kind: "crash", server, kept: 2 }),
        describeChoice({ kind: "start", server }),
      ],
      [
        "deliver requestVote of term 3 from s1 to s2",
        "deliver requestVote of term 3 from s1 to s2, again",
        "heartbeat timeout at s3",
        'propose "a" at s3',
        "sync the oldest write of s3",
        "fail the oldest write of s3",
        "crash s3, keeping 2 unsynced records",
        "start s3",
      ],
    );
  });
});

describe("a history in words", () => {
  it("tells of the disks only where they are slow", () => {
    const trace = sampleHistory("2");
    const { servers, options } = trace.header;
    const words = (slow: boolean): readonly string[] =>
      describeHistory(trace, { servers, options, slowDisks: servers.map(() => slow), profile: 0 });
    const isSync = (text: string): boolean => text.startsWith("sync");
    assert.ok(words(true).some(isSync));
    assert.deepEqual(
      words(false),
      words(true).filter((text) => !isSync(text)),
    );
  });
});

describe("a sample history", () => {
  it("is the same for the same seed, and holds", () => {
    const sample = sampleHistory("7");
    assert.deepEqual(sampleHistory("7"), sample);
    assert.equal(sample.footer.verdict, "held");
    assert.deepEqual(sample.header.servers, serverNames(sample.header.servers.length));
    assert.notDeepEqual(sampleHistory("8"), sample);
  });
});

describe("a failure", () => {
  it("whose choices alone do not bring it back is reported as it was", () => {
    const trace = sampleHistory("7");
    const finding: Finding = {
      kind: "violation",
      property: "electionSafety",
      step: 1,
      server: "s1",
      message: "made up",
    };
    const readings = prepareReadings({ ...everythingRight, mutant: mutantOf("V10") });
    const failure = failureFrom(trace, readings, finding, 5);
    assert.equal(failure.trace, trace);
    assert.equal(failure.finding, finding);
    assert.equal(failure.shrunkFrom, 5);
    assert.ok(failure.commands.length > 0 && failure.protocolSteps > 0);
  });
});
