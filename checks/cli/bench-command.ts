import { runCheckBenchmark } from "../bench/index.js";
import { argument, command, option } from "./command.js";
import { choice, duration } from "./option-values.js";
import { formatTable } from "./output/tables.js";

export const benchCommand = command({
  name: "bench",
  summary: "the benchmarks, on one core",
  examples: ["lockstep bench check", "lockstep bench check --time 10m --json"],
  parameters: {
    name: argument<"check">("[name]", "which benchmark: check", choice(["check"] as const), "check"),
    time: option("--time <T>", "how long each part runs", duration, "3s"),
  },
  async run({ time }, { report, progress, colors, signal }) {
    const document = await runCheckBenchmark(time / 1000, signal, (stage) =>
      progress.show({ stage, done: 0, unit: "parts" }),
    );
    const rows = Object.values(document.ours).map((part) => [
      part.name,
      part.stepsPerCpuSecond,
      part.stepsPerSecond,
      part.steps,
      part.heapMiB[0] ?? 0,
      part.heapMiB.at(-1) ?? 0,
    ]);
    const heading = ["part", "steps/CPU s", "steps/s", "steps", "heap MiB, first", "last"];
    const { implementation, lockstep } = document.bars;
    report(
      document,
      () =>
        `${formatTable(heading, rows, colors)}\n\none thread, every oracle on; bars: ${implementation} alone, ${lockstep} in lockstep`,
    );
    return signal.aborted ? 3 : 0;
  },
});
