import {
  brokenProperties,
  type ClusterAction,
  type ClusterHistory,
  clusterView,
  emptyHistory,
  extendHistory,
  initialView,
  type PropertyName,
  type WitnessName,
  witnessesSeen,
} from "../../../spec/index.js";
import type { ClusterObserver, Server, ServerId, StepEvent } from "../../../traces/format/index.js";

/** Judges a run by the specification itself, as plainly and slowly as it is written. */
export class SpecObserver implements ClusterObserver {
  /** Steps and crashes so far. */
  events = 0;
  /** The event at which each property was first broken. */
  readonly firstBroken = new Map<PropertyName, number>();
  readonly witnesses = new Map<WitnessName, number>();
  #history: ClusterHistory;
  #view;
  readonly #servers: readonly ServerId[];
  readonly #states: (Server | null)[];

  constructor(servers: readonly ServerId[]) {
    this.#servers = servers;
    this.#states = servers.map(() => null);
    this.#history = emptyHistory(servers);
    this.#view = initialView(servers);
  }

  onStep({ server, input, effects, state }: StepEvent): void {
    this.#states[server] = state;
    this.#judge({ kind: "step", server, input, effects: [...effects] });
  }

  onCrash(server: number, recordsKept: number, recordsLost: number): void {
    this.#states[server] = null;
    this.#judge({ kind: "crash", server, recordsKept, recordsLost });
  }

  onNetwork(): void {}

  onLink(): void {}

  #judge(action: ClusterAction): void {
    this.events += 1;
    const before = this.#view;
    const after = clusterView(this.#servers, this.#states);
    const history = extendHistory(this.#history, before, action, after);
    for (const { property } of brokenProperties(history, before, action, after)) {
      if (!this.firstBroken.has(property)) this.firstBroken.set(property, this.events);
    }
    for (const name of witnessesSeen(history, before, action, after)) {
      this.witnesses.set(name, (this.witnesses.get(name) ?? 0) + 1);
    }
    this.#view = after;
    this.#history = history;
  }
}
