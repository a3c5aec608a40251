import assert from "node:assert/strict";
import fc from "fast-check";
import type { Effect, Input, StepLine, Subject, SubjectFactory, Trace } from "../format/index.js";
import { createMemoryRecorder, printTrace } from "../record/index.js";
import { FakeServer, fakeChoices, fakeTrace } from "../record/testing/index.js";
import { parseTrace } from "../validate/index.js";
import { replay } from "./index.js";

const trace = fakeTrace(fakeChoices(600, 3));
const makeFake: SubjectFactory = (configuration) => new FakeServer(configuration);

/** A fake server whose steps come out changed. */
function bent(
  bend: (server: FakeServer, input: Input, effects: readonly Effect[]) => readonly Effect[],
): SubjectFactory {
  return (configuration) => {
    const server = new FakeServer(configuration);
    const subject: Subject = {
      state: server.state,
      step: (input) => bend(server, input, server.step(input)),
    };
    return subject;
  };
}

/** The first step of the trace that is like this. */
function firstStep(isMeant: (line: StepLine) => boolean): StepLine {
  const found = trace.events.find((line) => line.kind === "step" && isMeant(line));
  assert.ok(found !== undefined);
  return found as StepLine;
}

describe("replay", () => {
  it("finds no difference in what it recorded, after a way through a file", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 300 }), (choices) => {
        const result = parseTrace(printTrace(fakeTrace(choices)), "t");
        assert.ok("traces" in result);
        const [read] = result.traces as readonly [Trace];
        assert.deepEqual(replay(read, makeFake), { steps: read.footer.steps, firstDifference: null });
      }),
      { numRuns: 50 },
    );
  });

  it("shows an observer all that the first one saw", () => {
    const { observer, finish } = createMemoryRecorder(trace.header);
    replay(trace, makeFake, observer);
    const { verdict, finding } = trace.footer;
    assert.deepEqual(finish(verdict, finding), trace);
  });

  it("names the field of the view that differs first, and shows the observer only the steps before", () => {
    const line = firstStep(({ view }) => view.commitIndex > 0);
    const subject = bent((server, _input, effects) => {
      (server.state as { commitIndex: number }).commitIndex = 0;
      return effects;
    });
    const { observer, finish } = createMemoryRecorder(trace.header);
    const result = replay(trace, subject, observer);
    assert.deepEqual(result, {
      steps: line.step,
      firstDifference: {
        step: line.step,
        server: line.server,
        field: "view.commitIndex",
        expected: String(line.view.commitIndex),
        actual: "0",
      },
    });
    assert.equal(finish("unknown", null).footer.steps, line.step - 1);
  });

  it("names the field of an effect that differs", () => {
    const isVote = ({ effects }: StepLine) =>
      effects.some(({ effect }) => effect.kind === "send" && effect.message.kind === "requestVote");
    const line = firstStep(isVote);
    const offset = line.effects.findIndex(({ effect }) => effect.kind === "send");
    const subject = bent((_server, _input, effects) =>
      effects.map((effect) =>
        effect.kind === "send" && effect.message.kind === "requestVote"
          ? { ...effect, message: { ...effect.message, term: 99 } }
          : effect,
      ),
    );
    const expected = String(line.view.currentTerm);
    assert.deepEqual(replay(trace, subject).firstDifference, {
      step: line.step,
      server: line.server,
      field: `effects[${offset}].message.term`,
      expected,
      actual: "99",
    });
  });

  it("names an effect that is missing or one too many", () => {
    const [one] = [firstStep(({ effects }) => effects.length > 0)];
    const missing = replay(
      trace,
      bent((_server, _input, effects) => effects.slice(0, -1)),
    ).firstDifference;
    assert.equal(missing?.field, `effects[${one.effects.length - 1}]`);
    assert.equal(missing?.actual, "nothing");
    const extra: Effect = { kind: "stopped", reason: "storageFailed" };
    const more = replay(
      trace,
      bent((_server, _input, effects) => [...effects, extra]),
    ).firstDifference;
    assert.equal(more?.field, `effects[${one.effects.length}]`);
    assert.equal(more?.expected, "nothing");
    assert.equal(more?.actual, JSON.stringify(extra));
  });

  it("names an entry of the log that differs", () => {
    const line = firstStep(({ input, log }) => input.kind === "propose" && log.appended.length > 0);
    const subject = bent((server, input, effects) => {
      const entries = server.state.log.entries as object[];
      if (input.kind === "propose" && effects.some(({ kind }) => kind === "persist"))
        entries[entries.length - 1] = { kind: "noop", term: 77 };
      return effects;
    });
    const found = replay(trace, subject).firstDifference;
    assert.equal(found?.step, line.step);
    assert.equal(found?.field, "log.appended[0].kind");
  });

  it("is not misled by a log told in more words than needed", () => {
    let last: readonly unknown[] = [];
    const events = trace.events.map((line) => {
      if (line.kind !== "step" || line.log.appended.length === 0 || line.log.truncatedFrom > 0) return line;
      if (line.input.kind !== "propose") return line;
      const before = line.view.lastIndex - line.log.appended.length;
      const entry = logBefore(line)[before - 1];
      if (entry === undefined) return line;
      last = [entry];
      return { ...line, log: { truncatedFrom: before, appended: [entry, ...line.log.appended] } };
    });
    assert.ok(last.length > 0);
    assert.equal(replay({ ...trace, events }, makeFake).firstDifference, null);
  });

  it("insists on a valid trace", () => {
    const [first, ...others] = trace.events as readonly StepLine[];
    assert.ok(first !== undefined);
    assert.throws(() => replay({ ...trace, events: others }, makeFake), /no input/);
    assert.throws(
      () => replay({ ...trace, events: [{ ...first, server: "s9" }] }, makeFake),
      /of its header/,
    );
    const log = { truncatedFrom: 5, appended: [] };
    assert.throws(() => replay({ ...trace, events: [{ ...first, log }] }, makeFake), /fit the log/);
  });
});

/** The log of the server before a step, by running the trace up to it. */
function logBefore(line: StepLine): StepLine["log"]["appended"] {
  let entries: StepLine["log"]["appended"] = [];
  const onStep = ({
    step,
    server,
    state,
  }: {
    step: number;
    server: number;
    state: Subject["state"];
  }): void => {
    if (step < line.step && trace.header.servers[server] === line.server) entries = [...state.log.entries];
  };
  replay(trace, makeFake, { onStep, onCrash() {}, onNetwork() {}, onLink() {} });
  return entries;
}
