import type { ClusterObserver, Finding, SubjectFactory } from "../../traces/format/index.js";
import { World } from "../../impl/cluster/index.js";
import { type ChartFactory, Lockstep } from "../lockstep/lockstep.js";
import { createOracles, type Oracles } from "../oracles/index.js";
import { Driver } from "./driver.js";
import type { HistorySettings } from "./settings.js";

/** Messages in flight at most in a random history: more are rarely asked for, and finding them costs. */
const maxInFlight = 40;

/** What runs in a history. Without `chart` the implementation runs alone, under the oracles. */
export interface Readings {
  readonly impl: SubjectFactory;
  readonly chart: ChartFactory | null;
  /** Properties to watch; all of them if null. */
  readonly watch: readonly string[] | null;
}

/** Everything that takes part in one history, wired up: world, driver, charts, oracles. */
export interface Rig {
  readonly world: World;
  readonly driver: Driver;
  readonly oracles: Oracles;
  readonly lockstep: Lockstep | null;
  /** What was found first: a violation of a property or a deviation of the readings. */
  finding(): Finding | null;
}

/** Wires up a history. `recorders` see every step up to and including the one that fails. */
export function createRig(
  settings: HistorySettings,
  readings: Readings,
  recorders: readonly ClusterObserver[] = [],
): Rig {
  const { servers, options } = settings;
  const oracles = createOracles(servers);
  const lockstep = readings.chart === null ? null : new Lockstep(servers, readings.chart);
  const judges: ClusterObserver[] = lockstep === null ? [oracles] : [lockstep, oracles];
  const finding = (): Finding | null => earlier(watched(oracles, readings.watch), lockstep?.finding ?? null);
  const observers =
    recorders.length === 0 ? judges : [...judges, ...recorders.map((recorder) => untilFound(recorder, finding))];
  const world = new World({ servers, options, maxInFlight }, readings.impl, observers);
  return { world, driver: new Driver(world, settings), oracles, lockstep, finding };
}

/** The first violation of a property that is watched. */
export function watched({ finding, allFindings }: Oracles, watch: readonly string[] | null): Finding | null {
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
