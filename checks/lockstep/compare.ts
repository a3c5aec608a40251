import type {
  AppendEntriesResponse,
  Effect,
  Entry,
  Index,
  Log,
  Message,
  SendEffect,
  Server,
  ServerId,
  StorageRecord,
} from "../../traces/format/index.js";

/** Where two readings differ: a field and the two values, ready for a report. */
export interface Difference {
  readonly field: string;
  readonly chart: unknown;
  readonly impl: unknown;
}

const differ = (field: string, chart: unknown, impl: unknown): Difference => ({ field, chart, impl });

/** Equal lists, in order. */
function sameList(left: readonly unknown[], right: readonly unknown[]): boolean {
  if (left.length !== right.length) return false;
  for (let offset = 0; offset < left.length; offset += 1) {
    if (left[offset] !== right[offset]) return false;
  }
  return true;
}

/** Equal but for the order: votes may be noted in any. */
function sameVotes(left: readonly ServerId[], right: readonly ServerId[]): boolean {
  return sameList(left, right) || sameList([...left].sort(), [...right].sort());
}

/** Entries are equal if everything in them is. */
function sameEntry(left: Entry, right: Entry): boolean {
  if (left === right) return true;
  if (left.kind !== right.kind || left.term !== right.term) return false;
  if (left.kind === "command" && right.kind === "command") {
    return left.command === right.command && left.client === right.client && left.serial === right.serial;
  }
  if (left.kind === "config" && right.kind === "config")
    return JSON.stringify(left) === JSON.stringify(right);
  return true;
}

/** Compares two logs from an index on (all before it is known to be equal). */
export function compareLogs(chart: Log, impl: Log, fromIndex: Index): Difference | null {
  const { baseIndex, baseTerm, entries } = chart;
  if (baseIndex !== impl.baseIndex) return differ("log.baseIndex", baseIndex, impl.baseIndex);
  if (baseTerm !== impl.baseTerm) return differ("log.baseTerm", baseTerm, impl.baseTerm);
  if (entries.length !== impl.entries.length) {
    return differ("log.lastIndex", baseIndex + entries.length, baseIndex + impl.entries.length);
  }
  for (let offset = Math.max(0, fromIndex - 1 - baseIndex); offset < entries.length; offset += 1) {
    const expected = entries[offset] as Entry;
    const actual = impl.entries[offset] as Entry;
    if (!sameEntry(expected, actual)) {
      const index = baseIndex + offset + 1;
      return differ("log.entries", { index, entry: expected }, { index, entry: actual });
    }
  }
  return null;
}

/** Compares everything of two views but the logs and `nextIndex`, which is the implementation's freedom. */
export function compareViews(chart: Server, impl: Server): Difference | null {
  if (chart.role !== impl.role) return differ("role", chart.role, impl.role);
  if (chart.currentTerm !== impl.currentTerm)
    return differ("currentTerm", chart.currentTerm, impl.currentTerm);
  if (chart.votedFor !== impl.votedFor) return differ("votedFor", chart.votedFor, impl.votedFor);
  if (chart.leader !== impl.leader) return differ("leader", chart.leader, impl.leader);
  if (chart.commitIndex !== impl.commitIndex)
    return differ("commitIndex", chart.commitIndex, impl.commitIndex);
  const durable = chart.durable;
  if (
    durable.currentTerm !== impl.durable.currentTerm ||
    durable.votedFor !== impl.durable.votedFor ||
    durable.lastIndex !== impl.durable.lastIndex
  ) {
    return differ("durable", durable, impl.durable);
  }
  if (chart.leaderContact !== impl.leaderContact) {
    return differ("leaderContact", chart.leaderContact, impl.leaderContact);
  }
  if (!sameVotes(chart.votesGranted, impl.votesGranted)) {
    return differ("votesGranted", chart.votesGranted, impl.votesGranted);
  }
  if (!sameVotes(chart.preVotesGranted, impl.preVotesGranted)) {
    return differ("preVotesGranted", chart.preVotesGranted, impl.preVotesGranted);
  }
  if (!sameVotes(chart.heardFrom, impl.heardFrom))
    return differ("heardFrom", chart.heardFrom, impl.heardFrom);
  if (!sameList(chart.matchIndex, impl.matchIndex))
    return differ("matchIndex", chart.matchIndex, impl.matchIndex);
  return null;
}

