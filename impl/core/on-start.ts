import type { StartInput } from "../../traces/format/index.js";
import { beginStep } from "./durability.js";
import { setTimer } from "./effects.js";
import { lastIndex } from "./log.js";
import type { ServerState } from "./state.js";

/**
 * A life begins with what the disk holds (§5.1); all else is as in Figure 2, and the server a follower
 * (§5.2).
 */
export function onStart(state: ServerState, input: StartInput): void {
  const { currentTerm, votedFor } = state.rules.restoredState(input);
  state.started = true;
  state.currentTerm = currentTerm;
  state.votedFor = votedFor;
  state.writtenTerm = currentTerm;
  state.writtenVote = votedFor;
  state.log.baseIndex = input.log.baseIndex;
  state.log.baseTerm = input.log.baseTerm;
  for (const entry of input.log.entries) {
    state.log.entries.push(entry);
  }
  state.commitIndex = input.log.baseIndex;
  state.durable.currentTerm = input.currentTerm;
  state.durable.votedFor = input.votedFor;
  state.durable.lastIndex = lastIndex(state.log);
  beginStep(state);
  setTimer(state, "election", "started");
}
