import { World } from "../../impl/cluster/index.js";
import type { ClusterObserver, Finding, ServerId, SubjectFactory } from "../../traces/format/index.js";
import { type ChartFactory, Lockstep } from "../lockstep/index.js";
import { createOracles, type Oracles } from "../oracles/index.js";
import { Driver } from "./driver.js";
import type { HistorySettings } from "./settings.js";

/** Messages in flight at most in a random history: more are rarely asked for, and finding them costs. */
const maxInFlightOfHistory = 40;

/** What runs in a history. Without `chart` the implementation runs alone, under the oracles. */
export interface Readings {
  readonly impl: SubjectFactory;
  readonly chart: ChartFactory | null;
  /** Properties to watch; all of them if null. */
  readonly watch: readonly string[] | null;
}

/** Those who judge a run: charts and oracles. */
export interface Judges {
  readonly oracles: Oracles;
  readonly lockstep: Lockstep | null;
  readonly observers: readonly ClusterObserver[];
  /** What was found first: a violation of a property or a deviation of the readings. */
  finding(): Finding | null;
}

export function createJudges(servers: readonly ServerId[], readings: Readings): Judges {
  const oracles = createOracles(servers);
  const lockstep = readings.chart === null ? null : new Lockstep(servers, readings.chart);
  return {
    oracles,
    lockstep,
    observers: lockstep === null ? [oracles] : [lockstep, oracles],
    finding: () => earlier(watched(oracles, readings.watch), lockstep?.finding ?? null),
  };
}

/** Everything that takes part in one history, wired up: world, driver, judges. */
export interface Rig extends Judges {
  readonly world: World;
  readonly driver: Driver;
}

/**
 * Wires up a history. `recorders` see every step up to and including the one that fails. `maxInFlight`
 * limits the messages in flight: beyond that the oldest is lost.
 */
export function createRig(
  settings: HistorySettings,
  readings: Readings,
  recorders: readonly ClusterObserver[] = [],
  maxInFlight = maxInFlightOfHistory,
): Rig {
  const { servers, options } = settings;
  const judges = createJudges(servers, readings);
  const shown = recorders.map((recorder) => untilFound(recorder, judges.finding));
  const observers = [...judges.observers, ...shown];
  const world = new World({ servers, options, maxInFlight }, readings.impl, observers);
  return { ...judges, world, driver: new Driver(world, settings) };
}

/** The first violation of a property that is watched. */
function watched({ finding, allFindings }: Oracles, watch: readonly string[] | null): Finding | null {
  if (watch === null || finding === null) return finding;
  return allFindings.find(({ property }) => watch.includes(property)) ?? null;
}

/** The finding with the lower step; of two at one step, the broken property says more. */
function earlier(violation: Finding | null, deviation: Finding | null): Finding | null {
  if (violation === null || deviation === null) return violation ?? deviation;
  return violation.step <= deviation.step ? violation : deviation;
}

/** Shows a recorder everything up to and including what brought the finding, and nothing behind it. */
function untilFound(recorder: ClusterObserver, finding: () => Finding | null): ClusterObserver {
  let over = false;
  // Judges come before recorders: a finding that is there now was brought by this very event.
  const isShown = (): boolean => {
    if (over) return false;
    over = finding() !== null;
    return true;
  };
  return {
    onStep(event) {
      if (isShown()) recorder.onStep(event);
    },
    onCrash(...crash) {
      if (isShown()) recorder.onCrash(...crash);
    },
    onNetwork(...network) {
      if (isShown()) recorder.onNetwork(...network);
    },
    onLink(...link) {
      if (isShown()) recorder.onLink(...link);
    },
  };
}
