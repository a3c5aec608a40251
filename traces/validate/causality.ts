import type {
  Cause,
  CheckpointLine,
  CrashLine,
  EventLine,
  HeaderLine,
  Input,
  LinkLine,
  NetworkLine,
  ServerId,
  StepLine,
} from "../format/index.js";
import type { Problem } from "../schema/index.js";
import { firstDifference } from "./difference.js";
import { Envelopes } from "./envelopes.js";
import { ServerLife } from "./life.js";

/**
 * Judges whether the events of a trace can have happened in this order: every step has a cause that came
 * before it, and what is told twice is told alike. Whether the server was *right* to do what it did is
 * no concern of this: the trace of a faulty server is a good trace.
 */
export class Causality {
  readonly #servers: readonly ServerId[];
  readonly #lives: ReadonlyMap<ServerId, ServerLife>;
  readonly #envelopes: Envelopes;
  #steps = 0;

  constructor({ servers }: HeaderLine) {
    this.#servers = servers;
    this.#lives = new Map(servers.map((name) => [name, new ServerLife(name)]));
    this.#envelopes = new Envelopes(servers);
  }

  /** Number of steps seen. */
  get steps(): number {
    return this.#steps;
  }

  /** What is wrong with the next event, or null. After a problem nothing more may be asked. */
  check(line: EventLine): Problem | null {
    switch (line.kind) {
      case "step":
        return this.#step(line);
      case "checkpoint":
        return this.#checkpoint(line);
      case "network":
        return this.#place(line) ?? this.#envelopes.disturb(line);
      case "link":
        return this.#place(line) ?? this.#link(line);
      case "crash":
        return this.#place(line) ?? this.#crash(line);
    }
  }

  #step(line: StepLine): Problem | null {
    if (line.step !== this.#steps + 1) {
      return { field: "step", message: `must be ${this.#steps + 1}: steps run 1, 2, 3 …; is ${line.step}` };
    }
    this.#steps = line.step;
    const life = this.#lives.get(line.server);
    if (life === undefined) return this.#unknown("server", line.server);
    return (
      differentCause(line) ??
      this.#input(line, life) ??
      this.#effects(line, life) ??
      life.change(line.log, line.view) ??
      this.#parallel(line)
    );
  }

  #input({ input, cause, server, step }: StepLine, life: ServerLife): Problem | null {
    if (input.kind === "start") return life.start(input, step);
    const down = life.down("server");
    if (down !== null) return down;
    if (input.kind === "message") return this.#envelopes.deliver(input.id, input.message, server, step);
    if (input.kind === "storageDone") return life.endWrite(input.id, false);
    if (input.kind === "storageFailed") return life.endWrite(input.id, true);
    return cause.kind === "timer" ? life.fire(cause.timer, cause.setAt) : null;
  }

  #effects({ effects, server, step }: StepLine, life: ServerLife): Problem | null {
    for (const [offset, recorded] of effects.entries()) {
      const { id, effect } = recorded;
      const field = `effects[${offset}]`;
      const named = effect.kind === "send" || effect.kind === "persist";
      if (named !== id > 0) {
        const message = named
          ? `must be at least 1 for ${effect.kind}, is 0`
          : `must be 0 for ${effect.kind}, is ${id}`;
        return { field: `${field}.id`, message };
      }
      const problem =
        effect.kind === "send"
          ? this.#envelopes.send(id, effect, server, step, field)
          : life.note(recorded, step, field);
      if (problem !== null) return problem;
    }
    return null;
  }

  /** These two lists run parallel to the header's servers. */
  #parallel({ view }: StepLine): Problem | null {
    const wanted = this.#servers.length;
    for (const name of ["nextIndex", "matchIndex"] as const) {
      const { length } = view[name];
      if (length !== wanted)
        return { field: `view.${name}`, message: `must have ${wanted} items, has ${length}` };
    }
    return null;
  }

  #checkpoint(line: CheckpointLine): Problem | null {
    if (line.step !== this.#steps) {
      return { field: "step", message: `must be ${this.#steps}, the step before it, is ${line.step}` };
    }
    const life = this.#lives.get(line.server);
    return life === undefined
      ? this.#unknown("server", line.server)
      : (life.down("server") ?? life.compare(line));
  }

  #place({ after }: NetworkLine | LinkLine | CrashLine): Problem | null {
    if (after === this.#steps) return null;
    return { field: "after", message: `must be ${this.#steps}, the steps done before it, is ${after}` };
  }

  #link({ from, to }: LinkLine): Problem | null {
    if (!this.#lives.has(from)) return this.#unknown("from", from);
    if (!this.#lives.has(to)) return this.#unknown("to", to);
    return null;
  }

  #crash({ server, after }: CrashLine): Problem | null {
    const life = this.#lives.get(server);
    if (life === undefined) return this.#unknown("server", server);
    const down = life.down("server");
    if (down === null) life.crash(after);
    return down;
  }

  #unknown(field: string, server: ServerId): Problem {
    return { field, message: `${server} is not a server of the header (${this.#servers.join(", ")})` };
  }
}

/** The cause of a step repeats what its input says of it. */
function differentCause({ input, cause }: StepLine): Problem | null {
  const difference = firstDifference(expectedCause(input, cause), cause, "cause");
  if (difference === null) return null;
  return {
    field: difference.field,
    message: `must be ${difference.expected} for this input, is ${difference.actual}`,
  };
}

function expectedCause(input: Input, cause: Cause): Cause {
  switch (input.kind) {
    case "start":
      return { kind: "life", incarnation: input.incarnation };
    case "message":
      return { kind: "message", id: input.id };
    case "timeout":
      return { kind: "timer", timer: input.timer, setAt: cause.kind === "timer" ? cause.setAt : 0 };
    case "propose":
    case "read":
      return { kind: "operation", client: input.client, serial: input.serial };
    case "storageDone":
    case "storageFailed":
      return { kind: "storage", id: input.id };
    // The vocabulary does not say yet what causes these.
    case "transfer":
    case "snapshotTaken":
      return cause;
  }
}
