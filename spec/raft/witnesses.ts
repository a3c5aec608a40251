import type { Element, Witness } from "../machine/index.js";
import { Candidate, isSynced, Leader, type RaftModel, type State } from "./variables.js";

/** What must have been seen, or nothing was shown. */
export const witnesses = ({ sorts: { servers } }: RaftModel): readonly Witness<State>[] => {
  const some = (name: string, seen: (state: State, i: Element) => boolean): Witness<State> => ({
    name,
    seen: (state) => servers.elements.some((i) => seen(state, i)),
  });
  return [
    some("candidateStands", (state, i) => state.role[i] === Candidate),
    some("leaderElected", (state, i) => state.role[i] === Leader),
    some("entryUnsynced", (state, i) => state.log[i].length > state.durableLog[i].length),
    some(
      "answerHeld",
      (state, i) => !isSynced(state, i) && state.held.messages().some((m) => m.msource === i),
    ),
    some("entryCommitted", (state, i) => state.role[i] === Leader && state.commitIndex[i] > 0),
    some("leaderCommitsBeforeItsDisk", (state, i) => state.commitIndex[i] > state.durableLog[i].length),
  ];
};
