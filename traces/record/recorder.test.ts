import assert from "node:assert/strict";
import fc from "fast-check";
import type { ClusterObserver, Entry, Input, Log, StepEvent, TraceLine } from "../format/index.js";
import { createMemoryRecorder, createRecorder, LogMirror, printLine, printTrace } from "./index.js";
import { FakeServer, fakeChoices, fakeHeader, fakeTrace, runFakeCluster } from "./testing/index.js";

const header = fakeHeader();

function recorded(choices: Iterable<number>): readonly string[] {
  const lines: string[] = [];
  const recorder = createRecorder(header, (line) => lines.push(line));
  runFakeCluster(header, recorder, choices);
  recorder.finish("held", null);
  return lines;
}

/** An event of the first server; later changes of `state` show. */
function eventOf(server: FakeServer, input: Input, step: number): StepEvent {
  const effects = server.step(input);
  const cause = { kind: "life", incarnation: 1 } as const;
  return {
    step,
    command: 0,
    server: 0,
    cause,
    input,
    effects,
    ids: effects.map(() => 0),
    state: server.state,
  };
}

const emptyLog: Log = { baseIndex: 0, baseTerm: 0, entries: [] };
const start: Input = { kind: "start", incarnation: 1, currentTerm: 0, votedFor: null, log: emptyLog };

describe("the recorder", () => {
  it("writes the header at once and the footer last", () => {
    const lines: string[] = [];
    const recorder = createRecorder(header, (line) => lines.push(line));
    assert.deepEqual(lines, [JSON.stringify(header)]);
    const finding = { kind: "violation", property: "p", step: 0, server: "s1", message: "m" } as const;
    recorder.finish("violated", finding);
    assert.deepEqual(lines[1], JSON.stringify({ kind: "footer", steps: 0, verdict: "violated", finding }));
    assert.throws(() => recorder.finish("held", null), /a trace is finished once/);
  });

  it("writes the same bytes for the same run, to a stream as in memory", () => {
    const choices = [...fakeChoices(300, 5)];
    const lines = recorded(choices);
    assert.deepEqual(recorded(choices), lines);
    assert.equal(printTrace(fakeTrace(choices)), lines.map((line) => `${line}\n`).join(""));
    assert.notDeepEqual(recorded(fakeChoices(300, 6)), lines);
  });

  it("keeps nothing that goes on living", () => {
    const choices = [...fakeChoices(300, 5)];
    const { observer, finish } = createMemoryRecorder(header);
    const written: string[] = [];
    const stream = createRecorder(header, (line) => written.push(line));
    const both: ClusterObserver = {
      onStep: (event) => [observer, stream].forEach((one) => void one.onStep(event)),
      onCrash: (...crash) => [observer, stream].forEach((one) => void one.onCrash(...crash)),
      onNetwork: (...network) => [observer, stream].forEach((one) => void one.onNetwork(...network)),
      onLink: (...link) => [observer, stream].forEach((one) => void one.onLink(...link)),
    };
    runFakeCluster(header, both, choices);
    assert.deepEqual(finish("held", null).events.map(printLine), written.slice(1));
  });

  it("writes a checkpoint after every 64th step of a server, over all its lives", () => {
    const steps = new Map<string, number>();
    let checkpoints = 0;
    let due: string | null = null;
    for (const line of fakeTrace(fakeChoices(1500)).events) {
      assert.equal(line.kind === "checkpoint" ? line.server : null, due);
      due = null;
      if (line.kind === "checkpoint") checkpoints += 1;
      if (line.kind !== "step") continue;
      const count = (steps.get(line.server) ?? 0) + 1;
      steps.set(line.server, count);
      if (count % 64 === 0) due = line.server;
    }
    assert.ok(checkpoints > 10);
  });

  it("sees entries replaced in the middle at once where they come from outside, else by the next checkpoint", () => {
    const lines: TraceLine[] = [];
    const { observer, finish } = createMemoryRecorder(header);
    const server = new FakeServer({ self: "s1", servers: header.servers, options: header.options });
    const entries: Entry[] = [1, 1, 1].map((term) => ({ kind: "noop", term }));
    observer.onStep(eventOf(server, { ...start, log: { ...emptyLog, entries } }, 1));
    const live = server.state.log.entries as Entry[];
    live[1] = { kind: "noop", term: 9 };
    for (let step = 2; step <= 64; step += 1) {
      observer.onStep(eventOf(server, { kind: "timeout", timer: "quorumCheck" }, step));
    }
    live[0] = { kind: "noop", term: 8 };
    const message = {
      kind: "appendEntries",
      from: "s2",
      to: "s1",
      term: 1,
      prevLogIndex: 3,
      prevLogTerm: 1,
    } as const;
    const input = { ...message, entries: [{ kind: "noop", term: 1 }], leaderCommit: 0 } as const;
    observer.onStep(eventOf(server, { kind: "message", id: 1, message: input }, 65));
    lines.push(...finish("held", null).events);
    const changed = lines.flatMap((line) =>
      line.kind === "step" && line.log.truncatedFrom > 0 ? [line] : [],
    );
    assert.deepEqual(
      changed.map(({ step, log }) => [step, log.truncatedFrom, log.appended.map(({ term }) => term)]),
      [
        [64, 2, [9, 1]],
        [65, 1, [8, 9, 1, 1]],
      ],
    );
  });

  it("insists on what a driver must keep to", () => {
    const server = new FakeServer({ self: "s1", servers: header.servers, options: header.options });
    const { observer } = createMemoryRecorder(header);
    const first = eventOf(server, start, 1);
    assert.throws(() => observer.onStep({ ...first, step: 2 }), /steps are numbered/);
    assert.throws(() => observer.onStep({ ...first, server: 3 }), /a server of the header/);
    assert.throws(() => observer.onStep({ ...first, ids: [] }), /every effect has an id/);
    const compacted = { ...server.state, log: { ...emptyLog, baseIndex: 1 } };
    assert.throws(
      () => createMemoryRecorder(header).observer.onStep({ ...first, state: compacted }),
      /compaction/,
    );
  });
});

