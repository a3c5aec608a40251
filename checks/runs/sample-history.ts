import { Random } from "../../impl/cluster/index.js";
import type { Trace } from "../../traces/format/index.js";
import { createMemoryRecorder } from "../../traces/record/index.js";
import { CommandTally, createRig, drawSettings, runSoakHistory } from "../commands/index.js";
import { headerFor } from "./failure.js";
import { everythingRight, prepareReadings } from "./readings.js";

/** Commands of the sample: enough to see some elections, short enough to be read. */
const length = 24;

/** One passing history of a run, recorded: what the histories look like. */
export function sampleHistory(seed: string): Trace {
  const random = new Random(`${seed}/sample`);
  const draw = (bound: number): number => random.below(bound);
  const settings = { ...drawSettings(draw), profile: 0 };
  const recorder = createMemoryRecorder(
    headerFor(settings, null, { engine: "soak", seed, history: 0, path: "", replayPath: "" }),
  );
  const rig = createRig(settings, prepareReadings(everythingRight), [recorder.observer]);
  runSoakHistory(rig, draw, length, new CommandTally());
  const finding = rig.finding();
  return recorder.finish(finding === null ? "held" : "violated", finding);
}
