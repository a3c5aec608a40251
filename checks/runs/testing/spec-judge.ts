import {
  brokenProperties,
  type ClusterAction,
  clusterView,
  emptyHistory,
  extendHistory,
  initialView,
  type PropertyName,
} from "../../../spec/index.js";
import type { ClusterObserver, Server, ServerId, StepEvent } from "../../../traces/format/index.js";

/** The properties as the specification states them, asked after every step and every crash. */
export class SpecJudge implements ClusterObserver {
  /** For each broken property the step that broke it first; for a crash, the step before it. */
  readonly broken = new Map<PropertyName, number>();
  readonly #servers: readonly ServerId[];
  readonly #states: (Server | null)[];
  #view;
  #history;
  #step = 0;

  constructor(servers: readonly ServerId[]) {
    this.#servers = servers;
    this.#states = servers.map(() => null);
    this.#view = initialView(servers);
    this.#history = emptyHistory(servers);
  }

  onStep({ step, server, input, effects, state }: StepEvent): void {
    this.#step = step;
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
    const before = this.#view;
    this.#view = clusterView(this.#servers, this.#states);
    this.#history = extendHistory(this.#history, before, action, this.#view);
    for (const { property } of brokenProperties(this.#history, before, action, this.#view)) {
      if (!this.broken.has(property)) this.broken.set(property, this.#step);
    }
  }
}
