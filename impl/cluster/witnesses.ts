/** What happened in timed histories, by name: proof that a green run was not an empty one. */
export type Witnesses = { [Name in WitnessName]: number };

export type WitnessName = (typeof witnessNames)[number];

export const witnessNames = [
  "messagesDelivered",
  "messagesLost",
  "messagesCut",
  "messagesToCrashed",
  "duplicates",
  "reorderings",
  "twoWayPartitions",
  "oneWayPartitions",
  "messagePartitions",
  "partitionsHealed",
  "crashes",
  "crashesInWrites",
  "powerFailures",
  "restarts",
  "lostTails",
  "tornWrites",
  "failedWrites",
  "slowWrites",
  "serversStopped",
  "clocksSkewed",
  "duplicatedTimeouts",
  "proposals",
  "leadersElected",
  "entriesCommitted",
] as const;

export function noWitnesses(): Witnesses {
  return Object.fromEntries(witnessNames.map((name) => [name, 0])) as Witnesses;
}

/** Adds what happened in one history to the sum over many. */
export function addWitnesses(sum: Witnesses, history: Witnesses): void {
  for (const name of witnessNames) sum[name] += history[name];
}
