import type {
  CoreInput,
  CoreMessage,
  Effect,
  Entry,
  Index,
  Log,
  Message,
  ServerId,
  StepEvent,
  StorageRecord,
  Term,
} from "../../traces/format/index.js";

/**
 * A step as a scenario tells it: what came in on one line, and below it, a line each, what went out. Timers
 * are left out; equal messages to several servers share a line. Only what the servers of this version
 * speak is told.
 */
export function stepText({ input, effects, state }: StepEvent): string[] {
  const lines: string[] = [];
  for (const [offset, effect] of effects.entries()) {
    if (effect.kind !== "send") lines.push(...effectText(effect));
    else if (!isRepetition(effects[offset - 1], effect.message)) {
      lines.push(sendText(effect.message, receivers(effects.slice(offset), effect.message)));
    }
  }
  return [`${state.self}: ${inputText(input as CoreInput)}`, ...lines.map((line) => `  ${line}`)];
}

/** "4:x" is a command of term 4, "4:noop" a leader's empty entry, "4" a command without text. */
export function logText({ entries }: Log): string {
  return entries.length === 0 ? "-" : entries.map(entryText).join(" ");
}

/** A message on its way: "s1 > s2 requestVote: …". */
export function envelopeText(message: Message): string {
  return `${message.from} > ${message.to} ${message.kind}: ${contentText(message)}`;
}

function entryText(entry: Entry): string {
  if (entry.kind !== "command") return `${entry.term}:${entry.kind}`;
  return entry.command === "" ? `${entry.term}` : `${entry.term}:${entry.command}`;
}

const place = (index: Index, term: Term): string => `(${index},${term})`;

function inputText(input: CoreInput): string {
  switch (input.kind) {
    case "start":
      return `start of life ${input.incarnation}: term ${input.currentTerm}, vote ${input.votedFor ?? "-"}, log ${logText(input.log)}`;
    case "message":
      return `${input.message.kind} from ${input.message.from}: ${contentText(input.message)}`;
    case "timeout":
      return `${input.timer} timeout`;
    case "propose":
      return `propose ${input.command}`;
    case "storageDone":
      return "write done";
    case "storageFailed":
      return "write failed";
  }
}

/** What a message says, without its kind and ends. */
function contentText(message: Message): string {
  return [`term ${message.term}`, ...details(message as CoreMessage)].join(", ");
}

function details(message: CoreMessage): string[] {
  switch (message.kind) {
    case "requestVote":
    case "requestPreVote":
      return [`log end ${place(message.lastLogIndex, message.lastLogTerm)}`];
    case "requestVoteResponse":
    case "requestPreVoteResponse":
      return [message.granted ? "granted" : "refused"];
    case "appendEntries":
      return [
        `after ${place(message.prevLogIndex, message.prevLogTerm)}`,
        message.entries.length === 0 ? "no entries" : message.entries.map(entryText).join(" "),
        `commit ${message.leaderCommit}`,
      ];
    case "appendEntriesResponse":
      return message.success
        ? [`match ${message.matchIndex}`]
        : ["refused", `hint ${place(message.conflictIndex, message.conflictTerm)}`];
  }
}

function effectText(effect: Exclude<Effect, { kind: "send" }>): string[] {
  switch (effect.kind) {
    case "becameRole":
      return [`becomes ${effect.role} of term ${effect.term}`];
    case "persist":
      return [`writes ${effect.records.map(recordText).join("; ")}`];
    case "apply":
      return effect.entries.map((entry, offset) => `commits ${effect.index + offset}: ${entryText(entry)}`);
    case "respond":
      return [`answers ${effect.client}/${effect.serial}: ${effect.outcome}, ${effect.reason}`];
    case "stopped":
      return [`stops: ${effect.reason}`];
    case "setTimer":
      return [];
  }
}

function recordText(record: StorageRecord): string {
  switch (record.kind) {
    case "hardState":
      return `term ${record.currentTerm}, vote ${record.votedFor ?? "-"}`;
    case "truncate":
      return `truncate from ${record.from}`;
    case "append":
      return `append ${record.index}: ${entryText(record.entry)}`;
  }
}

function sendText(message: Message, to: readonly ServerId[]): string {
  return `sends ${message.kind} to ${to.join(" ")}: ${contentText(message)}`;
}

const isEqual = (left: Message, right: Message): boolean =>
  left.kind === right.kind && contentText(left) === contentText(right);

/** True if the effect before sent an equal message: it is told there. */
function isRepetition(before: Effect | undefined, message: Message): boolean {
  return before?.kind === "send" && isEqual(before.message, message);
}

/** To whom the first of these effects, and those equal to it that follow at once, are sent. */
function receivers(effects: readonly Effect[], message: Message): ServerId[] {
  const to: ServerId[] = [];
  for (const effect of effects) {
    if (effect.kind !== "send" || !isEqual(effect.message, message)) break;
    to.push(effect.message.to);
  }
  return to;
}
