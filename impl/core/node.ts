import type { Effect, Input, Message } from "../../traces/format/index.js";
import { assert, unreachable } from "./assert.js";
import { beginStep, settleStep } from "./durability.js";
import { onAppendEntries } from "./on-append-entries.js";
import { onAppendEntriesResponse } from "./on-append-entries-response.js";
import { onPropose } from "./on-propose.js";
import { onRequestPreVote } from "./on-request-pre-vote.js";
import { onRequestPreVoteResponse } from "./on-request-pre-vote-response.js";
import { onRequestVote } from "./on-request-vote.js";
import { onRequestVoteResponse } from "./on-request-vote-response.js";
import { onStart } from "./on-start.js";
import { onStorageDone, onStorageFailed } from "./on-storage.js";
import { onTimeout } from "./on-timeout.js";
import type { ServerState } from "./state.js";

/**
 * One input, handled to the end: the state changes, then what changed is written, then the messages go out or
 * wait for the disk. Returns the effects.
 */
export function step(state: ServerState, input: Input): readonly Effect[] {
  // A fresh array is cheaper than emptying one: V8 would give its store away and allocate it again.
  if (state.effects.length > 0) state.effects = [];
  if (state.role === "stopped") {
    return state.effects;
  }
  assert(state.started !== (input.kind === "start"), "start is the first input of a life, and comes once");
  beginStep(state);
  onInput(state, input);
  if (!isStopped(state)) {
    settleStep(state);
  }
  return state.effects;
}

function isStopped(state: ServerState): boolean {
  return state.role === "stopped";
}

function onInput(state: ServerState, input: Input): void {
  switch (input.kind) {
    case "message":
      onMessage(state, input.message);
      return;
    case "timeout":
      onTimeout(state, input.timer);
      return;
    case "propose":
      onPropose(state, input);
      return;
    case "storageDone":
      onStorageDone(state);
      return;
    case "storageFailed":
      onStorageFailed(state);
      return;
    case "start":
      onStart(state, input);
      return;
    case "read":
    case "transfer":
    case "snapshotTaken":
      notSpoken(input.kind);
      return;
  }
  unreachable(input);
}

function onMessage(state: ServerState, message: Message): void {
  if (message.from === state.self || !state.servers.includes(message.from)) {
    return;
  }
  switch (message.kind) {
    case "appendEntries":
      onAppendEntries(state, message);
      return;
    case "appendEntriesResponse":
      onAppendEntriesResponse(state, message);
      return;
    case "requestVote":
      onRequestVote(state, message);
      return;
    case "requestVoteResponse":
      onRequestVoteResponse(state, message);
      return;
    case "requestPreVote":
      onRequestPreVote(state, message);
      return;
    case "requestPreVoteResponse":
      onRequestPreVoteResponse(state, message);
      return;
    case "installSnapshot":
    case "installSnapshotResponse":
    case "timeoutNow":
    case "readIndex":
    case "readIndexResponse":
      notSpoken(message.kind);
      return;
  }
  unreachable(message);
}

function notSpoken(kind: string): never {
  assert(false, `the core of this version is not given ${kind}`);
}
