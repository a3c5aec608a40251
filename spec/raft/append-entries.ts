import { integer, member } from "../machine/index.js";
import { action, Leader, type RaftModel, termAt } from "./variables.js";

/**
 * AppendEntries(i, j, previous, count): leader i sends j any part of its log that does not begin below what j is
 * known to hold. It need not wait for its own disk (D §10.2.1).
 */
export const appendEntries = ({ sorts, constants }: RaftModel) =>
  action({
    name: "AppendEntries",
    citation: "§5.3; D §10.2.1",
    parameters: [
      member("i", sorts.servers),
      member("j", sorts.servers),
      integer("previous", 0, constants.maxLog),
      integer("count", 0, constants.maxEntries),
    ],
    changes: ["messages"],
    guard: (state, i, j, previous, count) =>
      i !== j &&
      state.role[i] === Leader &&
      previous >= state.matchIndex[i][j] &&
      previous + count <= state.log[i].length,
    effect: (state, i, j, previous, count) => {
      const log = state.log[i];
      const mentries = Array.from({ length: count }, (_, offset) => {
        const { term, value } = log.at(previous + 1 + offset);
        return { term, value };
      });
      state.messages.send("AppendEntries", {
        mterm: state.currentTerm[i],
        mprevLogIndex: previous,
        mprevLogTerm: termAt(log, previous),
        mentries,
        mcommitIndex: state.commitIndex[i],
        msource: i,
        mdest: j,
      });
    },
  });
