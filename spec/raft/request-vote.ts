import { member } from "../machine/index.js";
import { action, Candidate, isSynced, lastTerm, type RaftModel } from "./variables.js";

/** RequestVote(i, j): candidate i, its term and vote on disk, asks j for its vote. */
export const requestVote = ({ sorts, rules }: RaftModel) =>
  action({
    name: "RequestVote",
    citation: "§5.2, Figure 2",
    parameters: [member("i", sorts.servers), member("j", sorts.servers)],
    changes: ["messages"],
    guard: (state, i, j) =>
      i !== j && state.role[i] === Candidate && (isSynced(state, i) || !rules.answersAwaitDisk()),
    effect: (state, i, j) => {
      state.messages.send("RequestVote", {
        mterm: state.currentTerm[i],
        mlastLogTerm: lastTerm(state.log[i]),
        mlastLogIndex: state.log[i].length,
        msource: i,
        mdest: j,
      });
    },
  });
