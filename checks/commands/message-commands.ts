import type { Envelope, Pick } from "../../impl/cluster/index.js";
import type { MessageKind } from "../../traces/format/index.js";
import type { Command } from "./command.js";
import type { Driver } from "./driver.js";

/** Which kinds of message a command is about. */
export type Family = "request" | "answer" | "vote" | "append";

const families: { readonly [family in Family]: readonly MessageKind[] } = {
  request: ["requestVote", "requestPreVote", "appendEntries"],
  answer: ["requestVoteResponse", "requestPreVoteResponse", "appendEntriesResponse"],
  vote: ["requestVote", "requestVoteResponse", "requestPreVote", "requestPreVoteResponse"],
  append: ["appendEntries", "appendEntriesResponse"],
};

/** Stands for any receiver. */
export const anyone = -1;

/** Oldest or newest message of a family to a server (or to anyone), from anyone who can reach it. */
function findTo(driver: Driver, to: number, family: Family, pick: Pick): Envelope | null {
  const kinds = families[family];
  const { inFlight } = driver.world.network;
  let found: Envelope | null = null;
  for (const envelope of inFlight) {
    if (to !== anyone && envelope.to !== to) continue;
    if (!kinds.includes(envelope.message.kind) || !driver.canReach(envelope.from, envelope.to)) continue;
    if (pick === "oldest") return envelope;
    found = envelope;
  }
  return found;
}

/** One message arrives: an old one is a late arrival, the newest overtakes the others. */
export function deliver(to: number, family: Family, pick: Pick): Command {
  return {
    kind: "deliver",
    check: (driver) => findTo(driver, to, family, pick) !== null,
    run: (driver) => driver.deliver(findTo(driver, to, family, pick) as Envelope),
    toString: () => `deliver ${pick} ${family} to ${to === anyone ? "anyone" : `s${to + 1}`}`,
  };
}

/** The message that was last delivered on a link arrives a second time. */
export function again(from: number, to: number): Command {
  const find = (driver: Driver): Envelope | null =>
    from < driver.size && to < driver.size && driver.canReach(from, to)
      ? driver.world.network.lastDelivered(from, to)
      : null;
  return {
    kind: "again",
    check: (driver) => find(driver) !== null,
    run: (driver) => driver.deliver(driver.world.duplicate(find(driver) as Envelope)),
    toString: () => `deliver again what s${from + 1} last told s${to + 1}`,
  };
}

/** One message is lost. */
export function drop(to: number, family: Family, pick: Pick): Command {
  return {
    kind: "drop",
    check: (driver) => findTo(driver, to, family, pick) !== null,
    run: (driver) => driver.world.drop(findTo(driver, to, family, pick) as Envelope),
    toString: () => `lose ${pick} ${family} to ${to === anyone ? "anyone" : `s${to + 1}`}`,
  };
}

/** Everything that can arrive does, in the order of sending, for up to `limit` messages. */
export function deliverAll(limit: number): Command {
  const first = (driver: Driver): Envelope | undefined =>
    driver.world.network.inFlight.find((envelope) => driver.canReach(envelope.from, envelope.to));
  return {
    kind: "deliverAll",
    check: (driver) => first(driver) !== undefined,
    run(driver) {
      for (let count = 0; count < limit; count += 1) {
        const envelope = first(driver);
        if (envelope === undefined) return;
        driver.deliver(envelope);
      }
    },
    toString: () => `deliver up to ${limit} messages in order`,
  };
}
