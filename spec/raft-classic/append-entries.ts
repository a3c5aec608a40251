import { member } from "../machine/index.js";
import { action, Leader, type RaftModel } from "./variables.js";

/** AppendEntries(i, j): leader i sends j at most one entry. */
export const appendEntries = ({ sorts }: RaftModel) =>
  action({
    name: "AppendEntries",
    citation: "raft.tla AppendEntries(i, j); §5.3",
    parameters: [member("i", sorts.servers), member("j", sorts.servers)],
    changes: ["messages"],
    guard: (state, i, j) => i !== j && state.state[i] === Leader,
    effect: (state, i, j) => {
      const log = state.log[i];
      const next = state.nextIndex[i][j];
      const previous = next - 1;
      state.messages.send("AppendEntriesRequest", {
        mterm: state.currentTerm[i],
        mprevLogIndex: previous,
        mprevLogTerm: previous > 0 ? log.at(previous).term : 0,
        mentries: next <= log.length ? [log.at(next)] : [],
        mcommitIndex: Math.min(state.commitIndex[i], log.length, next),
        msource: i,
        mdest: j,
      });
    },
  });
