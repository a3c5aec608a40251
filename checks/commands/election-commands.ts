import type { Command } from "./command.js";
import type { Driver } from "./driver.js";

/** The first server from `server` on, going round, that runs and does not lead; -1 if there is none. */
function standing(driver: Driver, server: number): number {
  for (let place = 0; place < driver.size; place += 1) {
    const candidate = (server + place) % driver.size;
    if (driver.isLive(candidate) && !driver.isLeader(candidate)) return candidate;
  }
  return -1;
}

/**
 * The election timer of a server (or, if it leads, of the next one) fires and the servers of `voters` (a bit mask) answer its requests;
 * those of the others stay in flight. With `contactLost` the voters' contact with the present
 * leader has run out first, as it must for them to answer at all (D §4.2.3).
 */
export function elect(server: number, voters: number, contactLost: boolean): Command {
  return {
    kind: "elect",
    check: (driver) => standing(driver, server) >= 0,
    run(driver) {
      const candidate = standing(driver, server);
      driver.timeout(candidate, "election");
      canvass(driver, candidate, voters, contactLost, "preCandidate");
      canvass(driver, candidate, voters, contactLost, "candidate");
    },
    toString: () =>
      `elect s${server + 1}, or the next that can stand, by ${names(voters)}${contactLost ? " after contact is lost" : ""}`,
  };
}

/** Request and answer with each chosen voter, as long as the server is still in `role`. */
function canvass(
  driver: Driver,
  server: number,
  voters: number,
  contactLost: boolean,
  role: "preCandidate" | "candidate",
): void {
  const request = role === "candidate" ? "requestVote" : "requestPreVote";
  const response = role === "candidate" ? "requestVoteResponse" : "requestPreVoteResponse";
  for (let voter = 0; voter < driver.size; voter += 1) {
    if (((voters >> voter) & 1) === 0 || voter === server) continue;
    if (!driver.isLive(server) || driver.state(server).role !== role) return;
    if (contactLost && driver.isLive(voter) && driver.state(voter).leaderContact) {
      driver.timeout(voter, "leaderContact");
    }
    driver.exchange(server, voter, request, response);
  }
}

/** "s1 s3" for the bit mask 5. */
export function names(mask: number): string {
  const servers: string[] = [];
  for (let server = 0; mask >> server !== 0; server += 1) {
    if (((mask >> server) & 1) === 1) servers.push(`s${server + 1}`);
  }
  return servers.length > 0 ? servers.join(" ") : "nobody";
}
