import type { MutantReference, Trace } from "../../../traces/format/index.js";
import { createMemoryRecorder } from "../../../traces/record/index.js";
import {
  type Command,
  createRig,
  elect,
  type HistorySettings,
  propose,
  replicate,
  serverNames,
} from "../../commands/index.js";
import { findMutant } from "../../mutants/index.js";
import { everythingRight, headerFor, prepareReadings } from "../../runs/index.js";

const settings: HistorySettings = {
  servers: serverNames(3),
  options: {
    preVote: false,
    checkQuorum: false,
    noOp: true,
    maxEntriesPerMessage: 64,
    maxInFlightEntries: 64,
    maxInFlightBytes: 65_536,
    maxUncommittedBytes: 65_536,
  },
  slowDisks: [false, false, false],
  profile: 0,
};

const onward = { pick: "heartbeat", rounds: 2, answered: true } as const;

/** s1 leads and commits with s2; then s3, whose log is empty, asks s2 and s1 for their votes. */
const history: readonly Command[] = [
  elect(0, 0b011, false),
  propose("newest", "a"),
  replicate("newest", 0, onward),
  propose("newest", "b"),
  elect(2, 0b010, false),
  elect(2, 0b010, false),
];

/**
 * A short history of three servers, recorded. The right core holds; under V1 (a vote without looking at
 * the logs) s3 is elected without the committed entries.
 */
export function recordHistory(mutant: MutantReference | null): Trace {
  const change = mutant === null ? {} : { mutant: findMutant(mutant.id) ?? null, side: mutant.side };
  const origin = { engine: "check", seed: "1", history: 0, path: "", replayPath: "" };
  const recorder = createMemoryRecorder(headerFor(settings, mutant, origin));
  const rig = createRig(settings, prepareReadings({ ...everythingRight, ...change }), [recorder.observer]);
  rig.driver.startAll();
  for (const command of history) {
    rig.world.command += 1;
    if (rig.finding() === null && command.check(rig.driver)) command.run(rig.driver);
  }
  const finding = rig.finding();
  return recorder.finish(finding === null ? "held" : "violated", finding);
}
