import type { Element } from "../machine/index.js";
import { adopt, answer, becomeFollower, commit, noteAccepted } from "./steps.js";
import {
  action,
  Follower,
  Leader,
  type RaftModel,
  type Received,
  received,
  type State,
  termAt,
} from "./variables.js";

/** Cuts the log where it contradicts the request, and appends what is missing (Figure 2, AppendEntries 3 and 4). */
function extendLog({ rules }: RaftModel, state: State, i: Element, m: Received<"AppendEntries">): void {
  const log = state.log[i];
  m.mentries.forEach((entry, offset) => {
    const index = m.mprevLogIndex + 1 + offset;
    if (index <= log.length && rules.contradicts(termAt(log, index), entry.term)) log.truncateFrom(index);
    if (index === log.length + 1) log.append(entry);
  });
}

/** HandleAppendEntries(m): a follower of the leader's term takes the entries over, if its log fits. */
export const handleAppendEntries = (model: RaftModel) =>
  action({
    name: "HandleAppendEntries",
    citation: "§5.1, §5.3",
    parameters: [received("AppendEntries")],
    guard: () => true,
    effect: (state, m) => {
      const { mdest: i, msource: j } = m;
      const { rules } = model;
      state.messages.discard(m);
      adopt(model, state, i, m.mterm);
      const isCurrent = m.mterm === state.currentTerm[i];
      // Another leader of the term would mean that election safety is lost already.
      if (isCurrent && state.role[i] === Leader) return;
      if (isCurrent && state.role[i] !== Follower) becomeFollower(model, state, i);
      const accepts =
        isCurrent && rules.matchesPrevious(termAt(state.log[i], m.mprevLogIndex), m.mprevLogTerm);
      const covered = m.mprevLogIndex + m.mentries.length;
      if (accepts) {
        extendLog(model, state, i, m);
        noteAccepted(model, state, i);
        commit(state, i, rules.commitUpTo(m.mcommitIndex, covered, state.log[i].length));
      }
      answer(model, state, "AppendEntriesResponse", {
        mterm: state.currentTerm[i],
        msuccess: accepts ? 1 : 0,
        mmatchIndex: accepts ? covered : 0,
        msource: i,
        mdest: j,
      });
    },
  });
