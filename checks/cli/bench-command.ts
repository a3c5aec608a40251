import { benchmarks } from "../bench/index.js";
import { argument, command, option } from "./command.js";
import { choice, duration } from "./option-values.js";

export const benchCommand = command({
  name: "bench",
  summary: "the benchmarks, one core",
  examples: ["lockstep bench check", "lockstep bench check --time 10m --json"],
  parameters: {
    name: argument<"check">("[name]", "which benchmark: check", choice(["check"] as const), "check"),
    time: option("--time <T>", "how long each part runs", duration, "3s"),
  },
  async run({ name, time }, { report, progress, colors, signal }) {
    const benchmark = benchmarks[name];
    const result = await benchmark.run(time / 1000, signal, (stage) =>
      progress.show({ stage, done: 0, unit: "parts" }),
    );
    report(result.document, () => benchmark.text(result, colors));
    return signal.aborted ? 3 : 0;
  },
});