/** The released messages are equal in what the paper fixes; hints are free. */
function sameMessage(left: Message, right: Message): boolean {
  if (left.kind !== right.kind || left.to !== right.to || left.term !== right.term) return false;
  if (left.kind === "requestVoteResponse" || left.kind === "requestPreVoteResponse") {
    return left.granted === (right as typeof left).granted;
  }
  if (left.kind === "requestVote" || left.kind === "requestPreVote") {
    const other = right as typeof left;
    return left.lastLogIndex === other.lastLogIndex && left.lastLogTerm === other.lastLogTerm;
  }
  if (left.kind === "appendEntriesResponse") {
    const other = right as AppendEntriesResponse;
    return left.success === other.success && left.matchIndex === other.matchIndex;
  }
  return true;
}

function sameRecord(left: StorageRecord, right: StorageRecord): boolean {
  if (left.kind !== right.kind) return false;
  if (left.kind === "hardState") {
    const other = right as typeof left;
    return left.currentTerm === other.currentTerm && left.votedFor === other.votedFor;
  }
  if (left.kind === "truncate") return left.from === (right as typeof left).from;
  const other = right as typeof left;
  return left.index === other.index && sameEntry(left.entry, other.entry);
}

function sameEffect(left: Effect, right: Effect): boolean {
  if (left.kind === "send" && right.kind === "send") return sameMessage(left.message, right.message);
  if (left.kind === "persist" && right.kind === "persist") {
    return (
      left.records.length === right.records.length &&
      left.records.every((record, offset) => sameRecord(record, right.records[offset] as StorageRecord))
    );
  }
  if (left.kind === "apply" && right.kind === "apply") {
    return (
      left.index === right.index &&
      left.entries.length === right.entries.length &&
      left.entries.every((entry, offset) => sameEntry(entry, right.entries[offset] as Entry))
    );
  }
  if (left.kind === "respond" && right.kind === "respond") {
    return left.client === right.client && left.serial === right.serial && left.outcome === right.outcome;
  }
  return left.kind === "stopped" && right.kind === "stopped" && left.reason === right.reason;
}

const comparedKinds = ["send", "persist", "apply", "respond", "stopped"] as const;
type ComparedKind = (typeof comparedKinds)[number];

const isAppend = (effect: Effect): boolean =>
  effect.kind === "send" && (effect as SendEffect).message.kind === "appendEntries";

/** Offset of the next effect of a kind, appends left out; `effects.length` if there is none. */
function next(effects: readonly Effect[], kind: ComparedKind, from: number): number {
  let offset = from;
  while (offset < effects.length) {
    const effect = effects[offset] as Effect;
    if (effect.kind === kind && !isAppend(effect)) return offset;
    offset += 1;
  }
  return offset;
}

const timerBits = { election: 1, leaderContact: 2, heartbeat: 4, quorumCheck: 8 } as const;

/** One bit for each kind that occurs, and the set of timers: most steps have one or two kinds. */
function kindsOf(effects: readonly Effect[]): number {
  let bits = 0;
  for (const effect of effects) {
    if (effect.kind === "setTimer") bits |= timerBits[effect.timer] << 8;
    else if (effect.kind !== "becameRole" && !isAppend(effect))
      bits |= 1 << comparedKinds.indexOf(effect.kind);
  }
  return bits;
}

/** Compares what a step let out: order matters within a kind, not between kinds. */
export function compareEffects(chart: readonly Effect[], impl: readonly Effect[]): Difference | null {
  const kinds = kindsOf(chart);
  const implKinds = kindsOf(impl);
  if (kinds >> 8 !== implKinds >> 8) {
    const names = (effects: readonly Effect[]): string[] =>
      effects.flatMap((effect) => (effect.kind === "setTimer" ? [effect.timer] : []));
    return differ("effects.setTimer", names(chart), names(impl));
  }
  for (let position = 0; position < comparedKinds.length; position += 1) {
    if ((((kinds | implKinds) >> position) & 1) === 0) continue;
    const kind = comparedKinds[position] as ComparedKind;
    let left = next(chart, kind, 0);
    let right = next(impl, kind, 0);
    while (left < chart.length || right < impl.length) {
      const expected = chart[left];
      const actual = impl[right];
      if (expected === undefined || actual === undefined || !sameEffect(expected, actual)) {
        return differ(`effects.${kind}`, expected ?? null, actual ?? null);
      }
      left = next(chart, kind, left + 1);
      right = next(impl, kind, right + 1);
    }
  }
  return null;
}
