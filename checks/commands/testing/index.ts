import { Random } from "../../../impl/cluster/index.js";
import { createServer, defaultRules } from "../../../impl/core/index.js";
import { chartRules, createChart } from "../../../model/index.js";
import type {
  ClusterObserver,
  HeaderLine,
  ProtocolOptions,
  ProtocolRules,
  ServerId,
} from "../../../traces/format/index.js";
import { createRig, type HistorySettings, type Readings, type Rig, serverNames } from "../index.js";

/** Replaces rules; gets the right ones of the side that is changed. */
export type RuleChange = (right: ProtocolRules) => Partial<ProtocolRules>;

/** The core, and a chart beside each server. */
export const rightReadings: Readings = {
  impl: (configuration) => createServer(configuration),
  chart: (configuration) => createChart(configuration),
  watch: null,
};

/** The core alone, under the oracles: fast. */
export const coreAlone: Readings = { ...rightReadings, chart: null };

/** Right charts beside cores with some rules replaced: must deviate. */
export function mutatedCore(change: RuleChange): Readings {
  const rules = { ...defaultRules, ...change(defaultRules) };
  return { ...rightReadings, impl: (configuration) => createServer(configuration, rules) };
}

/** The same rules replaced in cores and charts: they agree, so that only a property can show it. */
export function mutatedBoth(change: RuleChange): Readings {
  const rules = { ...chartRules, ...change(chartRules) };
  return { ...mutatedCore(change), chart: (configuration) => createChart(configuration, { rules }) };
}

/** Nothing switched on, no limit that bites, and fast disks but for those named. */
export function plainSettings(
  size: number,
  options: Partial<ProtocolOptions> = {},
  slow: readonly ServerId[] = [],
): HistorySettings {
  const servers = serverNames(size);
  return {
    servers,
    options: {
      preVote: false,
      checkQuorum: false,
      noOp: false,
      maxEntriesPerMessage: 64,
      maxInFlightEntries: 64,
      maxInFlightBytes: 65_536,
      maxUncommittedBytes: 65_536,
      ...options,
    },
    slowDisks: servers.map((server) => slow.includes(server)),
    profile: 0,
  };
}

/** A rig of right readings with all servers started. */
export function startedRig(settings: HistorySettings, recorders: readonly ClusterObserver[] = []): Rig {
  const rig = createRig(settings, rightReadings, recorders);
  rig.driver.startAll();
  return rig;
}

/** Draws from the random stream of this key. */
export function drawsOf(key: string): (bound: number) => number {
  const random = new Random(key);
  return (bound) => random.below(bound);
}

/** The header of a trace of these settings. */
export function headerOf({ servers, options }: HistorySettings): HeaderLine {
  return {
    kind: "header",
    format: "raft-lockstep-trace",
    version: 1,
    protocol: "raft",
    clusterId: "test",
    servers,
    options,
    subject: "core",
    mutant: null,
    origin: { engine: "test", seed: "0", history: 0, path: "", replayPath: "" },
  };
}
