import type {
  CoreMessage,
  Index,
  Outcome,
  RespondReason,
  Timer,
  TimerCause,
} from "../../traces/format/index.js";
import type { ServerState } from "./state.js";

/** (Re)arms a timer. */
export function setTimer(state: ServerState, timer: Timer, cause: TimerCause): void {
  state.effects.push({ kind: "setTimer", timer, cause });
}

/** Says that the role has become what it now is. */
export function announceRole(state: ServerState): void {
  state.effects.push({ kind: "becameRole", role: state.role, term: state.currentTerm });
}

/** Hands a message to the end of the step, where it is sent or held (`durability.ts`). */
export function post(state: ServerState, message: CoreMessage): void {
  state.outbox.push(message);
}

/** Answers a client. `index` is 0 unless its entry was committed there. */
export function respond(
  state: ServerState,
  client: string,
  serial: number,
  outcome: Outcome,
  reason: RespondReason,
  index: Index,
): void {
  state.effects.push({ kind: "respond", client, serial, outcome, reason, index, leader: state.leader });
}

/** Tells every pending client that its outcome is unknown: the entry may yet commit, or be overwritten. */
export function abandonPendingClients(state: ServerState, reason: RespondReason): void {
  for (const pending of state.pendingClients) {
    respond(state, pending.client, pending.serial, "info", reason, 0);
  }
  state.pendingClients.length = 0;
}
