import assert from "node:assert/strict";
import type {
  ClusterObserver,
  Effect,
  Input,
  ProtocolOptions,
  Server,
  StorageRecord,
} from "../../traces/format/index.js";
import type { Envelope } from "./simulated-network.js";
import { timers, World } from "./world.js";

const options: ProtocolOptions = {
  preVote: false,
  checkQuorum: false,
  noOp: true,
  maxEntriesPerMessage: 1,
  maxInFlightEntries: 1,
  maxInFlightBytes: 1,
  maxUncommittedBytes: 1,
};

const ping = (to: string): Effect => ({
  kind: "send",
  message: { kind: "requestVoteResponse", from: "s1", to, term: 1, granted: true },
});
const vote: StorageRecord = { kind: "hardState", currentTerm: 3, votedFor: "s2" };
const append: StorageRecord = { kind: "append", index: 1, entry: { kind: "noop", term: 3 } };
const persist: Effect = { kind: "persist", records: [vote, append] };
const electionTimer: Effect = { kind: "setTimer", timer: "election", cause: "started" };

/** A cluster whose servers answer each input with the effects that a test put down for it. */
function createStage(size: number, maxInFlight = 100) {
  const script: Effect[][] = [];
  const inputs: Input[] = [];
  const lines: string[] = [];
  const observer: ClusterObserver = {
    onStep: ({ step, command, server, cause, input, effects, ids, state }) =>
      lines.push(
        `${step}/${command} ${state.self} at ${server}: ${input.kind} of ${JSON.stringify(cause)}` +
          ` -> ${effects.map(({ kind }) => kind).join(" ")} ${ids.join(" ")}`.trimEnd(),
      ),
    onCrash: (server, kept, lost, command) =>
      lines.push(`crash ${server}: ${kept} kept, ${lost} lost/${command}`),
    onNetwork: (event, id, copy, command) => lines.push(`${event} ${id} ${copy}/${command}`),
    onLink: (event, from, to, command) => lines.push(`${event} ${from}>${to}/${command}`),
  };
  const servers = Array.from({ length: size }, (_, server) => `s${server + 1}`);
  const factory = (configuration: object) => ({
    state: configuration as Server,
    step(input: Input) {
      inputs.push(input);
      return script.shift() ?? [];
    },
  });
  const world = new World({ servers, options, maxInFlight }, factory, [observer]);
  return { world, script, inputs, lines };
}

