import type { Timer } from "../../traces/format/index.js";
import type { Command } from "./command.js";
import type { Driver } from "./driver.js";
import { names } from "./election-commands.js";

/** A timer fires where it has a meaning, or (duplicated timeout) where it no longer has one. */
export function timeout(server: number, timer: Timer): Command {
  return {
    kind: "timeout",
    check: (driver) => server < driver.size && driver.isLive(server),
    run: (driver) => driver.timeout(server, timer),
    toString: () => `${timer} timeout at s${server + 1}`,
  };
}

/** The leader's timer fires: with a quorum check it may find itself alone (D §6.2). */
export function leaderTimeout(which: "newest" | "oldest", timer: "heartbeat" | "quorumCheck"): Command {
  return {
    kind: "timeout",
    check: (driver) => driver.leader(which) >= 0,
    run: (driver) => driver.timeout(driver.leader(which), timer),
    toString: () => `${timer} timeout at the ${which} leader`,
  };
}

/** Crash and start at once: memory is lost, of the unsynced records the first `kept` survive. */
export function restart(server: number, kept: number): Command {
  return {
    kind: "restart",
    check: (driver) => server < driver.size && driver.world.isUp(server),
    run(driver) {
      driver.world.crash(server, kept);
      driver.world.start(server);
    },
    toString: () => `restart s${server + 1}, keeping ${kept} unsynced records`,
  };
}

export function crash(server: number, kept: number): Command {
  return {
    kind: "crash",
    check: (driver) => server < driver.size && driver.world.isUp(server),
    run: (driver) => driver.world.crash(server, kept),
    toString: () => `crash s${server + 1}, keeping ${kept} unsynced records`,
  };
}

/** The first server that is down starts again. */
export function start(): Command {
  const down = (driver: Driver): number => driver.world.subjects.indexOf(null);
  return {
    kind: "start",
    check: (driver) => down(driver) >= 0,
    run: (driver) => driver.world.start(down(driver)),
    toString: () => "start the first server that is down",
  };
}

/** Cuts the links between `group` (a bit mask) and the rest; `oneWay`: only what the group sends. */
export function partition(group: number, oneWay: boolean): Command {
  return {
    kind: "partition",
    check(driver) {
      const inside = group & ((1 << driver.size) - 1);
      return inside !== 0 && inside !== (1 << driver.size) - 1;
    },
    run(driver) {
      for (let from = 0; from < driver.size; from += 1) {
        for (let to = 0; to < driver.size; to += 1) {
          if (from === to) continue;
          const leaves = ((group >> from) & 1) === 1 && ((group >> to) & 1) === 0;
          const enters = ((group >> from) & 1) === 0 && ((group >> to) & 1) === 1;
          driver.world.setLink(from, to, leaves || (enters && !oneWay));
        }
      }
    },
    toString: () => `partition ${names(group)}${oneWay ? ", what they send" : ""}`,
  };
}

/** Mends all links. */
export function heal(): Command {
  return {
    kind: "heal",
    check: (driver) => driver.world.network.isPartitioned,
    run(driver) {
      for (let from = 0; from < driver.size; from += 1) {
        for (let to = 0; to < driver.size; to += 1) driver.world.setLink(from, to, false);
      }
    },
    toString: () => "heal the network",
  };
}

/** The first server from `server` on, going round, whose disk has a write to complete; -1 if none. */
function withOutstandingWrite(driver: Driver, server: number): number {
  for (let place = 0; place < driver.size; place += 1) {
    const candidate = (server + place) % driver.size;
    if (driver.world.hasOutstandingWrite(candidate)) return candidate;
  }
  return -1;
}

/** A slow disk completes its oldest write, or all. */
export function sync(server: number, all: boolean): Command {
  return {
    kind: "sync",
    check: (driver) => withOutstandingWrite(driver, server) >= 0,
    run(driver) {
      const slow = withOutstandingWrite(driver, server);
      if (all) driver.sync(slow);
      else driver.world.completeWrite(slow);
    },
    toString: () => `sync ${all ? "all writes" : "the oldest write"} of s${server + 1} or the next with one`,
  };
}

/** The oldest write of a slow disk fails. */
export function failWrite(server: number): Command {
  return {
    kind: "failWrite",
    check: (driver) => withOutstandingWrite(driver, server) >= 0,
    run: (driver) => driver.world.failWrite(withOutstandingWrite(driver, server)),
    toString: () => `fail the oldest write of s${server + 1} or the next with one`,
  };
}
