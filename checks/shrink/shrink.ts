import type { Finding, ProtocolOptions, Trace } from "../../traces/format/index.js";
import type { Readings } from "../commands/rig.js";
import { type HistorySettings, serverNames } from "../commands/settings.js";
import { type ChoiceHistory, runChoices } from "./choice-runner.js";
import { type Choice, choicesOf } from "./choices.js";
import { deltaDebug, removePairs } from "./delta-debug.js";
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

export function shrinkHistory(history: ChoiceHistory, readings: Readings, wanted: Finding): ChoiceHistory | null {
  const used = (candidate: ChoiceHistory): readonly Choice[] | null => {
    const run = runChoices(candidate, readings);
    return sameFailure(wanted, run.finding) ? run.effective : null;
  };
  const first = used(history);
  if (first === null) return null;
  let current: ChoiceHistory = { ...history, choices: first };
  let length = Number.POSITIVE_INFINITY;
  while (protocolSteps(current.choices) + current.choices.length < length) {
    length = protocolSteps(current.choices) + current.choices.length;
    current = simplerSettings(current, used);
    const { settings } = current;
    const fails = (choices: readonly Choice[]): readonly Choice[] | null => used({ settings, choices });
    const fewer = deltaDebug(current.choices, fails);
    current = { settings, choices: removePairs(fewer, fails) };
    current = plainTexts(current, used);
  }
  return current;
}

type Used = (candidate: ChoiceHistory) => readonly Choice[] | null;

/** Tries each simplification of the settings once: fast disks, options off, fewer servers. */
function simplerSettings(history: ChoiceHistory, used: Used): ChoiceHistory {
  let current = history;
  for (const change of simplifications(history.settings)) {
    const settings = change(current.settings);
    const choices = settings.slowDisks.includes(true)
      ? current.choices
      : current.choices.filter((choice) => choice.kind !== "completeWrite");
    const effective = used({ settings, choices });
    if (effective !== null) current = { settings, choices: effective };
  }
  return current;
}

type SettingsChange = (settings: HistorySettings) => HistorySettings;

function simplifications({ servers }: HistorySettings): SettingsChange[] {
  const option =
    (options: Partial<ProtocolOptions>): SettingsChange =>
    (settings) => ({ ...settings, options: { ...settings.options, ...options } });
  const disks =
    (slow: (offset: number) => boolean): SettingsChange =>
    (settings) => ({
      ...settings,
      slowDisks: settings.slowDisks.map((before, offset) => before && slow(offset)),
    });
  const changes: SettingsChange[] = [disks(() => false)];
  for (let fast = 0; fast < servers.length; fast += 1) changes.push(disks((offset) => offset !== fast));
  changes.push(
    option({ preVote: false }),
    option({ checkQuorum: false }),
    option({ noOp: false }),
    option({ maxEntriesPerMessage: 64 }),
    option({ maxInFlightEntries: 64, maxInFlightBytes: 65_536 }),
    option({ maxUncommittedBytes: 65_536 }),
  );
  for (let size = 2; size < servers.length; size += 1) {
    changes.push((settings) => ({
      ...settings,
      servers: serverNames(size),
      slowDisks: settings.slowDisks.slice(0, size),
    }));
  }
  return changes;
}

/** Gives every proposal the text "a" where that does not matter. */
function plainTexts(history: ChoiceHistory, used: Used): ChoiceHistory {
  const choices = history.choices.map((choice) => (choice.kind === "propose" ? { ...choice, command: "a" } : choice));
  const effective = used({ ...history, choices });
  return effective === null ? history : { ...history, choices: effective };
}
