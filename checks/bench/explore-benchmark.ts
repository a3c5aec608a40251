import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What one search cost: a process of its own, from its start to its end. */
export interface SearchCost {
  readonly name: string;
  readonly generated: number;
  readonly distinct: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly generatedPerCpuSecond: number;
  readonly peakBytes: number;
  readonly bytesPerState: number;
}

/** The JSON document of `lockstep bench explore`. */
export interface ExploreBenchmarkDocument {
  readonly name: "explore";
  readonly unit: string;
  readonly ours: { readonly [part: string]: SearchCost };
  /** A search written for this one configuration, fields packed by hand, without properties, paths or counts. */
  readonly peer: SearchCost | null;
  /** Generated states per CPU second, ours to the peer's. */
  readonly ratio: number | null;
  /**
   * Generated states a second of wall time, two threads to one, over the larger number of states: of a search of
   * few seconds a good part is compiling, which one thread leaves to the other core, and two threads do twice.
   */
  readonly speedUp: number | null;
  /** CPU time of a generated state at the larger number of distinct states, to that at the smaller. */
  readonly growth: number | null;
  /** Memory that a distinct state adds between the two, its place in the queue included. */
  readonly bytesPerAddedState: number | null;
  readonly bars: {
    readonly generatedPerCpuSecond: number;
    readonly growth: number;
    readonly speedUp: number;
  };
}

/** Distinct states between which growth is measured. */
export interface GrowthSizes {
  readonly small: number;
  readonly large: number;
}

const classic = ["raft-classic", "--servers", "3", "--values", "1", "--max-term", "2", "--max-log", "1"];
const bounded = [...classic, "--max-in-flight", "1", "--max-copies", "1"];
const wide = [...classic, "--max-in-flight", "2", "--max-copies", "1"];

/** How fast, how large, how well two threads share the work; beside it a search written by hand. */
export async function runExploreBenchmark(
  signal: AbortSignal,
  onPart: (name: string) => void,
  { small, large }: GrowthSizes = { small: 1e6, large: 1e7 },
): Promise<ExploreBenchmarkDocument> {
  const ours: { [part: string]: SearchCost } = {};
  const part = async (name: string, argv: readonly string[]): Promise<void> => {
    if (signal.aborted) return;
    onPart(name);
    ours[name] = costOf(name, await run(explorerArguments(argv), signal));
  };
  onPart("hand-packed peer");
  const peer = costOf("hand-packed peer", await run(peerArguments(), signal));
  await part("one thread", [...bounded, "--workers", "1"]);
  await part("two threads", [...bounded, "--workers", "2"]);
  await part("fewer states", [...wide, "--max-states", String(small)]);
  await part("more states", [...wide, "--max-states", String(large)]);
  await part("more, two threads", [...wide, "--max-states", String(large), "--workers", "2"]);
  const {
    "one thread": one,
    "fewer states": fewer,
    "more states": more,
    "more, two threads": together,
  } = ours as { readonly [part: string]: SearchCost | undefined };
  const rounded = (value: number | undefined): number | null =>
    value === undefined ? null : Number(value.toFixed(2));
  return {
    name: "explore",
    unit: "generated states per CPU second, whole process",
    ours,
    peer,
    ratio: rounded(one && one.generatedPerCpuSecond / peer.generatedPerCpuSecond),
    speedUp: rounded(more && together && rateOf(together) / rateOf(more)),
    growth: rounded(fewer && more && fewer.generatedPerCpuSecond / more.generatedPerCpuSecond),
    bytesPerAddedState: rounded(
      fewer && more && (more.peakBytes - fewer.peakBytes) / Math.max(1, more.distinct - fewer.distinct),
    ),
    bars: { generatedPerCpuSecond: 3_000_000, growth: 1.6, speedUp: 1.7 },
  };
}

function rateOf({ generated, seconds }: SearchCost): number {
  return generated / seconds;
}

interface Measured {
  readonly generated: number;
  readonly distinct: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

function costOf(name: string, { generated, distinct, seconds, cpuSeconds, peakBytes }: Measured): SearchCost {
  return {
    name,
    ...{ generated, distinct, seconds, cpuSeconds, peakBytes },
    generatedPerCpuSecond: Math.round(generated / cpuSeconds),
    bytesPerState: Number((peakBytes / distinct).toFixed(1)),
  };
}

const fromSource = import.meta.url.endsWith(".ts");

function urlOf(file: string): URL {
  return new URL(`${file}${fromSource ? ".ts" : ".js"}`, import.meta.url);
}

function explorerArguments(argv: readonly string[]): readonly string[] {
  return [fileURLToPath(urlOf("../cli/main")), "explore", ...argv, "--json"];
}

/** The peer has no command of its own: it measures itself. */
function peerArguments(): readonly string[] {
  const script = `
    const { exploreHandPacked } = await import("${urlOf("./hand-packed-raft").href}");
    const begin = performance.now();
    const { generated, distinct } = exploreHandPacked();
    const seconds = (performance.now() - begin) / 1000;
    const { user, system } = process.cpuUsage();
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    console.log(JSON.stringify({ generated, distinct, seconds, cpuSeconds: (user + system) / 1e6, peakBytes }));`;
  return ["--input-type=module", "--eval", script];
}

function run(argv: readonly string[], signal: AbortSignal): Promise<Measured> {
  const loader = fromSource ? ["--import", "tsx"] : [];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [...loader, ...argv], { signal }, (error, stdout) => {
      // A search that ends with its budget says 3, and has measured all the same.
      if (stdout.startsWith("{")) resolve(JSON.parse(stdout) as Measured);
      else reject(error ?? new Error("a search of the benchmark told nothing"));
    });
  });
}
