import type {
  ClusterObserver,
  EventLine,
  Finding,
  HeaderLine,
  Input,
  RecordedEffect,
  Server,
  ServerId,
  StepEvent,
  Trace,
  TraceLine,
  VerdictWord,
  ViewLine,
} from "../format/index.js";
import { assert } from "./assert.js";
import { LogMirror } from "./log-mirror.js";
import { printLine } from "./print-line.js";

/** Steps of one server from one checkpoint of its log to the next. */
export const CHECKPOINT_INTERVAL = 64;

/** Watches a run and writes it down. */
export interface Recorder extends ClusterObserver {
  /** Writes the footer. Nothing may be shown to the recorder afterwards. */
  finish(verdict: VerdictWord, finding: Finding | null): void;
}

/** Keeps a run in memory. */
export interface MemoryRecorder {
  readonly observer: ClusterObserver;
  /** The trace of what was seen so far, and the verdict on it. */
  finish(verdict: VerdictWord, finding: Finding | null): Trace;
}

/** Hands each line of the trace to `write` as canonical JSON, without a newline; the header at once. */
export function createRecorder(header: HeaderLine, write: (line: string) => void): Recorder {
  return createLineRecorder(header, (line) => write(printLine(line)));
}

/** Collects the trace in memory. */
export function createMemoryRecorder(header: HeaderLine): MemoryRecorder {
  const events: EventLine[] = [];
  let trace: Trace | null = null;
  const observer = createLineRecorder(header, (line) => {
    if (line.kind === "footer") trace = { header, events, footer: line };
    else if (line.kind !== "header") events.push(line);
  });
  return {
    observer,
    finish(verdict, finding): Trace {
      observer.finish(verdict, finding);
      return trace as unknown as Trace;
    },
  };
}

/** Hands each line of the trace to `sink`, the header at once. The lines may be kept. */
export function createLineRecorder(header: HeaderLine, sink: (line: TraceLine) => void): Recorder {
  return new LineRecorder(header, sink);
}

/** What the recorder knows of a server. */
interface Watched {
  readonly name: ServerId;
  readonly log: LogMirror;
  steps: number;
}

class LineRecorder implements Recorder {
  readonly #servers: readonly Watched[];
  readonly #sink: (line: TraceLine) => void;
  #steps = 0;
  #finished = false;

  constructor(header: HeaderLine, sink: (line: TraceLine) => void) {
    this.#servers = header.servers.map((name) => ({ name, log: new LogMirror(), steps: 0 }));
    this.#sink = sink;
    sink(header);
  }

  onStep(event: StepEvent): void {
    const { step, command, cause, state } = event;
    const server = this.#server(event.server);
    assert(step === this.#steps + 1, "steps are numbered 1, 2, 3 …");
    this.#steps = step;
    server.steps += 1;
    const input = keptInput(event.input);
    if (input.kind === "start") server.log.restore(input.log);
    const checkpoint = server.steps % CHECKPOINT_INTERVAL === 0;
    const log = server.log.follow(state.log, checkpoint || bringsEntries(input));
    const effects = recordedEffects(event);
    this.#sink({
      kind: "step",
      step,
      command,
      server: server.name,
      cause,
      input,
      effects,
      log,
      view: viewLine(state),
    });
    if (checkpoint) this.#sink({ kind: "checkpoint", step, server: server.name, log: server.log.log });
  }

  onCrash(server: number, recordsKept: number, recordsLost: number, command: number): void {
    const { name } = this.#server(server);
    this.#sink({ kind: "crash", after: this.#steps, command, server: name, recordsKept, recordsLost });
  }

  onNetwork(event: "dropped" | "duplicated", id: number, copy: number, command: number): void {
    this.#sink({ kind: "network", after: this.#steps, command, event, id, copy });
  }

  onLink(event: "cut" | "mended", from: number, to: number, command: number): void {
    const ends = { from: this.#server(from).name, to: this.#server(to).name };
    this.#sink({ kind: "link", after: this.#steps, command, event, ...ends });
  }

  finish(verdict: VerdictWord, finding: Finding | null): void {
    assert(!this.#finished, "a trace is finished once");
    this.#finished = true;
    this.#sink({ kind: "footer", steps: this.#steps, verdict, finding });
  }

  #server(offset: number): Watched {
    const server = this.#servers[offset];
    assert(server !== undefined, "a server of the header");
    return server;
  }
}

/** The view after a step, copied from the live state. */
export function viewLine(state: Server): ViewLine {
  const { durable, log } = state;
  return {
    role: state.role,
    currentTerm: state.currentTerm,
    votedFor: state.votedFor,
    leader: state.leader,
    lastIndex: log.baseIndex + log.entries.length,
    commitIndex: state.commitIndex,
    durable: { currentTerm: durable.currentTerm, votedFor: durable.votedFor, lastIndex: durable.lastIndex },
    leaderContact: state.leaderContact,
    votesGranted: state.votesGranted.slice(),
    preVotesGranted: state.preVotesGranted.slice(),
    heardFrom: state.heardFrom.slice(),
    nextIndex: state.nextIndex.slice(),
    matchIndex: state.matchIndex.slice(),
  };
}

function recordedEffects({ effects, ids }: StepEvent): readonly RecordedEffect[] {
  assert(effects.length === ids.length, "every effect has an id, if only 0");
  return effects.map((effect, offset) => ({ id: ids[offset] as number, effect }));
}

/** The log of a start is the driver's disk: it goes on being written. */
function keptInput(input: Input): Input {
  if (input.kind !== "start") return input;
  return { ...input, log: { ...input.log, entries: input.log.entries.slice() } };
}

/** Does the input bring entries, so that the middle of the log may change? */
export function bringsEntries(input: Input): boolean {
  if (input.kind !== "message") return input.kind === "start";
  const { message } = input;
  return message.kind === "appendEntries" ? message.entries.length > 0 : message.kind === "installSnapshot";
}
