import type {
  Effect,
  Entry,
  FooterLine,
  HeaderLine,
  Index,
  Input,
  Log,
  Message,
  RecordedEffect,
  Role,
  ServerId,
  StorageRecord,
  Term,
  TraceLine,
} from "../format/index.js";

/**
 * One line of `log.txt`, in fixed columns, for eyes, grep and diff:
 *
 * | columns | name | what it shows |
 * |---|---|---|
 * | 1–7 | step | number of the step; for what lies between steps, the number of steps done before |
 * | 9–13 | cmd | command of the history, 0 outside any |
 * | 15–20 | server | the server, or `-` |
 * | 22–25 | role | after the step: `F`ollower, `P`reCandidate, `C`andidate, `L`eader, `S`topped |
 * | 27–30 | term | currentTerm after the step |
 * | 32–36 | last | last index of the log after the step |
 * | 38–43 | commit | commitIndex after the step |
 * | 46– | event | what came in ` -> ` what went out, effects set apart by `; ` |
 *
 * `(4,2)` is index 4 with term 2; `#7` is the message with id 7, `w3` the write with id 3.
 */
export function eventLine(line: TraceLine): string {
  switch (line.kind) {
    case "header":
      return headerText(line);
    case "step": {
      const { view } = line;
      const state = {
        role: ROLES[view.role],
        term: view.currentTerm,
        last: view.lastIndex,
        commit: view.commitIndex,
      };
      const effects = line.effects.map(effectText).join("; ");
      const event = inputText(line.input) + (effects === "" ? "" : ` -> ${effects}`);
      return row({ step: line.step, command: line.command, server: line.server, ...state, event });
    }
    case "checkpoint":
      return row({ step: line.step, server: line.server, event: `checkpoint: ${logText(line.log)}` });
    case "network": {
      const event =
        line.event === "dropped" ? `dropped #${line.id}` : `duplicated #${line.id} as #${line.copy}`;
      return row({ step: line.after, command: line.command, event });
    }
    case "link":
      return row({ step: line.after, command: line.command, event: `${line.event} ${line.from}>${line.to}` });
    case "crash": {
      const event = `crash: ${line.recordsKept} unsynced records kept, ${line.recordsLost} lost`;
      return row({ step: line.after, command: line.command, server: line.server, event });
    }
    case "footer":
      return footerText(line);
  }
}

/** The names above the columns. */
export const EVENT_LINE_HEADING = row({
  step: "step",
  command: "cmd",
  server: "server",
  role: "role",
  term: "term",
  last: "last",
  commit: "commit",
  event: "event",
});

const ROLES: { readonly [name in Role]: string } = {
  follower: "F",
  preCandidate: "P",
  candidate: "C",
  leader: "L",
  stopped: "S",
};

interface Row {
  readonly step: number | string;
  readonly command?: number | string;
  readonly server?: ServerId;
  readonly role?: string;
  readonly term?: number | string;
  readonly last?: number | string;
  readonly commit?: number | string;
  readonly event: string;
}

function row({
  step,
  command = "-",
  server = "-",
  role = "-",
  term = "-",
  last = "-",
  commit = "-",
  event,
}: Row): string {
  const before = `${right(step, 7)} ${right(command, 5)} ${server.padEnd(6)} ${role.padEnd(4)}`;
  return `${before} ${right(term, 4)} ${right(last, 5)} ${right(commit, 6)}  ${event}`;
}

function right(value: number | string, width: number): string {
  return String(value).padStart(width);
}

function headerText({ clusterId, servers, subject, mutant, origin, version }: HeaderLine): string {
  const changed = mutant === null ? "" : ` with ${mutant.id} (${mutant.side})`;
  const source = `${origin.engine}, seed ${origin.seed}, history ${origin.history}`;
  return `# ${clusterId}: ${servers.join(" ")}; ${subject}${changed}; ${source}; trace version ${version}`;
}

function footerText({ verdict, steps, finding }: FooterLine): string {
  const found =
    finding === null
      ? ""
      : `: ${finding.kind} of ${finding.property} in step ${finding.step} on ${finding.server}: ${finding.message}`;
  return `# ${verdict} after ${steps} steps${found}`;
}

