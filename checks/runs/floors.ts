import type { DeclaredTransition } from "../../model/index.js";
import type { Counts } from "../../traces/format/index.js";
import type { BatchReport } from "./batch.js";

/** Fewest histories and compared steps of a green verification. */
export const workFloors = { histories: 10_000, comparisons: 1_000_000 } as const;

/** How often each witness must have been seen: nothing is green that saw no trouble. */
export const floors: Counts = {
  leaderElected: 1000,
  reElected: 1000,
  entryCommitted: 1000,
  oldTermEntryCommitted: 100,
  conflictTruncated: 100,
  commitBoundedByMessage: 100,
  voteRefusedForLog: 100,
  duplicateVoteIgnored: 20,
  preVoteRefused: 100,
  leaderProtected: 100,
  quorumLostStepDown: 20,
  staleLeaderDeposed: 100,
  restartedWithVote: 100,
  tornWriteLost: 10,
  messagesLost: 100,
  reorderings: 100,
  duplicates: 100,
  twoWayPartitions: 20,
  oneWayPartitions: 20,
  partitionsHealed: 20,
  crashes: 100,
  lostTails: 10,
  failedWrites: 10,
  slowWrites: 100,
  clocksSkewed: 20,
  duplicatedTimeouts: 20,
  recoveredAfterHealing: 50,
};

/** What must have been seen before a run is green. */
export interface Floors {
  readonly histories: number;
  readonly comparisons: number;
  readonly witnesses: Counts;
}

/** What a run has not seen often enough, each in words. */
export function missedFloors(
  report: BatchReport,
  transitions: readonly DeclaredTransition[],
  least: Floors,
): string[] {
  const work = (["histories", "comparisons"] as const).flatMap((name) =>
    report[name] < least[name] ? [`${name}: ${report[name]} of at least ${least[name]}`] : [],
  );
  const witnesses = Object.entries(least.witnesses).flatMap(([name, floor]) => {
    const seen = report.witnesses[name] ?? 0;
    return seen < floor ? [`witness ${name}: seen ${seen} times, at least ${floor} wanted`] : [];
  });
  const untaken = transitions
    .filter(({ id, replaced }) => replaced === null && (report.transitions[id] ?? 0) === 0)
    .map(({ id }) => `chart transition never taken: ${id}`);
  return [...work, ...witnesses, ...untaken];
}
