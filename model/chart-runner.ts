import { type ActorScope, type AnyTransitionDefinition, createActor, type SnapshotFrom } from "xstate";
import type {
  AppendEntries,
  Effect,
  Input,
  ProtocolRules,
  Server,
  ServerConfiguration,
  Subject,
} from "../traces/format/index.js";
import { assert } from "./assert.js";
import { unbornContext } from "./chart-context.js";
import { type ChartEvent, toChartEvent } from "./chart-events.js";
import { chartRules } from "./chart-rules.js";
import { type MaySendReason, maySendReason } from "./may-send.js";
import { createRaftChart, type RaftChart } from "./raft-chart.js";
import { type TransitionCoverage, type TransitionOffsets, transitionOffsets } from "./transition-coverage.js";

/** A value of the chart: state and context. */
export type ChartSnapshot = SnapshotFrom<RaftChart>;

type ChartScope = ActorScope<ChartSnapshot, ChartEvent>;

export interface ChartOptions {
  /** The decisions; the chart's own reading unless replaced. */
  readonly rules?: ProtocolRules;
  /** Where each transition taken is counted. */
  readonly coverage?: TransitionCoverage;
}

/** A chart that is driven as one life of a server. It sends no appendEntries, but judges them. */
export interface ChartSubject extends Subject {
  readonly state: Server;
  /**
   * Takes one input. The first must be `start`.
   * @throws Error if the driver breaks the order of docs/protocol.md: a second start, an input before
   *   it, a completed write where none is outstanding, an input of a later version.
   */
  step(input: Input): readonly Effect[];
  /** Whether the server, as a leader, may send this request in its present state (docs/protocol.md §6). */
  maySend(request: AppendEntries): boolean;
  /** The first conjunct of `maySend` that fails; null if none does. */
  maySendReason(request: AppendEntries): MaySendReason | null;
}

/**
 * A chart with one scope for all its steps. XState's public `transition()` makes an actor on every
 * call, which costs more than the step; the scope of one idle actor serves as well, since the chart
 * has no children, delays or sends. That both agree is tested.
 */
class ChartEngine {
  readonly chart: RaftChart;
  readonly #offsets: TransitionOffsets;
  readonly #quietScope: ChartScope;
  readonly #watchedScope: ChartScope;
  #taken: readonly AnyTransitionDefinition[] = [];

  constructor(rules: ProtocolRules) {
    this.chart = createRaftChart(rules);
    this.#offsets = transitionOffsets(this.chart);
    this.#quietScope = idleScope(this.chart);
    this.#watchedScope = idleScope(this.chart, (taken) => {
      this.#taken = taken;
    });
  }

  next(snapshot: ChartSnapshot, event: ChartEvent): ChartSnapshot {
    return this.chart.transition(snapshot, event, this.#quietScope);
  }

  nextCounted(snapshot: ChartSnapshot, event: ChartEvent, coverage: TransitionCoverage): ChartSnapshot {
    const after = this.chart.transition(snapshot, event, this.#watchedScope);
    for (const transition of this.#taken) {
      const offset = this.#offsets.get(transition);
      assert(offset !== undefined, "a transition that is taken is declared");
      coverage.take(offset);
    }
    return after;
  }
}

function idleScope(
  chart: RaftChart,
  onTransitions?: (taken: readonly AnyTransitionDefinition[]) => void,
): ChartScope {
  const actor =
    onTransitions === undefined
      ? createActor(chart)
      : createActor(chart, {
          inspect: (event) => {
            if (event.type === "@xstate.microstep") onTransitions(event._transitions);
          },
        });
  const nothing = () => {};
  return {
    self: actor,
    system: actor.system,
    id: "",
    sessionId: "",
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    actionExecutor: nothing,
  };
}

const engines = new WeakMap<ProtocolRules, ChartEngine>();

function engineFor(rules: ProtocolRules): ChartEngine {
  const known = engines.get(rules);
  if (known !== undefined) return known;
  const engine = new ChartEngine(rules);
  engines.set(rules, engine);
  return engine;
}

const noEffects: readonly Effect[] = [];

/** Makes the chart of one life of a server. Cheap: the machine is made once for each record of rules. */
export function createChart(configuration: ServerConfiguration, options: ChartOptions = {}): ChartSubject {
  const { rules = chartRules, coverage } = options;
  const engine = engineFor(rules);
  let snapshot = engine.chart.resolveState({ value: "unborn", context: unbornContext(configuration) });

  return {
    get state() {
      return snapshot.context.server;
    },
    step(input) {
      const event = toChartEvent(configuration, input);
      assert((snapshot.value === "unborn") === (event.type === "start"), "a life begins with start, once");
      const after =
        coverage === undefined ? engine.next(snapshot, event) : engine.nextCounted(snapshot, event, coverage);
      // A transition without actions leaves the very same context, and sends nothing.
      const effects = after.context === snapshot.context ? noEffects : after.context.effects;
      snapshot = after;
      return effects;
    },
    maySend(request) {
      return maySendReason(snapshot.context.server, request) === null;
    },
    maySendReason(request) {
      return maySendReason(snapshot.context.server, request);
    },
  };
}
