import { integer } from "../machine/index.js";
import { answer } from "./steps.js";
import { action, Leader, lastTerm, type RaftModel, received } from "./variables.js";

/**
 * HandleRequestPreVote(m, contact): the receiver says whether it would vote; nothing of it changes. Whether it has
 * heard from a leader of late (contact = 1: it refuses) is a matter of time, and so left open here.
 */
export const handleRequestPreVote = (model: RaftModel) =>
  action({
    name: "HandleRequestPreVote",
    citation: "D §9.6, §4.2.3",
    parameters: [received("RequestPreVote"), integer("contact", 0, 1)],
    changes: ["messages", "held"],
    guard: () => true,
    effect: (state, m, contact) => {
      const { mdest: i, msource: j } = m;
      const { rules } = model;
      const log = state.log[i];
      const isFree = m.mterm > state.currentTerm[i] || rules.mayVoteFor(state.votedFor[i], j);
      const grant =
        contact === 0 &&
        state.role[i] !== Leader &&
        m.mterm >= state.currentTerm[i] &&
        isFree &&
        rules.isUpToDate(m.mlastLogTerm, m.mlastLogIndex, lastTerm(log), log.length);
      state.messages.discard(m);
      answer(model, state, "RequestPreVoteResponse", {
        mterm: grant ? m.mterm : state.currentTerm[i],
        mvoteGranted: grant ? 1 : 0,
        msource: i,
        mdest: j,
      });
    },
  });
