import { type Problem, shortJson } from "../schema/index.js";

/** The version of the trace format that this program writes. */
export const CURRENT_VERSION = 1;

/** A line of JSON whose form is not known yet. */
export interface RawLine {
  readonly [field: string]: unknown;
}

/** Rewrites a line of one version into the next; a header's `version` is set by the caller. */
export type LineUpgrade = (line: RawLine) => RawLine;

/** For each older version that can still be read, how its lines become lines of the next version. */
export interface UpgradeTable {
  readonly [version: number]: LineUpgrade;
}

/** Version 1 is the first. */
export const UPGRADES: UpgradeTable = {};

/** How to read a trace: rewrite its lines, or say why it cannot be read. */
export type Reading =
  | { readonly upgrade: LineUpgrade; readonly problem: null }
  | { readonly problem: Problem };

const asItIs: LineUpgrade = (line) => line;

/**
 * Chooses how to read the trace that begins with this header. What is not a trace header of some version
 * is left to the schema to complain about.
 */
export function readingOf(header: RawLine, upgrades: UpgradeTable, current: number): Reading {
  const { format, version } = header;
  const readable = format === "raft-lockstep-trace" && typeof version === "number";
  if (!readable || version === current) return { upgrade: asItIs, problem: null };
  const chain: LineUpgrade[] = [];
  for (let from = version; from < current; from += 1) {
    const next = upgrades[from];
    if (next === undefined) break;
    chain.push(next);
  }
  if (version > current || version + chain.length !== current)
    return unknownVersion(version, upgrades, current);
  const upgrade: LineUpgrade = (line) => {
    const upgraded = chain.reduce((older, next) => next(older), line);
    return upgraded.kind === "header" ? { ...upgraded, version: current } : upgraded;
  };
  return { upgrade, problem: null };
}

function unknownVersion(version: number, upgrades: UpgradeTable, current: number): Reading {
  const known = [...Object.keys(upgrades).map(Number), current].sort((a, b) => a - b).join(", ");
  const age = version > current ? "newer than this program" : "not known";
  return { problem: { field: "version", message: `${shortJson(version)} is ${age}; known: ${known}` } };
}
