import type { ProposeInput } from "../../traces/format/index.js";
import { respond } from "./effects.js";
import { appendToLog, lastIndex } from "./log.js";
import { replicate } from "./replication.js";
import type { ServerState } from "./state.js";

/**
 * A client's command becomes an entry of the leader's log (§5.3); the answer follows when it is committed.
 */
export function onPropose(state: ServerState, input: ProposeInput): void {
  const { client, serial, command } = input;
  if (!state.rules.mayAppend(state)) {
    respond(state, client, serial, "fail", "notLeader", 0);
    return;
  }
  if (!state.rules.acceptsProposal(state, command.length)) {
    respond(state, client, serial, "fail", "uncommittedLimit", 0);
    return;
  }
  appendToLog(state, { kind: "command", term: state.currentTerm, client, serial, command });
  state.pendingClients.push({ index: lastIndex(state.log), client, serial });
  if (state.role === "leader") {
    replicate(state);
  }
}
