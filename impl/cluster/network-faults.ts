import type { NetworkPlan } from "./fault-plan.js";
import { healedLatency } from "./liveness.js";
import type { Random } from "./random.js";

/** Decides what becomes of each message that is sent: how long it takes, if it is lost or repeated. */
export class NetworkFaults {
  readonly #plan: NetworkPlan;
  readonly #latencies: Random;
  readonly #losses: Random;
  readonly #size: number;
  /** Time of the last arrival on each link, `from * size + to`. */
  readonly #lastArrival: number[];
  #healed = false;

  constructor(plan: NetworkPlan, size: number, random: Random) {
    this.#plan = plan;
    this.#latencies = random.fork("latency");
    this.#losses = random.fork("loss");
    this.#size = size;
    this.#lastArrival = new Array<number>(size * size).fill(0);
  }

  /** Draws when a message that is sent now arrives. */
  drawArrival(from: number, to: number, now: number): number {
    const arrival = now + this.#drawLatency();
    if (this.#plan.reorders && !this.#healed) return arrival;
    const link = from * this.#size + to;
    const inOrder = Math.max(arrival, this.#lastArrival[link] as number);
    this.#lastArrival[link] = inOrder;
    return inOrder;
  }

  drawLoss(): boolean {
    return this.#losses.chance(this.#plan.lossPerMille) && !this.#healed;
  }

  drawDuplication(): boolean {
    return this.#losses.chance(this.#plan.duplicationPerMille) && !this.#healed;
  }

  /** From now on messages are quick and in order, none is lost and none repeated. */
  heal(): void {
    this.#healed = true;
    this.#lastArrival.fill(0);
  }

  #drawLatency(): number {
    if (this.#healed) return this.#latencies.between(1, healedLatency);
    const { latencyLeast, latencyMost, spikePerMille, spikeMost } = this.#plan;
    const most = this.#latencies.chance(spikePerMille) ? spikeMost : latencyMost;
    return this.#latencies.between(latencyLeast, most);
  }
}
