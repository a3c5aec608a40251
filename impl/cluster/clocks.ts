import type { Timer } from "../../traces/format/index.js";
import { type ClockPlan, electionTimeout, trueRate } from "./fault-plan.js";
import type { Random } from "./random.js";
import { timers } from "./world.js";

/** The servers' clocks: how long their timers take, and which setting of a timer is the last one. */
export class Clocks {
  readonly #plan: ClockPlan;
  readonly #random: Random;
  readonly #rates: number[];
  /** How often each timer was set or switched off; `server * timers.length + timer`. */
  readonly #settings: number[];
  #spread: number;

  constructor(plan: ClockPlan, random: Random) {
    this.#plan = plan;
    this.#random = random;
    this.#rates = plan.rates.slice();
    this.#settings = new Array<number>(plan.rates.length * timers.length).fill(0);
    this.#spread = plan.electionSpread;
  }

  /** Draws how long a timer takes on this server, in true microseconds. */
  drawLength(server: number, timer: Timer): number {
    const rate = this.#rates[server] as number;
    return Math.floor((this.#nominalLength(timer) * trueRate) / rate);
  }

  /** A timer is set: earlier settings no longer count. Returns the name of this one. */
  set(server: number, timer: Timer): number {
    const slot = server * timers.length + timers.indexOf(timer);
    const setting = (this.#settings[slot] as number) + 1;
    this.#settings[slot] = setting;
    return setting;
  }

  /** True if the timer was not set again, or switched off, since. */
  isCurrent(server: number, timer: Timer, setting: number): boolean {
    return this.#settings[server * timers.length + timers.indexOf(timer)] === setting;
  }

  /** A server lost its memory, and its timers with it. */
  switchOff(server: number): void {
    for (const timer of timers) this.set(server, timer);
  }

  /** From now on all clocks are true and election timeouts are spread over [T, 2T). */
  heal(): void {
    this.#rates.fill(trueRate);
    this.#spread = electionTimeout;
  }

  #nominalLength(timer: Timer): number {
    switch (timer) {
      case "election":
        return electionTimeout + this.#random.below(this.#spread);
      case "leaderContact":
      case "quorumCheck":
        return electionTimeout;
      case "heartbeat":
        return this.#plan.heartbeat;
    }
  }
}
