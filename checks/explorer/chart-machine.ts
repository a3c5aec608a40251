import { initialTransition, transition } from "xstate";
import { chartRules, createRaftChart, type RaftChart } from "../../model/index.js";
import type { Machine } from "../../spec/index.js";
import type { Input, ProtocolRules, ServerId } from "../../traces/format/index.js";
import { createClusterMachine, serverNames } from "./cluster-machine.js";
import { boundsOf, type ClusterBounds, plainOptions } from "./cluster-machine-bounds.js";
import type { ServerEngine } from "./cluster-machine-engine.js";

export interface ChartMachineOptions {
  readonly bounds?: Partial<ClusterBounds>;
  /** The decisions; the chart's own reading unless replaced (a mutant). */
  readonly rules?: ProtocolRules;
  /** Names of the properties to check; all of them if left out. */
  readonly properties?: readonly string[];
}

/**
 * A cluster of statecharts as a machine. A chart does not say when a leader sends, only what it may send: each
 * request that it may send is an action.
 */
export function createChartMachine({
  bounds,
  rules = chartRules,
  properties,
}: ChartMachineOptions = {}): Machine {
  const chosen = boundsOf(bounds ?? {});
  return createClusterMachine(chartEngine(chosen.servers, rules), chosen, properties);
}

type Snapshot = ReturnType<RaftChart["transition"]>;
type ChartEvent = Parameters<RaftChart["transition"]>[1];

/** Charts whose memory is XState's snapshot, its effects emptied: they are what the last step did. */
function chartEngine(size: number, rules: ProtocolRules): ServerEngine<Snapshot> {
  const servers = serverNames(size);
  const chart = createRaftChart(rules);
  const unborn = (self: ServerId): Snapshot => {
    const [before] = initialTransition(chart, { self, servers, options: plainOptions });
    return before;
  };
  return {
    name: "charts",
    servers,
    sendsAppends: false,
    unborn: (server) => unborn(servers[server] as ServerId),
    step: (_server, memory, input) => {
      const [after] = transition(chart, memory, toEvent(input));
      const effects = after.context === memory.context ? [] : after.context.effects;
      const context = { ...after.context, effects: [] };
      return { memory: chart.resolveState({ value: after.value, context }), effects };
    },
    view: (_server, memory) => memory.context.server,
    print: ({ value, context }) => JSON.stringify({ value, context }),
    parse: (_server, text) => chart.resolveState(JSON.parse(text)),
  };
}

/** The chart's names for the inputs that a cluster machine gives. */
function toEvent(input: Input): ChartEvent {
  switch (input.kind) {
    case "start":
      return { type: "start", input };
    case "message":
      return { type: input.message.kind, message: input.message } as ChartEvent;
    case "timeout":
      return { type: `timeout.${input.timer}` };
    case "propose":
      return { type: "propose", input };
    case "storageDone":
    case "storageFailed":
      return { type: input.kind };
    case "read":
    case "transfer":
    case "snapshotTaken":
      throw new RangeError(`a cluster machine does not give the input ${input.kind}`);
  }
}
