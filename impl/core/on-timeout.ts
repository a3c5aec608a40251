import type { Timer } from "../../traces/format/index.js";
import { unreachable } from "./assert.js";
import { setTimer } from "./effects.js";
import { startCandidacy, startPreVote } from "./elections.js";
import { cutLogAfter } from "./log.js";
import { sendHeartbeats } from "./replication.js";
import { stepDownWithoutQuorum } from "./role-changes.js";
import type { ServerState } from "./state.js";

/** A timer fired. It may be late: each looks whether it still means anything. */
export function onTimeout(state: ServerState, timer: Timer): void {
  switch (timer) {
    case "election":
      onElectionTimeout(state);
      return;
    case "leaderContact":
      state.leaderContact = false;
      return;
    case "heartbeat":
      onHeartbeatTimeout(state);
      return;
    case "quorumCheck":
      onQuorumCheckTimeout(state);
      return;
  }
  unreachable(timer);
}

/** No leader was heard of for too long (§5.2). */
function onElectionTimeout(state: ServerState): void {
  if (state.role === "leader") {
    return;
  }
  state.leader = null;
  state.leaderContact = false;
  if (state.options.preVote) {
    startPreVote(state);
  } else {
    startCandidacy(state);
  }
}

/** A leader keeps its followers quiet (§5.2). */
function onHeartbeatTimeout(state: ServerState): void {
  if (state.role === "leader") {
    cutLogAfter(state, state.rules.lastIndexAfter(state, "heartbeat"));
    setTimer(state, "heartbeat", "heartbeatSent");
    sendHeartbeats(state);
  }
}

/** A leader makes sure that it still leads somebody (D §6.2). */
function onQuorumCheckTimeout(state: ServerState): void {
  if (state.role !== "leader" || !state.options.checkQuorum) {
    return;
  }
  if (state.rules.hasQuorumContact(state)) {
    state.heardFrom.length = 0;
    setTimer(state, "quorumCheck", "quorumChecked");
  } else {
    stepDownWithoutQuorum(state);
  }
}
