import type { HeaderLine, Input, Trace } from "../../traces/format/index.js";
import { findMutant } from "../mutants/index.js";
import { everythingRight, type PreparedReadings, prepareReadings } from "../runs/index.js";
import { noSuchMutant } from "./mutant-value.js";
import { UsageError } from "./usage-error.js";

/**
 * What the header of a trace says was run: the core beside the charts, with the rules of the header's
 * mutant. Throws `UsageError`, naming `file`, for a trace that this program cannot run again.
 */
export function readingsOfTrace({ header, events }: Trace, file: string): PreparedReadings {
  if (header.subject !== "core") {
    throw new UsageError(
      `${file}: header.subject: only "core" can be run again, is ${quoted(header.subject)}`,
    );
  }
  for (const event of events) {
    if (event.kind !== "step" || isSpoken(event.input)) continue;
    const { input, step } = event;
    const kind = input.kind === "message" ? input.message.kind : input.kind;
    throw new UsageError(`${file}: step ${step}: input: ${kind} cannot be run again by this version`);
  }
  return prepareReadings({ ...everythingRight, ...mutantOf(header, file) });
}

function mutantOf(
  { mutant: named }: HeaderLine,
  file: string,
): Partial<Parameters<typeof prepareReadings>[0]> {
  if (named === null) return {};
  const mutant = findMutant(named.id);
  if (mutant === undefined) throw new UsageError(`${file}: header.mutant.id: ${noSuchMutant(named.id)}`);
  if (!mutant.sides.includes(named.side)) {
    const sides = mutant.sides.join(", ");
    throw new UsageError(`${file}: header.mutant.side: must be one of ${sides}, is ${quoted(named.side)}`);
  }
  return { mutant, side: named.side };
}

const quoted = (text: string): string => JSON.stringify(text);

/** Is it an input of elections and replication? The vocabulary has more than this version runs. */
function isSpoken(input: Input): boolean {
  switch (input.kind) {
    case "start":
    case "timeout":
    case "propose":
    case "storageDone":
    case "storageFailed":
      return true;
    case "read":
    case "transfer":
    case "snapshotTaken":
      return false;
    case "message":
      return isSpokenMessage(input.message.kind);
  }
}

function isSpokenMessage(kind: (Input & { kind: "message" })["message"]["kind"]): boolean {
  switch (kind) {
    case "requestVote":
    case "requestVoteResponse":
    case "requestPreVote":
    case "requestPreVoteResponse":
    case "appendEntries":
    case "appendEntriesResponse":
      return true;
    case "installSnapshot":
    case "installSnapshotResponse":
    case "timeoutNow":
    case "readIndex":
    case "readIndexResponse":
      return false;
  }
}
