import { member } from "../machine/index.js";
import { action, isSynced, lastTerm, PreCandidate, type RaftModel } from "./variables.js";

/** RequestPreVote(i, j): server i asks j whether it would vote for it in the next term. */
export const requestPreVote = ({ sorts }: RaftModel) =>
  action({
    name: "RequestPreVote",
    citation: "D §9.6",
    parameters: [member("i", sorts.servers), member("j", sorts.servers)],
    changes: ["messages"],
    guard: (state, i, j) => i !== j && state.role[i] === PreCandidate && isSynced(state, i),
    effect: (state, i, j) => {
      state.messages.send("RequestPreVote", {
        mterm: state.currentTerm[i] + 1,
        mlastLogTerm: lastTerm(state.log[i]),
        mlastLogIndex: state.log[i].length,
        msource: i,
        mdest: j,
      });
    },
  });