function inputText(input: Input): string {
  switch (input.kind) {
    case "start":
      return `start life ${input.incarnation}: term ${input.currentTerm} vote ${input.votedFor ?? "-"} ${logText(input.log)}`;
    case "message":
      return `message #${input.id} ${messageText(input.message)}`;
    case "timeout":
      return `timeout ${input.timer}`;
    case "propose":
      return `propose ${input.client}/${input.serial} ${JSON.stringify(input.command)}`;
    case "read":
      return `read ${input.client}/${input.serial} ${JSON.stringify(input.query)}`;
    case "transfer":
      return `transfer to ${input.target}`;
    case "storageDone":
      return `storageDone w${input.id}`;
    case "storageFailed":
      return `storageFailed w${input.id}`;
    case "snapshotTaken":
      return `snapshotTaken up to ${input.index}`;
  }
}

function effectText({ id, effect }: RecordedEffect): string {
  switch (effect.kind) {
    case "send":
      return `send #${id} ${messageText(effect.message)}`;
    case "persist":
      return `persist w${id} ${effect.records.map(recordText).join(" ")}`;
    case "setTimer":
      return `timer ${effect.timer} (${effect.cause})`;
    case "apply":
      return `apply ${range(effect.index, effect.entries.length)}`;
    case "respond":
      return respondText(effect);
    case "becameRole":
      return `${effect.role} in term ${effect.term}`;
    case "stopped":
      return `stopped (${effect.reason})`;
  }
}

function respondText({
  client,
  serial,
  outcome,
  reason,
  index,
  leader,
}: Extract<Effect, { kind: "respond" }>): string {
  const place = index === 0 ? "" : ` at ${index}`;
  const hint = leader === null ? "" : `, leader ${leader}`;
  return `respond ${client}/${serial} ${outcome} (${reason}${place}${hint})`;
}

function messageText(message: Message): string {
  return `${message.kind} ${message.from}>${message.to} term ${message.term}${messageDetails(message)}`;
}

function messageDetails(message: Message): string {
  switch (message.kind) {
    case "requestVote":
      return ` end ${pair(message.lastLogIndex, message.lastLogTerm)}${message.leadershipTransfer ? " transfer" : ""}`;
    case "requestPreVote":
      return ` end ${pair(message.lastLogIndex, message.lastLogTerm)}`;
    case "requestVoteResponse":
    case "requestPreVoteResponse":
      return message.granted ? " granted" : " refused";
    case "appendEntries": {
      const { prevLogIndex, prevLogTerm, entries, leaderCommit } = message;
      return ` after ${pair(prevLogIndex, prevLogTerm)} entries [${entries.map(entryText).join(" ")}] commit ${leaderCommit}`;
    }
    case "appendEntriesResponse": {
      const hint = pair(message.conflictIndex, message.conflictTerm);
      return ` after ${message.prevLogIndex}${message.success ? ` match ${message.matchIndex}` : ` refused, try ${hint}`}`;
    }
    case "installSnapshot": {
      const end = pair(message.lastIncludedIndex, message.lastIncludedTerm);
      return ` up to ${end} from byte ${message.offset}${message.done ? " done" : ""}`;
    }
    case "installSnapshotResponse":
      return ` from byte ${message.offset} match ${message.matchIndex}`;
    case "timeoutNow":
      return "";
    case "readIndex":
      return ` ${message.client}/${message.serial}`;
    case "readIndexResponse":
      return ` ${message.client}/${message.serial} at ${message.readIndex}`;
  }
}

function recordText(record: StorageRecord): string {
  switch (record.kind) {
    case "hardState":
      return `term=${record.currentTerm},vote=${record.votedFor ?? "-"}`;
    case "truncate":
      return `truncate=${record.from}`;
    case "append":
      return `append=${pair(record.index, record.entry.term)}`;
  }
}

/** The term, and for a client's command whose it is. */
function entryText(entry: Entry): string {
  switch (entry.kind) {
    case "noop":
      return `${entry.term}:noop`;
    case "command":
      return `${entry.term}:${entry.client}/${entry.serial}`;
    case "config":
      return `${entry.term}:config`;
  }
}

function logText({ baseIndex, baseTerm, entries }: Log): string {
  const base = baseIndex === 0 ? "" : `after ${pair(baseIndex, baseTerm)} `;
  return `log ${base}[${entries.map(entryText).join(" ")}]`;
}

function pair(index: Index, term: Term): string {
  return `(${index},${term})`;
}

function range(index: Index, count: number): string {
  return count === 1 ? `${index}` : `${index}..${index + count - 1}`;
}
