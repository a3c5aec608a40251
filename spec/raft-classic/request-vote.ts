import { includes, member } from "../machine/index.js";
import { action, Candidate, lastTerm, type RaftModel } from "./variables.js";

/** RequestVote(i, j): candidate i asks j, itself included, for its vote. */
export const requestVote = ({ sorts }: RaftModel) =>
  action({
    name: "RequestVote",
    citation: "raft.tla RequestVote(i, j); §5.2",
    parameters: [member("i", sorts.servers), member("j", sorts.servers)],
    changes: ["messages"],
    guard: (state, i, j) => state.state[i] === Candidate && !includes(state.votesResponded[i], j),
    effect: (state, i, j) => {
      state.messages.send("RequestVoteRequest", {
        mterm: state.currentTerm[i],
        mlastLogTerm: lastTerm(state.log[i]),
        mlastLogIndex: state.log[i].length,
        msource: i,
        mdest: j,
      });
    },
  });
