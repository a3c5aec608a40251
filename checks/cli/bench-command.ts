import { type ExploreBenchmarkDocument, runCheckBenchmark, runExploreBenchmark } from "../bench/index.js";
import { argument, type CommandContext, command, option } from "./command.js";
import type { ExitCode } from "./exit-code.js";
import { choice, duration } from "./option-values.js";
import { formatSeconds } from "./output/numbers.js";
import { formatTable } from "./output/tables.js";

const benchmarks = ["check", "explore"] as const;

type BenchmarkName = (typeof benchmarks)[number];

export const benchCommand = command({
  name: "bench",
  summary: "the benchmarks, on one core",
  examples: ["lockstep bench check", "lockstep bench check --time 10m --json", "lockstep bench explore"],
  parameters: {
    name: argument<BenchmarkName>("[name]", "which benchmark: check, explore", choice(benchmarks), "check"),
    time: option("--time <T>", "how long each part of check runs", duration, "3s"),
  },
  async run({ name, time }, context) {
    if (name === "explore") return benchExplore(context);
    const { report, progress, colors, signal } = context;
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

/** The explorer, beside a search packed by hand. */
async function benchExplore({ report, progress, colors, signal }: CommandContext): Promise<ExitCode> {
  try {
    const document = await runExploreBenchmark(signal, (stage) =>
      progress.show({ stage, done: 0, unit: "parts" }),
    );
    report(document, () => exploreText(document, colors));
    return 0;
  } catch (error) {
    if (signal.aborted) return 3;
    throw error;
  }
}

function exploreText(document: ExploreBenchmarkDocument, colors: CommandContext["colors"]): string {
  const { ours, peer, ratio, speedUp, growth, bytesPerAddedState, bars } = document;
  const heading = ["search", "generated/CPU s", "generated", "distinct", "wall", "bytes/state"];
  const costs = [...Object.values(ours), ...(peer === null ? [] : [peer])];
  const rows = costs.map((cost) => [
    cost.name,
    cost.generatedPerCpuSecond,
    cost.generated,
    cost.distinct,
    formatSeconds(cost.seconds),
    cost.bytesPerState,
  ]);
  return [
    formatTable(heading, rows, colors),
    "",
    `whole processes; ${ratio} of the rate of a search packed by hand for this configuration alone`,
    `two threads ${speedUp} times as fast as one over the more states; a state costs ${growth} times as much among ten times as many`,
    `${bytesPerAddedState} bytes for each state added, queue included`,
    `bars: ${bars.generatedPerCpuSecond} generated a CPU second, speed-up ${bars.speedUp}, growth ${bars.growth}`,
  ].join("\n");
}
