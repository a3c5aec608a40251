import type { Spoilable } from "./small-trace.js";

/** Makes bad lines of those of the small trace. */
type Spoil = (lines: Spoilable[]) => Spoilable[];

/** Puts a value at one or more paths of a line; `undefined` takes the field away. */
function set(offset: number, paths: string, value: unknown): Spoil {
  return (lines) => {
    for (const path of paths.split(" ")) {
      const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
      const owner = keys.slice(0, -1).reduce((parent, key) => parent[key], lines[offset]);
      owner[keys.at(-1) as string] = value;
    }
    return lines;
  };
}

const finding = { kind: "violation", property: "p", step: 1, server: "s1", message: "m" };

/** One line a case: what is spoiled, how, and the one error that must be said of it. */
export const spoiledTraces: readonly (readonly [string, Spoil, string])[] = [
  // Form
  ["a missing field", set(1, "view.role", undefined), "2: view.role: is missing"],
  ["an unknown field", set(1, "when", 1), "2: when: is not a known field"],
  ["__proto__", (l) => [l[0], JSON.parse('{"kind":"link","__proto__":1}')], "2: after: is missing"],
  ["another type", set(3, "view.commitIndex", "1"), '4: view.commitIndex: must be an integer, is "1"'],
  ["an unknown kind of line", set(1, "kind", "stp"), '2: kind: names no known kind: "stp"'],
  [
    "an unknown kind of effect",
    set(3, "effects[1].effect.kind", "sent"),
    '4: effects[1].effect.kind: names no known kind: "sent"',
  ],
  [
    "an unknown kind of message",
    set(4, "input.message.kind", "vote"),
    '5: input.message.kind: names no known kind: "vote"',
  ],
  ["a list", () => [[1]], "1: the line must be an object, is [1]"],
  ["null", () => [null], "1: the line must be an object, is null"],
  // Header
  ["another format", set(0, "format", "ccf"), '1: format: must be "raft-lockstep-trace", is "ccf"'],
  ["a newer version", set(0, "version", 2), "1: version: 2 is newer than this program; known: 1"],
  ["an unknown older version", set(0, "version", 0), "1: version: 0 is not known; known: 1"],
  ["a version that is a text", set(0, "version", "1"), '1: version: must be an integer, is "1"'],
  ["no servers", set(0, "servers", []), "1: servers: must be a list of at least 1, is []"],
  ["a server named twice", set(0, "servers", ["s1", "s1"]), "1: servers[1]: s1 is named twice"],
  ["no header", (l) => l.slice(1), '1: kind: a trace begins with a header, not "step"'],
  // Order of lines
  ["no footer", (l) => l.slice(0, -1), "14: the file ends without a footer for the trace of line 1"],
  [
    "a header in the middle",
    (l) => [l[0], l[1], l[0]],
    "3: kind: a header, but the trace of line 1 has no footer yet",
  ],
  [
    "a line behind the footer",
    (l) => [...l, l[11]],
    '16: kind: after a footer comes a header or the end, not "link"',
  ],
  [
    "a second footer",
    (l) => [...l, l[14]],
    '16: kind: after a footer comes a header or the end, not "footer"',
  ],
  ["a missing step", (l) => l.toSpliced(2, 1), "3: step: must be 2: steps run 1, 2, 3 …; is 3"],
  ["reordered steps", (l) => l.with(3, l[4]).with(4, l[3]), "4: step: must be 3: steps run 1, 2, 3 …; is 4"],
  ["a step told twice", (l) => l.toSpliced(2, 0, l[1]), "3: step: must be 2: steps run 1, 2, 3 …; is 1"],
  ["`after` that is late", set(5, "after", 5), "6: after: must be 4, the steps done before it, is 5"],
  ["`after` that goes back", set(8, "after", 4), "9: after: must be 6, the steps done before it, is 4"],
  // Servers
  [
    "a step of an unknown server",
    set(1, "server", "s9"),
    "2: server: s9 is not a server of the header (s1, s2)",
  ],
  [
    "a checkpoint of an unknown server",
    set(10, "server", "s9"),
    "11: server: s9 is not a server of the header (s1, s2)",
  ],
  [
    "a crash of an unknown server",
    set(12, "server", "s9"),
    "13: server: s9 is not a server of the header (s1, s2)",
  ],
  [
    "a link from an unknown server",
    set(11, "from", "s9"),
    "12: from: s9 is not a server of the header (s1, s2)",
  ],
  ["a link to an unknown server", set(11, "to", "s9"), "12: to: s9 is not a server of the header (s1, s2)"],
  [
    "a message to an unknown server",
    set(3, "effects[1].effect.message.to", "s9"),
    "4: effects[1].effect.message.to: s9 is not a server of the header",
  ],
  [
    "lists that are too short",
    set(1, "view.matchIndex", [0]),
    "2: view.matchIndex: must have 2 items, has 1",
  ],
  // Lives
  [
    "an input before the first start",
    (l) => l.toSpliced(1, 2, { ...l[3], step: 1 }),
    "2: server: s1 was never started",
  ],
  [
    "a start while running",
    (l) => l.toSpliced(12, 1),
    "13: input.kind: s1 runs already: it started in step 1",
  ],
  [
    "a step of a crashed server",
    (l) => l.with(13, { ...l[6], step: 8 }),
    "14: server: s1 is down: it crashed after step 7",
  ],
  [
    "a crash of a crashed server",
    (l) => l.toSpliced(13, 0, l[12]),
    "14: server: s1 is down: it crashed after step 7",
  ],
  [
    "a checkpoint of a crashed server",
    (l) => l.toSpliced(13, 0, { ...l[10], server: "s1" }),
    "14: server: s1 is down: it crashed after step 7",
  ],
  [
    "an incarnation that jumps",
    set(13, "input.incarnation cause.incarnation", 3),
    "14: input.incarnation: must be 2, the next life of s1, is 3",
  ],
  [
    "a first life that is not 1",
    set(1, "input.incarnation cause.incarnation", 2),
    "2: input.incarnation: must be 1, the next life of s1, is 2",
  ],
  // Causes
  [
    "a cause of another kind",
    set(4, "cause", { kind: "storage", id: 1 }),
    '5: cause.kind: must be "message" for this input, is "storage"',
  ],
  ["a cause of another message", set(4, "cause.id", 9), "5: cause.id: must be 1 for this input, is 9"],
  [
    "a cause of another timer",
    set(3, "cause.timer", "heartbeat"),
    '4: cause.timer: must be "election" for this input, is "heartbeat"',
  ],
  [
    "a timeout without its timer",
    set(3, "cause", { kind: "message", id: 1 }),
    '4: cause.kind: must be "timer" for this input, is "message"',
  ],
  [
    "a timer set by nobody",
    set(3, "cause.setAt", 3),
    "4: cause.setAt: step 3 set no election timer on s1 in this life",
  ],
  [
    "a timer set on another server",
    set(3, "cause.setAt", 2),
    "4: cause.setAt: step 2 set no election timer on s1 in this life",
  ],
  [
    "a timer of an earlier life",
    (l) => l.toSpliced(14, 0, { ...l[3], step: 9, view: l[13].view, effects: [] }),
    "15: cause.setAt: step 1 set no election timer on s1 in this life",
  ],
  // Messages
  ["a message never sent", set(4, "input.id cause.id", 7), "5: input.id: message 7 was never sent"],
  [
    "a message sent under a used id",
    set(4, "effects[0].id", 1),
    "5: effects[0].id: message 1 was sent before, in step 3",
  ],
  [
    "a message delivered twice",
    (l) => l.with(9, { ...l[9], input: l[4].input, cause: l[4].cause }),
    "10: input.id: message 1 was delivered before, in step 4",
  ],
  [
    "another content than sent",
    set(4, "input.message.term", 2),
    "5: input.message.term: message 1 was sent in step 3 with 1, arrives with 2",
  ],
  [
    "an entry that changed on the way",
    set(9, "input.message.entries[0].term", 3),
    "10: input.message.entries[0].term: message 4 was sent in step 6 with 1, arrives with 3",
  ],
  [
    "an entry lost on the way",
    set(9, "input.message.entries", []),
    '10: input.message.entries[0]: message 4 was sent in step 6 with {"kind":"noop","term":1}, arrives with nothing',
  ],
  [
    "a message delivered to another server",
    set(4, "server", "s1"),
    "5: server: message 1 is for s2, not for s1",
  ],
  [
    "a sender that is someone else",
    set(3, "effects[1].effect.message.from", "s2"),
    "4: effects[1].effect.message.from: must be the sender s1, is s2",
  ],
  ["a send without id", set(3, "effects[1].id", 0), "4: effects[1].id: must be at least 1 for send, is 0"],
  ["an id for what has none", set(1, "effects[0].id", 5), "2: effects[0].id: must be 0 for setTimer, is 5"],
  ["a loss of what was never sent", set(8, "id", 9), "9: id: message 9 was never sent"],
  ["a loss of what was delivered", set(8, "id", 2), "9: id: message 2 was delivered before, in step 6"],
  ["a loss that leaves a copy", set(8, "copy", 9), "9: copy: must be 0 for a dropped message, is 9"],
  [
    "a delivery after the loss",
    (l) => l.with(5, { ...l[5], event: "dropped", copy: 0 }),
    "8: input.id: message 2 was dropped after step 4",
  ],
  [
    "a copy of what was lost",
    (l) => l.with(9, { ...l[5], after: 6, id: 3, copy: 9 }),
    "10: id: message 3 was dropped after step 6",
  ],
  ["a copy without id", set(5, "copy", 0), "6: copy: a copy needs an id of its own"],
  ["a copy under a used id", set(5, "copy", 1), "6: copy: message 1 was sent before, in step 3"],
  // Writes
  [
    "a write without id",
    set(3, "effects[0].id", 0),
    "4: effects[0].id: must be at least 1 for persist, is 0",
  ],
  ["a write under a used id", set(3, "effects[2].id", 1), "4: effects[2].id: write 1 of s1 was made before"],
  ["an unknown write", set(6, "input.id cause.id", 9), "7: input.id: s1 has made no write 9 in this life"],
  ["a write of another server", set(6, "server", "s2"), "7: input.id: s2 has made no write 1 in this life"],
  [
    "a write out of order",
    set(6, "input.id cause.id", 2),
    "7: input.id: writes end in order: must be 1, is 2",
  ],
  [
    "a write that ends twice",
    (l) => l.toSpliced(7, 8, { ...l[6], step: 6 }),
    "8: input.id: write 1 of s1 has ended before",
  ],
  [
    "a write behind one that failed",
    (l) => [
      ...l.slice(0, 6),
      { ...l[6], input: { kind: "storageFailed", id: 1 } },
      { ...l[6], step: 6, input: { kind: "storageDone", id: 2 }, cause: { kind: "storage", id: 2 } },
    ],
    "8: input.id: write 2 of s1 has ended before",
  ],
  [
    "a write of an earlier life",
    (l) => l.toSpliced(14, 0, { ...l[6], step: 9, view: l[13].view }),
    "15: input.id: s1 has made no write 1 in this life",
  ],
  // Logs
  [
    "a log that ends elsewhere",
    set(7, "view.lastIndex", 2),
    "8: view.lastIndex: must be 1 after the log's changes, is 2",
  ],
  [
    "a log cut where it has no entry",
    set(7, "log.truncatedFrom", 1),
    "8: log.truncatedFrom: 1 is not in the log of s1, which ends at 0",
  ],
  [
    "a restart with another log",
    set(13, "input.log.entries", []),
    "14: view.lastIndex: must be 0 after the log's changes, is 1",
  ],
  [
    "a log cut below its base",
    set(13, "input.log.baseIndex log.truncatedFrom", 1),
    "14: log.truncatedFrom: 1 is not in the log of s1, which ends at 2",
  ],
  [
    "a checkpoint with another term",
    set(10, "log.entries[0].term", 2),
    "11: log.entries[0].term: must be 1 by the changes told before, is 2",
  ],
  [
    "a checkpoint with an entry more",
    set(10, "log.entries[1]", { kind: "noop", term: 1 }),
    '11: log.entries[1]: must be nothing by the changes told before, is {"kind":"noop","term":1}',
  ],
  [
    "a checkpoint with an entry less",
    set(10, "log.entries", []),
    '11: log.entries[0]: must be {"kind":"noop","term":1} by the changes told before, is nothing',
  ],
  ["a checkpoint of another step", set(10, "step", 6), "11: step: must be 7, the step before it, is 6"],
  // Footer
  [
    "a footer that counts otherwise",
    set(14, "steps", 9),
    "15: steps: must be 8, the steps of the trace, is 9",
  ],
  [
    "a violation without finding",
    set(14, "verdict", "violated"),
    "15: finding: is missing: the verdict is violated",
  ],
  [
    "a finding without violation",
    set(14, "finding", finding),
    "15: finding: must be null: the verdict is held",
  ],
  [
    "a finding past the end",
    (l) => l.with(14, { ...l[14], verdict: "violated", finding: { ...finding, step: 9 } }),
    "15: finding.step: must be at most 8, the last step, is 9",
  ],
];
