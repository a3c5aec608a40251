import { action, lastTerm, type RaftModel, received } from "./variables.js";

/** HandleRequestVoteRequest: server i, whatever its role, grants or refuses its vote. */
export const handleRequestVoteRequest = ({ rules }: RaftModel) =>
  action({
    name: "HandleRequestVoteRequest",
    citation: "raft.tla HandleRequestVoteRequest(i, j, m); §5.2, §5.4.1",
    parameters: [received("RequestVoteRequest")],
    changes: ["votedFor", "messages"],
    of: "m.mdest",
    guard: (state, m) => m.mterm <= state.currentTerm[m.mdest],
    effect: (state, m) => {
      const { mdest: i, msource: j } = m;
      const log = state.log[i];
      const ownLastTerm = lastTerm(log);
      const logOk =
        m.mlastLogTerm > ownLastTerm || (m.mlastLogTerm === ownLastTerm && m.mlastLogIndex >= log.length);
      const grant = m.mterm === state.currentTerm[i] && logOk && rules.mayVoteFor(state.votedFor[i], j);
      if (grant) state.votedFor[i] = j;
      state.messages.discard(m);
      state.messages.send("RequestVoteResponse", {
        mterm: state.currentTerm[i],
        mvoteGranted: grant ? 1 : 0,
        msource: i,
        mdest: j,
      });
    },
  });
