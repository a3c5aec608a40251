import { electionTimeout } from "./fault-plan.js";

/*
 * How long a healed cluster may take to have a leader, such that a correct one is called dead in fewer
 * than one of 10⁹ runs.
 *
 * Healed means: all servers run, no message is lost or overtaken, messages take at most
 * l = `healedLatency`, syncs at most d = `healedSync`, clocks are true. l and d are a tiny fraction of the
 * spread T of the election timeouts, which are drawn from [T, 2T) (§5.6 of the paper: "broadcast time ≪
 * election timeout"). Time counts from the moment at which nothing drawn under faults is still to come.
 *
 * Exchange. All that follows from a server's election timeout is over within δ = 4d + 5l: the pre-vote
 * and its answers, the vote and its answers (each may wait for a sync before it leaves), and the first
 * appends of the new leader have arrived.
 *
 * Collision: two servers' election timeouts within δ of each other. A timeout of length U ≥ T shows
 * nothing of U before T has passed, so only draws that survive T count, and a server has at most
 * W/T + 1 of those in a time W. Each meets at most n − 1 other deadlines that are drawn already, and hits
 * the 2δ + 1 values around one with a chance of (2δ + 1)/T. So in any time W, whatever went before,
 *
 *     P(collision) ≤ q = n (⌊W/T⌋ + 1) (n − 1) (2δ + 1) / T.
 *
 * Window. If no collision happens in W = `window(n)` after a first T (in which checks begun before end),
 * then a leader is elected in it and stays. For take a server "low" if its term is below the highest.
 *  - A leader stays unless some server's term is higher; that one answers the next heartbeat, so such an
 *    unstable leader falls within u = heartbeat + 2l + d, and the contacts it made are forgotten T + l later.
 *  - Timeouts come singly, so a server that is low when its timeout comes learns the highest term from the
 *    answers: it is not low after δ. And nobody becomes low: only a server in the highest term goes beyond
 *    it, everybody else adopts the new term, but for those in contact with a leader of an older one
 *    (dissertation §4.2.3), who are low already.
 *  - Within 2T of any moment a server whose log is the best has a timeout, or grants a vote to an equal
 *    one that had. If it is not low and no contact is remembered, all vote for it: a leader that stays.
 *  - So every 2T + δ one of at most n − 1 low servers is used up. At most ⌈n/2⌉ − 1 of them were elected
 *    meanwhile (a majority was low then), and each of those costs u + T + l more.
 *
 * The chance that `windows` windows in a row all have a collision is at most q^windows.
 */

/** Longest way of a message in a healed cluster, in microseconds. */
export const healedLatency = 10;

/** Longest sync in a healed cluster, in microseconds. */
export const healedSync = 10;

/** A false alarm must be rarer than once in this many runs. */
export const runsPerFalseAlarm = 1_000_000_000;

/** All that follows from one election timeout is over after this: δ. */
const exchange = 4 * healedSync + 5 * healedLatency;

/** Steps at and about one server that follow from a timeout, an entry or a heartbeat, at most. */
const stepsPerServer = 10;

/** A client of a healed cluster proposes this often, in microseconds. */
export const healedProposalInterval = electionTimeout / 8;

/** How long a healed cluster may take. */
export interface RecoveryBound {
  /** Length of one window in microseconds. */
  readonly window: number;
  /** Bound of the chance that a window is spoilt by a collision: q. */
  readonly collisionChance: number;
  readonly windows: number;
  /** Bound of the chance that all windows are spoilt. */
  readonly falseAlarmChance: number;
  /** Time within which there must be a leader that stays and has committed a new command everywhere. */
  readonly total: number;
  /** Steps that a cluster may take in that time. One that takes more goes round in circles. */
  readonly steps: number;
}

/**
 * The bound for `size` servers whose leaders send heartbeats at this interval (microseconds), the
 * longest of whose logs has `entries` entries.
 */
export function recoveryBound(size: number, heartbeat: number, entries: number): RecoveryBound {
  const fall = heartbeat + 2 * healedLatency + healedSync;
  const forget = electionTimeout + healedLatency;
  const round = 2 * electionTimeout + exchange;
  const unstableLeaders = Math.ceil(size / 2) - 1;
  const window =
    electionTimeout +
    fall +
    exchange +
    forget +
    (size - 1) * round +
    unstableLeaders * (fall + forget) +
    round;
  const draws = size * (Math.floor(window / electionTimeout) + 1);
  const collisionChance = (draws * (size - 1) * (2 * exchange + 1)) / electionTimeout;
  let windows = 1;
  let falseAlarmChance = collisionChance;
  while (falseAlarmChance * runsPerFalseAlarm >= 1) {
    windows += 1;
    falseAlarmChance *= collisionChance;
  }
  // What leaders that fell again may have added: a noop each, and what the client proposed meanwhile.
  const added = windows * draws * (2 + Math.floor(fall / healedProposalInterval));
  const total = windows * window + catchUpTime(entries + added, heartbeat);
  const steps =
    size * stepsPerServer * (windows * draws + 2 * (entries + added) + Math.ceil(total / heartbeat));
  return { window, collisionChance, windows, falseAlarmChance, total, steps };
}

/**
 * Time in which a leader that stays brings `entries` entries to every server, with one new command
 * behind them: at worst an exchange to step back over each and one to send each, a proposal, and four
 * heartbeats (to find a follower whose answers are missing, to fill its window, to tell the commit).
 */
function catchUpTime(entries: number, heartbeat: number): number {
  return 2 * (entries + 1) * exchange + 4 * heartbeat + healedProposalInterval;
}
