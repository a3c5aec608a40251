import type { World } from "../../impl/cluster/index.js";
import type { ServerId } from "../../traces/format/index.js";
import { envelopeText, logText } from "./step-text.js";

/** Every server's state, a row each; of one that is down, what its disk holds. */
export function stateTable(world: World): string[] {
  const heading = ["server", "role", "term", "vote", "leader", "commit", "synced", "log"];
  return table([
    heading,
    ...world.configuration.servers.map((name, server) => stateRow(world, name, server)),
  ]);
}

function stateRow(world: World, name: ServerId, server: number): string[] {
  if (!world.isUp(server)) {
    const disk = world.disks[server] as World["disks"][number];
    return [name, "down", `${disk.currentTerm}`, disk.votedFor ?? "-", "-", "-", "-", logText(disk.log())];
  }
  const state = world.state(server);
  const { currentTerm, votedFor, durable, log } = state;
  const isSynced =
    durable.currentTerm === currentTerm &&
    durable.votedFor === votedFor &&
    durable.lastIndex === log.baseIndex + log.entries.length;
  return [
    name,
    state.role,
    `${currentTerm}`,
    votedFor ?? "-",
    state.leader ?? "-",
    `${state.commitIndex}`,
    isSynced
      ? "all"
      : `term ${durable.currentTerm}, vote ${durable.votedFor ?? "-"}, to ${durable.lastIndex}`,
    logText(log),
  ];
}

/** What a leader knows of its followers' logs. */
export function progressTable(world: World, leader: number): string[] {
  const { nextIndex, matchIndex } = world.state(leader);
  const rows = world.configuration.servers.flatMap((name, server) =>
    server === leader ? [] : [[name, `${nextIndex[server]}`, `${matchIndex[server]}`]],
  );
  return table([["follower", "next", "match"], ...rows]);
}

/** The messages in flight, in the order of sending. */
export function inFlightList({ network }: World): string[] {
  const { inFlight } = network;
  return inFlight.length === 0 ? ["nothing"] : inFlight.map(({ message }) => envelopeText(message));
}

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] as readonly string[]).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] as string).length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join("  ")
      .trimEnd(),
  );
}