describe("world", () => {
  it("starts a server from its disk, with a life counted up", () => {
    const { world, script, inputs, lines } = createStage(2);
    assert.equal(world.size, 2);
    assert.equal(world.isUp(1), false);
    script.push([electionTimer, persist]);
    world.start(1);
    world.completeWrite(1);
    world.crash(1, 0);
    world.start(1);
    assert.equal(world.isUp(1), true);
    assert.equal(world.state(1).self, "s2");
    assert.deepEqual(inputs, [
      {
        kind: "start",
        incarnation: 1,
        currentTerm: 0,
        votedFor: null,
        log: { baseIndex: 0, baseTerm: 0, entries: [] },
      },
      { kind: "storageDone", id: 1 },
      {
        kind: "start",
        incarnation: 2,
        currentTerm: 3,
        votedFor: "s2",
        log: { baseIndex: 0, baseTerm: 0, entries: [{ kind: "noop", term: 3 }] },
      },
    ]);
    assert.deepEqual(lines, [
      '1/0 s2 at 1: start of {"kind":"life","incarnation":1} -> setTimer persist 0 1',
      '2/0 s2 at 1: storageDone of {"kind":"storage","id":1} ->',
      "crash 1: 0 kept, 0 lost/0",
      '3/0 s2 at 1: start of {"kind":"life","incarnation":2} ->',
    ]);
  });

  it("delivers a message once, under the id it got when it was sent", () => {
    const { world, script, lines, inputs } = createStage(3);
    for (const server of [0, 1, 2]) world.start(server);
    script.push([ping("s2"), electionTimer, ping("s3")]);
    world.timeout(0, "election");
    const [first, second] = world.network.inFlight as [Envelope, Envelope];
    assert.deepEqual([first.from, first.to, second.from, second.to], [0, 1, 0, 2]);
    world.command = 7;
    world.deliver(second);
    assert.deepEqual(world.network.inFlight, [first]);
    assert.equal(world.network.lastDelivered(0, 2), second);
    assert.deepEqual(inputs.at(-1), { kind: "message", id: second.id, message: second.message });
    assert.equal(
      lines.at(-2),
      '4/0 s1 at 0: timeout of {"kind":"timer","timer":"election","setAt":0} -> send setTimer send 1 0 2',
    );
    assert.equal(lines.at(-1), '5/7 s3 at 2: message of {"kind":"message","id":2} ->');
  });

  it("loses a message to a crashed server, and what is dropped", () => {
    const { world, script, lines } = createStage(2);
    world.start(0);
    script.push([ping("s2"), ping("s2")]);
    world.timeout(0, "heartbeat");
    const [first, second] = world.network.inFlight as [Envelope, Envelope];
    world.deliver(first);
    world.drop(second);
    assert.equal(world.steps, 2);
    assert.deepEqual(lines.slice(2), ["dropped 1 0/0", "dropped 2 0/0"]);
    assert.equal(world.network.inFlight.length, 0);
  });

  it("duplicates a message, also one that was delivered", () => {
    const { world, script, lines } = createStage(2);
    world.start(0);
    world.start(1);
    script.push([ping("s2")]);
    world.timeout(0, "heartbeat");
    const original = world.network.inFlight[0] as Envelope;
    world.deliver(original);
    const copy = world.duplicate(original);
    assert.deepEqual({ ...copy, id: 1 }, original);
    assert.deepEqual(world.network.inFlight, [copy]);
    assert.equal(lines.at(-1), "duplicated 1 2/0");
  });

  it("loses the oldest message when there are more than it holds", () => {
    const { world, script, lines } = createStage(2, 2);
    world.start(0);
    script.push([ping("s2"), ping("s2"), ping("s2")]);
    world.timeout(0, "heartbeat");
    assert.deepEqual(
      world.network.inFlight.map(({ id }) => id),
      [2, 3],
    );
    assert.equal(lines.at(-1), "dropped 1 0/0");
  });

  it("has no place for a message to a stranger", () => {
    const { world, script } = createStage(2);
    script.push([ping("s9")]);
    assert.throws(() => world.start(0), /a server of the cluster/);
  });

  it("tells of a link only when it changes", () => {
    const { world, lines } = createStage(2);
    world.setLink(0, 1, true);
    world.setLink(0, 1, true);
    world.setLink(0, 1, false);
    world.setLink(1, 0, false);
    assert.deepEqual(lines, ["cut 0>1/0", "mended 0>1/0"]);
  });

  it("knows which timers are armed, and since which step", () => {
    const { world, script, lines } = createStage(1);
    script.push([electionTimer]);
    world.start(0);
    assert.deepEqual(
      timers.filter((timer) => world.isArmed(0, timer)),
      ["election"],
    );
    world.timeout(0, "election");
    assert.equal(world.isArmed(0, "election"), false);
    assert.match(lines.at(-1) as string, /"setAt":1/);
    world.timeout(0, "election");
    assert.match(lines.at(-1) as string, /"setAt":0/);
    script.push([electionTimer]);
    world.timeout(0, "election");
    world.crash(0, 0);
    assert.equal(world.isArmed(0, "election"), false);
  });

  it("syncs writes in order, and forgets all that stand behind a failed one", () => {
    const { world, script, inputs } = createStage(1);
    script.push([persist], [persist], [persist]);
    world.start(0);
    world.timeout(0, "election");
    world.timeout(0, "election");
    assert.equal(world.hasOutstandingWrite(0), true);
    world.completeWrite(0);
    world.failWrite(0);
    assert.deepEqual(inputs.slice(-2), [
      { kind: "storageDone", id: 1 },
      { kind: "storageFailed", id: 2 },
    ]);
    assert.equal(world.hasOutstandingWrite(0), false);
  });

  it("keeps on a crash the first of the unsynced records", () => {
    const { world, script, lines } = createStage(1);
    script.push([persist]);
    world.start(0);
    world.crash(0, 1);
    assert.equal(world.hasOutstandingWrite(0), false);
    assert.equal(world.disks[0]?.currentTerm, 3);
    assert.equal(world.disks[0]?.entries.length, 0);
    script.push([persist]);
    world.start(0);
    world.crash(0, 99);
    assert.equal(world.disks[0]?.entries.length, 1);
    assert.deepEqual(
      lines.filter((line) => line.startsWith("crash")),
      ["crash 0: 1 kept, 1 lost/0", "crash 0: 2 kept, 0 lost/0"],
    );
  });

  it("numbers the proposals of its client", () => {
    const { world, inputs, lines } = createStage(1);
    world.start(0);
    world.propose(0, "x=1");
    world.propose(0, "");
    assert.equal(world.proposals, 2);
    assert.deepEqual(inputs.at(-1), { kind: "propose", client: "c1", serial: 2, command: "" });
    assert.match(lines.at(-1) as string, /"kind":"operation","client":"c1","serial":2/);
  });
});
