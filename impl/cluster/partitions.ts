import type { MessageKind } from "../../traces/format/index.js";
import type { PartitionKind } from "./fault-plan.js";
import type { Random } from "./random.js";

/** The messages that a partition by message can take. */
const messageKinds: readonly MessageKind[] = [
  "requestVote",
  "requestVoteResponse",
  "requestPreVote",
  "requestPreVoteResponse",
  "appendEntries",
  "appendEntriesResponse",
];

/** A one-way link between two servers, given by their offsets. */
export interface Link {
  readonly from: number;
  readonly to: number;
}

/** Which links do not carry (all messages, or those of one kind). */
export interface Partition {
  readonly kind: PartitionKind;
  readonly links: readonly Link[];
  /** Null: all messages. */
  readonly messageKind: MessageKind | null;
}

/**
 * Draws a partition of a cluster of two servers or more. A third each: one server apart (`target`),
 * any split in two groups, any set of links (a cluster that is connected, but not everywhere).
 */
export function drawPartition(
  random: Random,
  size: number,
  kinds: readonly PartitionKind[],
  target: number,
): Partition {
  const kind = random.pick(kinds);
  const messageKind = kind === "byMessage" ? random.pick(messageKinds) : null;
  const outgoing = random.chance(500);
  const anyLinks = random.below(3) === 0;
  const inGroup = random.chance(500) ? drawGroup(random, size) : aloneIn(size, target);
  const links: Link[] = [];
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) {
      if (from === to || (kind === "twoWay" && from > to)) continue;
      const crosses = anyLinks ? random.chance(400) : inGroup[from] !== inGroup[to];
      const isTaken = anyLinks || kind !== "oneWay" || inGroup[from] === outgoing;
      if (!crosses || !isTaken) continue;
      links.push({ from, to });
      if (kind === "twoWay") links.push({ from: to, to: from });
    }
  }
  return { kind, links, messageKind };
}

function aloneIn(size: number, target: number): readonly boolean[] {
  return Array.from({ length: size }, (_, server) => server === target);
}

/** Any group that is neither empty nor everybody. */
function drawGroup(random: Random, size: number): readonly boolean[] {
  const members = random.between(1, 2 ** size - 2);
  return Array.from({ length: size }, (_, server) => ((members >> server) & 1) === 1);
}
