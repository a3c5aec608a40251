import type { Pick } from "../../impl/cluster/index.js";
import type { Command } from "./command.js";
import type { Driver } from "./driver.js";

type Which = "newest" | "oldest";

/** A client proposes at the newest leader, or at the oldest (which may have been deposed unknowingly). */
export function propose(which: Which, text: string): Command {
  return {
    kind: "propose",
    check: (driver) => driver.leader(which) >= 0,
    run(driver) {
      const leader = driver.leader(which);
      driver.world.propose(leader, text);
      driver.settle(leader);
    },
    toString: () => `propose "${text}" at the ${which} leader`,
  };
}

/** A client proposes at a server that need not be leader. */
export function proposeAt(server: number, text: string): Command {
  return {
    kind: "propose",
    check: (driver) => server < driver.size && driver.isLive(server),
    run(driver) {
      driver.world.propose(server, text);
      driver.settle(server);
    },
    toString: () => `propose "${text}" at s${server + 1}`,
  };
}

/** How a leader's append is handed on. */
export interface Replication {
  /** Which append in flight; "heartbeat" makes a fresh, empty one first. */
  readonly pick: Pick | "heartbeat";
  /** Exchanges at most: a new leader may need some to find where the logs agree. */
  readonly rounds: number;
  /** False: the answer to the last append stays in flight. */
  readonly answered: boolean;
}

/**
 * A leader's append reaches a follower, and the answer comes back. The follower is the `place`-th
 * behind the leader in the order of the servers, starting over at the end.
 */
export function replicate(which: Which, place: number, replication: Replication): Command {
  const { pick, rounds, answered } = replication;
  const follower = (driver: Driver, leader: number): number => (leader + 1 + place) % driver.size;
  return {
    kind: "replicate",
    check(driver) {
      const leader = driver.leader(which);
      return leader >= 0 && place < driver.size - 1 && driver.canReach(leader, follower(driver, leader));
    },
    run(driver) {
      const leader = driver.leader(which);
      const to = follower(driver, leader);
      if (pick === "heartbeat") driver.timeout(leader, "heartbeat");
      for (let round = 0; round < rounds; round += 1) {
        if (!handOver(driver, leader, to, pick === "oldest" ? "oldest" : "newest", round === 0)) return;
        if (!answered && round === rounds - 1) return;
        if (!driver.deliverNewest(to, leader, "appendEntriesResponse")) return;
        if (!driver.isLeader(leader)) return;
      }
    },
    toString: () =>
      `replicate ${pick} append of the ${which} leader to follower ${place + 1} behind it, ${rounds} rounds${answered ? "" : ", last answer held"}`,
  };
}

/** Delivers one append; makes one by a heartbeat if none is in flight and `mayBeat`. */
function handOver(driver: Driver, leader: number, to: number, pick: Pick, mayBeat: boolean): boolean {
  const { network } = driver.world;
  let envelope = network.find(leader, to, "appendEntries", pick);
  if (envelope === null && mayBeat) {
    driver.timeout(leader, "heartbeat");
    envelope = network.find(leader, to, "appendEntries", pick);
  }
  if (envelope === null || !driver.canReach(leader, to)) return false;
  driver.deliver(envelope);
  return driver.isLeader(leader);
}
