import type {
  Cause,
  ClusterObserver,
  Effect,
  Entry,
  HeaderLine,
  Input,
  Log,
  Message,
  Server,
  Subject,
  SubjectFactory,
  Timer,
  Trace,
} from "../../format/index.js";
import { createMemoryRecorder } from "../recorder.js";
import { FakeServer } from "./fake-server.js";

/** A header for tests. */
export function fakeHeader(servers: readonly string[] = ["s1", "s2", "s3"]): HeaderLine {
  return {
    kind: "header",
    format: "raft-lockstep-trace",
    version: 1,
    protocol: "raft",
    clusterId: "test",
    servers,
    options: {
      preVote: false,
      checkQuorum: true,
      noOp: true,
      maxEntriesPerMessage: 8,
      maxInFlightEntries: 64,
      maxInFlightBytes: 65536,
      maxUncommittedBytes: 65536,
    },
    subject: "fake",
    mutant: null,
    origin: { engine: "test", seed: "1", history: 0, path: "", replayPath: "" },
  };
}

interface Envelope {
  readonly id: number;
  readonly message: Message;
}

interface Seat {
  readonly offset: number;
  subject: Subject | null;
  incarnation: number;
  term: number;
  log: Log;
  outstanding: number[];
  readonly armed: Map<Timer, number>;
}

/**
 * Runs fake servers: each choice, any number ≥ 0, decides one thing that happens. Equal choices make
 * equal runs. The event shown to the observer, its arrays included, is one object used again and again.
 */
export function runFakeCluster(
  header: HeaderLine,
  observer: ClusterObserver,
  choices: Iterable<number>,
  makeSubject: SubjectFactory = (configuration) => new FakeServer(configuration),
): void {
  const cluster = new FakeCluster(header, observer, makeSubject);
  for (const choice of choices) cluster.happen(choice);
}

/** The trace of such a run. */
export function fakeTrace(choices: Iterable<number>, header: HeaderLine = fakeHeader()): Trace {
  const { observer, finish } = createMemoryRecorder(header);
  runFakeCluster(header, observer, choices);
  return finish("held", null);
}

/** `count` choices that differ from seed to seed. */
export function* fakeChoices(count: number, seed = 1): Generator<number> {
  let state = seed;
  for (let made = 0; made < count; made += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state >>> 4;
  }
}

class FakeCluster {
  readonly #header: HeaderLine;
  readonly #observer: ClusterObserver;
  readonly #makeSubject: SubjectFactory;
  readonly #seats: readonly Seat[];
  readonly #inFlight: Envelope[] = [];
  readonly #event = { step: 0, command: 0, ids: [] as number[] };
  #lastId = 0;
  #serial = 0;

  constructor(header: HeaderLine, observer: ClusterObserver, makeSubject: SubjectFactory) {
    this.#header = header;
    this.#observer = observer;
    this.#makeSubject = makeSubject;
    this.#seats = header.servers.map((_name, offset) => ({
      offset,
      subject: null,
      incarnation: 0,
      term: 0,
      log: { baseIndex: 0, baseTerm: 0, entries: [] },
      outstanding: [],
      armed: new Map(),
    }));
  }

  happen(choice: number): void {
    this.#event.command += 1;
    const seat = this.#seats[choice % this.#seats.length] as Seat;
    const kind = Math.floor(choice / this.#seats.length) % 20;
    const pick = Math.floor(choice / (this.#seats.length * 20));
    if (seat.subject === null) this.#start(seat);
    else if (kind < 8) this.#network(kind, pick);
    else if (kind < 11) this.#endWrite(seat, kind === 8 && pick % 8 === 0);
    else if (kind < 13) this.#timeout(seat, "election");
    else if (kind < 14) this.#timeout(seat, "heartbeat");
    else if (kind < 18) this.#propose(seat);
    else if (kind < 19) this.#link(seat, pick);
    else this.#crash(seat, seat.subject.state, pick);
  }

  #start(seat: Seat): void {
    const { servers, options } = this.#header;
    const self = servers[seat.offset] as string;
    seat.subject = this.#makeSubject({ self, servers, options });
    seat.incarnation += 1;
    const { incarnation, term: currentTerm, log } = seat;
    this.#step(
      seat,
      { kind: "start", incarnation, currentTerm, votedFor: null, log },
      { kind: "life", incarnation },
    );
  }

  #crash(seat: Seat, state: Server, pick: number): void {
    this.#observer.onCrash(seat.offset, pick % 3, pick % 2, this.#event.command);
    const { baseIndex, baseTerm, entries } = state.log;
    const kept: readonly Entry[] = entries.slice(0, entries.length - (pick % 2));
    seat.log = { baseIndex, baseTerm, entries: kept };
    seat.term = state.currentTerm;
    seat.subject = null;
    seat.outstanding = [];
    seat.armed.clear();
  }

  #network(kind: number, pick: number): void {
    const offset = pick % Math.max(this.#inFlight.length, 1);
    const envelope = this.#inFlight[offset];
    if (envelope === undefined) return;
    const { id, message } = envelope;
    if (kind === 7) {
      this.#lastId += 1;
      this.#observer.onNetwork("duplicated", id, this.#lastId, this.#event.command);
      this.#inFlight.push({ id: this.#lastId, message });
      return;
    }
    this.#inFlight.splice(offset, 1);
    const seat = this.#seats[this.#header.servers.indexOf(message.to)] as Seat;
    if (kind === 6 || seat.subject === null) {
      this.#observer.onNetwork("dropped", id, 0, this.#event.command);
      return;
    }
    this.#step(seat, { kind: "message", id, message }, { kind: "message", id });
  }

  #endWrite(seat: Seat, failed: boolean): void {
    const id = seat.outstanding.shift();
    if (id === undefined) return;
    if (failed) seat.outstanding = [];
    this.#step(seat, { kind: failed ? "storageFailed" : "storageDone", id }, { kind: "storage", id });
  }

  #timeout(seat: Seat, timer: Timer): void {
    const setAt = seat.armed.get(timer) ?? 0;
    seat.armed.delete(timer);
    this.#step(seat, { kind: "timeout", timer }, { kind: "timer", timer, setAt });
  }

  #propose(seat: Seat): void {
    this.#serial += 1;
    const operation = { client: "c1", serial: this.#serial };
    this.#step(seat, { kind: "propose", ...operation, command: "é\n" }, { kind: "operation", ...operation });
  }

  #link(seat: Seat, pick: number): void {
    const to = (seat.offset + 1) % this.#seats.length;
    this.#observer.onLink(pick % 2 === 0 ? "cut" : "mended", seat.offset, to, this.#event.command);
  }

  #step(seat: Seat, input: Input, cause: Cause): void {
    const subject = seat.subject as Subject;
    const effects = subject.step(input);
    const event = this.#event;
    event.step += 1;
    event.ids.length = 0;
    for (const effect of effects) event.ids.push(this.#carryOut(seat, effect));
    this.#observer.onStep(
      Object.assign(event, { server: seat.offset, cause, input, effects, state: subject.state }),
    );
  }

  #carryOut(seat: Seat, effect: Effect): number {
    if (effect.kind === "setTimer") seat.armed.set(effect.timer, this.#event.step);
    if (effect.kind !== "send" && effect.kind !== "persist") return 0;
    this.#lastId += 1;
    if (effect.kind === "send") this.#inFlight.push({ id: this.#lastId, message: effect.message });
    else seat.outstanding.push(this.#lastId);
    return this.#lastId;
  }
}
