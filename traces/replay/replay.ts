import type {
  ClusterObserver,
  HeaderLine,
  StepEvent,
  StepLine,
  Subject,
  SubjectFactory,
  Trace,
} from "../format/index.js";
import { assert, bringsEntries, CHECKPOINT_INTERVAL, LogMirror, viewLine } from "../record/index.js";
import { type Difference, firstDifference } from "../validate/index.js";

/** Where a run departed from its trace. */
export interface StepDifference extends Difference {
  readonly step: number;
  readonly server: string;
}

export interface ReplayResult {
  /** Steps run, the differing one included. */
  readonly steps: number;
  readonly firstDifference: StepDifference | null;
}

/** A server of the trace and the one that runs again. */
interface Replayed {
  readonly name: string;
  readonly make: () => Subject;
  /** Null while the server is down. */
  subject: Subject | null;
  /** The log by the trace, and by the run. */
  readonly recorded: LogMirror;
  readonly actual: LogMirror;
  steps: number;
}

/**
 * Gives each server of a trace the inputs it had, and compares what it does: view first, then log, then
 * effects, all of them field by field. Stops at the first difference. `observer` sees every step that
 * was as recorded, with the ids of the trace, and crashes, network and links, so that properties can be
 * judged again. The trace must be valid (as from `parseTrace`).
 */
export function replay(trace: Trace, makeSubject: SubjectFactory, observer?: ClusterObserver): ReplayResult {
  const player = new Player(trace.header, makeSubject, observer);
  for (const line of trace.events) {
    switch (line.kind) {
      case "step": {
        const difference = player.step(line);
        if (difference === null) break;
        return { steps: line.step, firstDifference: { step: line.step, server: line.server, ...difference } };
      }
      // A checkpoint repeats what the steps told.
      case "checkpoint":
        break;
      case "network":
        observer?.onNetwork(line.event, line.id, line.copy, line.command);
        break;
      case "link":
        observer?.onLink(line.event, player.offset(line.from), player.offset(line.to), line.command);
        break;
      case "crash":
        observer?.onCrash(player.offset(line.server), line.recordsKept, line.recordsLost, line.command);
        player.crash(line.server);
        break;
    }
  }
  return { steps: trace.footer.steps, firstDifference: null };
}

class Player {
  readonly #servers: readonly Replayed[];
  readonly #offsets: ReadonlyMap<string, number>;
  readonly #observer: ClusterObserver | undefined;

  constructor(
    { servers, options }: HeaderLine,
    makeSubject: SubjectFactory,
    observer: ClusterObserver | undefined,
  ) {
    this.#servers = servers.map((name) => ({
      name,
      make: () => makeSubject({ self: name, servers, options }),
      subject: null,
      recorded: new LogMirror(),
      actual: new LogMirror(),
      steps: 0,
    }));
    this.#offsets = new Map(servers.map((name, offset) => [name, offset]));
    this.#observer = observer;
  }

  offset(name: string): number {
    const offset = this.#offsets.get(name);
    assert(offset !== undefined, "a trace names only servers of its header");
    return offset;
  }

  crash(name: string): void {
    (this.#servers[this.offset(name)] as Replayed).subject = null;
  }

  /** Runs one step again; null if all is as recorded. */
  step(line: StepLine): Difference | null {
    const { input } = line;
    const offset = this.offset(line.server);
    const server = this.#servers[offset] as Replayed;
    if (input.kind === "start") {
      server.subject = server.make();
      server.recorded.restore(input.log);
      server.actual.restore(input.log);
    }
    const { subject } = server;
    assert(subject !== null, "a server that is down has no input");
    const effects = subject.step(input);
    server.steps += 1;
    const recorded = line.effects.map(({ effect }) => effect);
    const difference =
      firstDifference(line.view, viewLine(subject.state), "view") ??
      logDifference(server, line, subject) ??
      firstDifference(recorded, effects, "effects");
    if (difference === null) this.#observer?.onStep(stepEvent(line, offset, effects, subject));
    return difference;
  }
}

/** Looks at the log as thoroughly as the recorder did, so that equal runs tell equal changes. */
function logDifference(server: Replayed, line: StepLine, { state }: Subject): Difference | null {
  const recorded = server.recorded.apply(line.log);
  assert(recorded !== null, "the changes of a log fit the log");
  const thorough = server.steps % CHECKPOINT_INTERVAL === 0 || bringsEntries(line.input);
  return firstDifference(recorded, server.actual.follow(state.log, thorough), "log");
}

function stepEvent(
  line: StepLine,
  server: number,
  effects: StepEvent["effects"],
  { state }: Subject,
): StepEvent {
  const { step, command, cause, input } = line;
  return { step, command, server, cause, input, effects, ids: line.effects.map(({ id }) => id), state };
}
