import type { ChartSubject } from "../../model/index.js";
import type {
  AppendEntries,
  ClusterObserver,
  Finding,
  ServerConfiguration,
  ServerId,
  StepEvent,
} from "../../traces/format/index.js";
import { compareEffects, compareLogs, compareViews, type Difference } from "./compare.js";

/** Every so many steps of a server its whole log is compared, not just what changed. */
const fullComparisonEvery = 64;

/** Makes the chart of one life of a server. */
export type ChartFactory = (configuration: ServerConfiguration) => ChartSubject;

/**
 * One chart beside each server. A chart gets exactly the inputs of its server, nothing else; after
 * each one the two views, and what was let out, are compared (HOUSE "Lockstep, exactly"). The first
 * difference is kept as a *deviation*.
 */
export class Lockstep implements ClusterObserver {
  finding: Finding | null = null;
  /** Comparisons made: a run that compared nothing is not green. */
  comparisons = 0;
  /** Appends that were put to a chart's `maySend`. */
  judgedAppends = 0;
  readonly #servers: readonly ServerId[];
  readonly #factory: ChartFactory;
  readonly #charts: (ChartSubject | null)[];
  /** Entries of each server's log that are known to be equal. */
  readonly #equalEntries: number[];
  readonly #stepsOf: number[];

  constructor(servers: readonly ServerId[], factory: ChartFactory) {
    this.#servers = servers;
    this.#factory = factory;
    this.#charts = servers.map(() => null);
    this.#equalEntries = servers.map(() => 0);
    this.#stepsOf = servers.map(() => 0);
  }

  /** The chart of a running server. */
  chart(server: number): ChartSubject | null {
    return this.#charts[server] as ChartSubject | null;
  }

  onStep(event: StepEvent): void {
    if (this.finding !== null) return;
    const { server, input, state, effects } = event;
    if (input.kind === "start") {
      this.#charts[server] = this.#factory({
        self: state.self,
        servers: state.servers,
        options: state.options,
      });
      this.#equalEntries[server] = 0;
    }
    const chart = this.#charts[server] as ChartSubject;
    const expected = chart.step(input);
    this.comparisons += 1;
    const difference =
      compareViews(chart.state, state) ??
      this.#compareLog(server, event, chart) ??
      compareEffects(expected, effects) ??
      this.#judgeAppends(event, chart);
    if (difference !== null) this.finding = this.#deviation(event, difference);
  }

  onCrash(server: number): void {
    this.#charts[server] = null;
  }

  onNetwork(): void {}
  onLink(): void {}

  #compareLog(server: number, event: StepEvent, chart: ChartSubject): Difference | null {
    const { input, state } = event;
    const stepsOf = (this.#stepsOf[server] as number) + 1;
    this.#stepsOf[server] = stepsOf;
    const { entries, baseIndex } = state.log;
    let equal = Math.min(this.#equalEntries[server] as number, entries.length);
    // Only an append can rewrite what was equal, and only behind its previous entry.
    if (input.kind === "message" && input.message.kind === "appendEntries") {
      equal = Math.min(equal, Math.max(0, input.message.prevLogIndex - baseIndex));
    }
    if (stepsOf % fullComparisonEvery === 0) equal = 0;
    this.#equalEntries[server] = entries.length;
    return compareLogs(chart.state.log, state.log, baseIndex + equal + 1);
  }

  #judgeAppends(event: StepEvent, chart: ChartSubject): Difference | null {
    for (const effect of event.effects) {
      if (effect.kind !== "send" || effect.message.kind !== "appendEntries") continue;
      this.judgedAppends += 1;
      const reason = chart.maySendReason(effect.message as AppendEntries);
      if (reason !== null) return { field: "maySend", chart: reason, impl: effect.message };
    }
    return null;
  }

  #deviation(event: StepEvent, difference: Difference): Finding {
    const server = this.#servers[event.server] as ServerId;
    const text = (value: unknown): string => JSON.stringify(value);
    return {
      kind: "deviation",
      property: difference.field,
      step: event.step,
      server,
      message: `${difference.field} of ${server} after step ${event.step}: chart ${text(difference.chart)}, implementation ${text(difference.impl)}`,
    };
  }
}
