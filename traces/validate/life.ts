import type {
  CheckpointLine,
  LogDelta,
  RecordedEffect,
  ServerId,
  StartInput,
  Timer,
  ViewLine,
} from "../format/index.js";
import { LogMirror } from "../record/index.js";
import type { Problem } from "../schema/index.js";
import { firstDifference } from "./difference.js";

/** What a trace has told of one server: its lives, writes, timers and log. */
export class ServerLife {
  readonly #name: ServerId;
  readonly #log = new LogMirror();
  #incarnation = 0;
  /** Step in which this life began, 0 while the server is down. */
  #startedIn = 0;
  #crashedAfter = 0;
  /** Ids of the writes of this life, and those of them not completed, oldest first. */
  #writes = new Set<number>();
  #outstanding: number[] = [];
  /** Steps of this life that set each timer. */
  readonly #timers = new Map<Timer, Set<number>>();

  constructor(name: ServerId) {
    this.#name = name;
  }

  /** Null if the server runs; otherwise what is wrong with the line that needs it to. */
  down(field: string): Problem | null {
    if (this.#startedIn > 0) return null;
    const since =
      this.#incarnation === 0 ? "was never started" : `is down: it crashed after step ${this.#crashedAfter}`;
    return { field, message: `${this.#name} ${since}` };
  }

  start({ incarnation, log }: StartInput, step: number): Problem | null {
    if (this.#startedIn > 0) {
      return {
        field: "input.kind",
        message: `${this.#name} runs already: it started in step ${this.#startedIn}`,
      };
    }
    if (incarnation !== this.#incarnation + 1) {
      const message = `must be ${this.#incarnation + 1}, the next life of ${this.#name}, is ${incarnation}`;
      return { field: "input.incarnation", message };
    }
    this.#incarnation = incarnation;
    this.#startedIn = step;
    this.#log.restore(log);
    return null;
  }

  crash(after: number): void {
    this.#startedIn = 0;
    this.#crashedAfter = after;
    this.#writes = new Set();
    this.#outstanding = [];
    this.#timers.clear();
  }

  /** The oldest outstanding write ends. If it failed, those behind it will never happen. */
  endWrite(id: number, failed: boolean): Problem | null {
    const field = "input.id";
    const [oldest] = this.#outstanding;
    if (!this.#writes.has(id))
      return { field, message: `${this.#name} has made no write ${id} in this life` };
    if (!this.#outstanding.includes(id))
      return { field, message: `write ${id} of ${this.#name} has ended before` };
    if (oldest !== id) return { field, message: `writes end in order: must be ${oldest}, is ${id}` };
    if (failed) this.#outstanding.length = 0;
    else this.#outstanding.shift();
    return null;
  }

  /** A timer fires that was set in step `setAt`, or was not armed (0). */
  fire(timer: Timer, setAt: number): Problem | null {
    if (setAt === 0 || this.#timers.get(timer)?.has(setAt)) return null;
    return {
      field: "cause.setAt",
      message: `step ${setAt} set no ${timer} timer on ${this.#name} in this life`,
    };
  }

  /** A write or a timer goes out. Sends are the network's business. */
  note({ id, effect }: RecordedEffect, step: number, field: string): Problem | null {
    if (effect.kind === "persist") {
      if (this.#writes.has(id))
        return { field: `${field}.id`, message: `write ${id} of ${this.#name} was made before` };
      this.#writes.add(id);
      this.#outstanding.push(id);
    }
    if (effect.kind === "setTimer") {
      const steps = this.#timers.get(effect.timer) ?? new Set();
      this.#timers.set(effect.timer, steps.add(step));
    }
    return null;
  }

  /** The log changes as the delta says, and must then end where the view says. */
  change(delta: LogDelta, { lastIndex }: ViewLine): Problem | null {
    const before = this.#log.lastIndex;
    if (this.#log.apply(delta) === null) {
      const message = `${delta.truncatedFrom} is not in the log of ${this.#name}, which ends at ${before}`;
      return { field: "log.truncatedFrom", message };
    }
    if (this.#log.lastIndex === lastIndex) return null;
    return {
      field: "view.lastIndex",
      message: `must be ${this.#log.lastIndex} after the log's changes, is ${lastIndex}`,
    };
  }

  /** A checkpoint must tell the log that the deltas told. */
  compare({ log }: CheckpointLine): Problem | null {
    const difference = firstDifference(this.#log.log, log, "log");
    if (difference === null) return null;
    const { field, expected, actual } = difference;
    return { field, message: `must be ${expected} by the changes told before, is ${actual}` };
  }
}
