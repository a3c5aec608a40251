import type { AppendEntriesResponse } from "../../traces/format/index.js";
import { commitAsLeader } from "./commit.js";
import { isStaleRejection, matchIndexOf, noteAcknowledged, noteRejected } from "./progress.js";
import { fillWindow, sendProbe } from "./replication.js";
import { adoptNewerTerm } from "./role-changes.js";
import type { ServerState } from "./state.js";

/** A follower answers its leader (§5.3, Figure 2). */
export function onAppendEntriesResponse(state: ServerState, response: AppendEntriesResponse): void {
  const { rules } = state;
  adoptNewerTerm(state, response);
  if (state.role !== "leader" || !rules.isCurrentResponse(state, response)) {
    return;
  }
  const { from } = response;
  const offset = state.servers.indexOf(from);
  if (!state.heardFrom.includes(from)) {
    state.heardFrom.push(from);
  }
  const matchBefore = matchIndexOf(state, offset);
  state.matchIndex[offset] = rules.matchAfterResponse(state, response);
  commitAsLeader(state);
  if (response.success) {
    noteAcknowledged(state, offset, matchBefore, response);
    fillWindow(state, offset);
  } else if (
    !isStaleRejection(state, offset, response) &&
    noteRejected(state, offset, rules.nextAfterRejection(state, response))
  ) {
    sendProbe(state, offset);
  }
}