describe("canonical lines", () => {
  /** The same value with its fields in reverse order. */
  function reversed(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, item]) => [key, reversed(item)])
        .reverse(),
    );
  }

  it("have one form, whatever the order of fields and whatever else there is", () => {
    const trace = fakeTrace(fakeChoices(500));
    const mutant = { id: "m", side: "impl" } as const;
    const finding = { kind: "deviation", property: "p", step: 1, server: "s1", message: "m" } as const;
    const lines: readonly TraceLine[] = [
      { ...trace.header, mutant },
      ...trace.events,
      { ...trace.footer, verdict: "violated", finding },
    ];
    for (const line of lines) {
      const printed = printLine(line);
      assert.equal(printLine(reversed(line) as TraceLine), printed);
      assert.equal(printLine(Object.assign({ more: 1 }, line)), printed);
      assert.deepEqual(JSON.parse(printed), line);
    }
  });
});

describe("LogMirror", () => {
  const plain = { noNullPrototype: true };
  const entry: fc.Arbitrary<Entry> = fc.oneof(
    fc.record({ kind: fc.constant("noop" as const), term: fc.nat(2) }, plain),
    fc.record(
      {
        kind: fc.constant("command" as const),
        term: fc.nat(2),
        client: fc.constantFrom("a", "b"),
        serial: fc.nat(1),
        command: fc.constantFrom("x", "y"),
      },
      plain,
    ),
    fc.record(
      {
        kind: fc.constant("config" as const),
        term: fc.nat(2),
        voters: fc.constantFrom(["s1"], ["s1", "s2"]),
        outgoing: fc.constantFrom<string[][]>([], ["s2"]),
        learners: fc.constantFrom<string[][]>([], ["s3"]),
      },
      plain,
    ),
  );
  const log = fc.array(entry, { maxLength: 6 });

  it("tells the smallest change from any log to any other", () => {
    fc.assert(
      fc.property(fc.nat(3), fc.array(log, { minLength: 1, maxLength: 5 }), (baseIndex, logs) => {
        const base = { baseIndex, baseTerm: 1 };
        const writer = new LogMirror();
        const reader = new LogMirror();
        writer.restore({ ...base, entries: [] });
        reader.restore({ ...base, entries: [] });
        let before: readonly Entry[] = [];
        for (const entries of logs) {
          const delta = writer.follow({ ...base, entries: structuredClone(entries) }, true);
          assert.deepEqual(reader.apply(delta), delta);
          assert.deepEqual(reader.log, { ...base, entries });
          assert.equal(reader.lastIndex, baseIndex + entries.length);
          const kept = delta.truncatedFrom === 0 ? before.length : delta.truncatedFrom - baseIndex - 1;
          const replaced = before[kept];
          if (replaced !== undefined && entries[kept] !== undefined)
            assert.notDeepEqual(entries[kept], replaced);
          before = entries;
        }
      }),
    );
  });

  it("reduces a change that repeats what stands there already", () => {
    const mirror = new LogMirror();
    const [one, two, three]: Entry[] = [1, 2, 3].map((term) => ({ kind: "noop", term }));
    assert.ok(one && two && three);
    mirror.restore({ ...emptyLog, entries: [one, two] });
    assert.deepEqual(mirror.apply({ truncatedFrom: 1, appended: [one, two, three] }), {
      truncatedFrom: 0,
      appended: [three],
    });
    assert.deepEqual(mirror.apply({ truncatedFrom: 2, appended: [two] }), { truncatedFrom: 3, appended: [] });
    for (const truncatedFrom of [3, 4]) assert.equal(mirror.apply({ truncatedFrom, appended: [] }), null);
    assert.deepEqual(mirror.log.entries, [one, two]);
  });

  it("looks at the last entry only, unless it is to be thorough", () => {
    const mirror = new LogMirror();
    const noop = (term: number): Entry => ({ kind: "noop", term });
    mirror.restore({ ...emptyLog, entries: [noop(1), noop(2)] });
    const follow = (terms: readonly number[], thorough = false) =>
      mirror.follow({ ...emptyLog, entries: terms.map(noop) }, thorough);
    assert.deepEqual(follow([9, 2]), { truncatedFrom: 0, appended: [] });
    assert.deepEqual(follow([9, 2, 3]), { truncatedFrom: 0, appended: [noop(3)] });
    assert.deepEqual(follow([9, 2]), { truncatedFrom: 1, appended: [noop(9), noop(2)] });
    assert.deepEqual(follow([8, 2], true), { truncatedFrom: 1, appended: [noop(8), noop(2)] });
  });
});
