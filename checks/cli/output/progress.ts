import { performance } from "node:perf_hooks";
import type { Writer } from "../environment.js";
import { formatCount, formatSeconds } from "./numbers.js";

/** A state of work in progress. */
export interface ProgressState {
  /** What is being done: "check". */
  readonly stage: string;
  /** How much was done, in `unit`. */
  readonly done: number;
  /** What is counted: "histories". */
  readonly unit: string;
  /** How much there is to do, in `unit`; null if only time decides. */
  readonly total?: number | null;
  /** Seconds left at most; null if only the total decides. */
  readonly secondsLeft?: number | null;
}

/** One line on a terminal, written over and over. */
export interface Progress {
  /** May be called as often as one likes: the line is drawn ten times a second at most. */
  show(state: ProgressState): void;
  /** Wipes the line. May be called more than once. */
  end(): void;
}

const DRAW_EVERY_MILLISECONDS = 100;
const WIPE = "\r\u001b[K";

/** Progress on `writer`; nothing at all if that is not a terminal. `now` is in milliseconds. */
export function createProgress(writer: Writer, now: () => number = () => performance.now()): Progress {
  if (!writer.isTerminal) return { show() {}, end() {} };
  let drawn = false;
  let drawnAt = Number.NEGATIVE_INFINITY;
  let stage = "";
  let stageBegan = 0;
  return {
    show(state): void {
      const time = now();
      if (state.stage !== stage) {
        stage = state.stage;
        stageBegan = time;
      } else if (time - drawnAt < DRAW_EVERY_MILLISECONDS) return;
      drawnAt = time;
      drawn = true;
      writer.write(WIPE + progressLine(state, (time - stageBegan) / 1000));
    },
    end(): void {
      if (drawn) writer.write(WIPE);
      drawn = false;
    },
  };
}

/** The line after `seconds` of a stage: stage, amount done, rate, time left. */
export function progressLine(state: ProgressState, seconds: number): string {
  const { stage, done, unit, total = null } = state;
  const rate = seconds > 0 ? done / seconds : 0;
  const parts = [
    `${stage}: ${formatCount(done)}${total === null ? "" : ` of ${formatCount(total)}`} ${unit}`,
  ];
  if (rate > 0) parts.push(`${formatCount(rate)}/s`);
  const left = secondsLeft(state, rate);
  if (left !== null) parts.push(`${formatSeconds(left)} left`);
  return parts.join(" · ");
}

/** Whichever ends the stage first: the work, or the time. */
function secondsLeft(
  { done, total = null, secondsLeft: budget = null }: ProgressState,
  rate: number,
): number | null {
  const work = total === null || rate === 0 ? Number.POSITIVE_INFINITY : Math.max(0, total - done) / rate;
  const left = Math.min(work, budget ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(left) ? left : null;
}
