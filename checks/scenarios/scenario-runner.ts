import type { ClusterObserver, Finding, ProtocolOptions } from "../../traces/format/index.js";
import { createRig, type HistorySettings, type Readings, serverNames } from "../commands/index.js";
import { type Stage, scenarioCommands } from "./scenario-commands.js";
import { parseScenario, printScenario } from "./scenario-file.js";
import { stepText } from "./step-text.js";
import { type Options, optionsOf, wholeNumber } from "./words.js";

/**
 * Runs a scenario and returns its text with the output as it came: equal to the text given if everything
 * went as expected. The servers run with charts beside them and under all oracles; what these find is part
 * of the output. Throws if a command makes no sense, naming its line.
 */
export function runScenario(text: string, readings: Readings): string {
  const play = new Play(readings);
  const sections = parseScenario(text).map((section) => ({
    ...section,
    output: section.commands.flatMap((command, offset) => play.output(command, section.firstLine + offset)),
  }));
  return printScenario(sections);
}

/** One run of a scenario. */
class Play {
  readonly #readings: Readings;
  #stage: Stage | null = null;
  #lines: string[] = [];
  #reported: Finding | null = null;

  constructor(readings: Readings) {
    this.#readings = readings;
  }

  /** What a command puts out; nothing if it begins with `quietly`. */
  output(command: string, line: number): readonly string[] {
    const isQuiet = command.startsWith("quietly ");
    const [name = "", ...words] = (isQuiet ? command.slice("quietly ".length) : command).split(" ");
    this.#lines = [];
    try {
      this.#carryOut(name, words);
    } catch (error) {
      throw new Error(`line ${line}, ${command}: ${(error as Error).message}`, { cause: error });
    }
    return [...(isQuiet ? [] : this.#lines), ...this.#news()];
  }

  #carryOut(name: string, words: readonly string[]): void {
    if (name === "cluster") {
      this.#stage = this.#prepare(words);
      return;
    }
    const command = scenarioCommands[name];
    if (command === undefined) throw new Error(`no command is called ${name}`);
    if (this.#stage === null) throw new Error("there is no cluster yet");
    command(this.#stage, words);
  }

  /** `cluster 3 preVote=on slow=s1,s2`; with `down` the servers wait for `start`. */
  #prepare([size = "", ...words]: readonly string[]): Stage {
    const settings = settingsFor(
      wholeNumber(size),
      optionsOf(
        words.filter((word) => word !== "down"),
        ["preVote", "checkQuorum", "noOp", "maxEntries", "window", "slow"],
      ),
    );
    const rig = createRig(settings, this.#readings, [this.#narrator(settings)], Number.POSITIVE_INFINITY);
    if (!words.includes("down")) rig.driver.startAll();
    this.#lines = [];
    return { rig, say: (line) => this.#lines.push(line) };
  }

  #narrator({ servers }: HistorySettings): ClusterObserver {
    return {
      onStep: (event) => this.#lines.push(...stepText(event)),
      onCrash: (server, kept, lost) =>
        this.#lines.push(`${servers[server]}: crash, ${kept} unsynced records kept, ${lost} lost`),
      onNetwork() {},
      onLink() {},
    };
  }

  /** The first finding, told once. */
  #news(): string[] {
    const finding = this.#stage?.rig.finding() ?? null;
    if (finding === null || finding === this.#reported) return [];
    this.#reported = finding;
    return [`${finding.kind.toUpperCase()} of ${finding.property}: ${finding.message}`];
  }
}

/** Nothing switched on, no limit that bites and fast disks, unless the options say otherwise. */
function settingsFor(size: number, options: Options): HistorySettings {
  const { maxEntries = "64", window = "64", slow = "" } = options;
  const servers = serverNames(size);
  const isOn = (name: string): boolean => options[name] === "on";
  const protocol: ProtocolOptions = {
    preVote: isOn("preVote"),
    checkQuorum: isOn("checkQuorum"),
    noOp: isOn("noOp"),
    maxEntriesPerMessage: wholeNumber(maxEntries),
    maxInFlightEntries: wholeNumber(window),
    maxInFlightBytes: 65_536,
    maxUncommittedBytes: 65_536,
  };
  const slowDisks = servers.map((name) => slow === "all" || slow.split(",").includes(name));
  return { servers, options: protocol, slowDisks, profile: 0 };
}
