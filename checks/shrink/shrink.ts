import type { Finding, ProtocolOptions, ServerId, Trace } from "../../traces/format/index.js";
import { type HistorySettings, type Readings, serverNames } from "../commands/index.js";
import { type ChoiceHistory, runChoices } from "./choice-runner.js";
import { type Choice, choicesOf } from "./choices.js";
import { type Direction, deltaDebug, removePairs, type Trial } from "./delta-debug.js";
import { protocolSteps } from "./protocol-steps.js";

/** Settings under which a saved trace ran; all disks slow, since its writes are choices. */
export function settingsOf(trace: Trace): HistorySettings {
  const { servers, options } = trace.header;
  return { servers, options, slowDisks: servers.map(() => true), profile: 0 };
}

/** Two findings are the same failure if they name the same thing. */
function sameFailure(wanted: Finding, found: Finding | null): boolean {
  return found !== null && found.kind === wanted.kind && found.property === wanted.property;
}

/**
 * Minimises a failing history: fewer choices, then simpler settings, then fewer choices again, as long
 * as the same property (or field) fails. Returns a history that fails; null if the trace does not.
 */
export function shrink(trace: Trace, readings: Readings, wanted: Finding): ChoiceHistory | null {
  return shrinkHistory({ settings: settingsOf(trace), choices: choicesOf(trace) }, readings, wanted);
}

/** As `shrink`, from choices. Tried from several sides, since each way down may end in another valley. */
export function shrinkHistory(
  history: ChoiceHistory,
  readings: Readings,
  wanted: Finding,
): ChoiceHistory | null {
  const used: Used = (candidate) => {
    const run = runChoices(candidate, readings);
    return sameFailure(wanted, run.finding) ? run.effective : null;
  };
  const { settings } = history;
  const starts = [settings.options.noOp, !settings.options.noOp].flatMap((noOp): ChoiceHistory[] => {
    const variant = { ...history, settings: withOptions(settings, { noOp }) };
    const choices = used(variant);
    return choices === null ? [] : [{ ...variant, choices }];
  });
  const ends = directions.flatMap((direction) => starts.map((start) => descend(start, used, direction)));
  return ends.sort((left, right) => weight(left) - weight(right))[0] ?? null;
}

const directions: readonly Direction[] = ["backward", "forward"];

/** The choices that a failing run made use of; null if it does not fail as wanted. */
type Used = (candidate: ChoiceHistory) => readonly Choice[] | null;

/** Protocol steps first, then the number of choices. */
function weight({ choices }: ChoiceHistory): number {
  return protocolSteps(choices) * 1000 + choices.length;
}

/**
 * Simplifies settings and leaves out choices in turn, until neither helps any more. The last to act are
 * those that leave out choices, so that none can be spared from the result.
 */
function descend(start: ChoiceHistory, used: Used, direction: Direction): ChoiceHistory {
  let current = start;
  let before = Number.POSITIVE_INFINITY;
  while (weight(current) < before) {
    before = weight(current);
    const { settings, choices } = plainTexts(fewerServers(simplerSettings(current, used), used), used);
    const trial: Trial<Choice> = (candidate) => used({ settings, choices: candidate });
    current = { settings, choices: removePairs(deltaDebug(choices, trial, direction), trial) };
  }
  return current;
}

/** Tries each simplification of the settings once: fast disks, options off, windows wide. */
function simplerSettings(history: ChoiceHistory, used: Used): ChoiceHistory {
  let current = history;
  for (const change of simplifications(history.settings)) {
    const settings = change(current.settings);
    if (JSON.stringify(settings) === JSON.stringify(current.settings)) continue;
    const choices = used({ settings, choices: current.choices });
    if (choices !== null) current = { settings, choices };
  }
  return current;
}

type SettingsChange = (settings: HistorySettings) => HistorySettings;

function simplifications({ servers }: HistorySettings): SettingsChange[] {
  const option =
    (options: Partial<ProtocolOptions>): SettingsChange =>
    (settings) =>
      withOptions(settings, options);
  const fastDisks =
    (isFast: (offset: number) => boolean): SettingsChange =>
    (settings) => ({
      ...settings,
      slowDisks: settings.slowDisks.map((isSlow, offset) => isSlow && !isFast(offset)),
    });
  return [
    fastDisks(() => true),
    ...servers.map((_, fast) => fastDisks((offset) => offset === fast)),
    option({ preVote: false }),
    option({ checkQuorum: false }),
    option({ maxEntriesPerMessage: 64 }),
    option({ maxInFlightEntries: 64, maxInFlightBytes: 65_536 }),
    option({ maxUncommittedBytes: 65_536 }),
  ];
}

function withOptions(settings: HistorySettings, options: Partial<ProtocolOptions>): HistorySettings {
  return { ...settings, options: { ...settings.options, ...options } };
}

/** The smallest cluster in which it still fails: servers left out, the others moved up. */
function fewerServers(history: ChoiceHistory, used: Used): ChoiceHistory {
  const { servers } = history.settings;
  const subsets = Array.from({ length: (1 << servers.length) - 2 }, (_, mask) =>
    servers.filter((_server, offset) => (((mask + 1) >> offset) & 1) === 1),
  ).sort((left, right) => left.length - right.length);
  for (const kept of subsets) {
    const candidate = onlyServers(history, kept);
    const effective = used(candidate);
    if (effective !== null) return { ...candidate, choices: effective };
  }
  return history;
}

/** The history as far as it concerns these servers, which become s1, s2 … in their order. */
function onlyServers({ settings, choices }: ChoiceHistory, kept: readonly ServerId[]): ChoiceHistory {
  const names = serverNames(kept.length);
  const rename = (server: ServerId): ServerId => names[kept.indexOf(server)] as ServerId;
  const slowDisks = settings.slowDisks.filter((_, offset) =>
    kept.includes(settings.servers[offset] as ServerId),
  );
  return {
    settings: { ...settings, servers: names, slowDisks },
    choices: choices.flatMap((choice): Choice[] => {
      if (choice.kind !== "deliver") {
        return kept.includes(choice.server) ? [{ ...choice, server: rename(choice.server) }] : [];
      }
      const { message } = choice;
      if (!kept.includes(message.from) || !kept.includes(message.to)) return [];
      return [{ ...choice, message: { ...message, from: rename(message.from), to: rename(message.to) } }];
    }),
  };
}

/** Gives every proposal the text "a" where that does not matter. */
function plainTexts({ settings, choices }: ChoiceHistory, used: Used): ChoiceHistory {
  const plain = choices.map((choice) => (choice.kind === "propose" ? { ...choice, command: "a" } : choice));
  return { settings, choices: used({ settings, choices: plain }) ?? choices };
}
