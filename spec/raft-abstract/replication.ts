import { cardinality, type Element, emptySet, including, integer, member } from "../machine/index.js";
import { stepUp } from "./elections.js";
import { action, Leader, placeOf, type RaftAbstractModel, type RaftAbstractState } from "./variables.js";
import { recordVotes } from "./votes.js";

/** ClientRequest(i): leader i appends an entry of its term. */
export const clientRequest = ({ constants, sorts }: RaftAbstractModel) =>
  action({
    name: "ClientRequest",
    citation: "§5.3",
    parameters: [member("i", sorts.servers)],
    changes: ["log", "votes", "votesHeld", "votesMatched"],
    guard: (state, i) => state.state[i] === Leader && state.log[i].length < constants.maxLog,
    effect: (state, i) => {
      state.log[i].append({ term: state.currentTerm[i] });
      recordVotes(state, sorts.slots, i, state.currentTerm[i]);
    },
  });

/** Whether j would listen to i as its leader. */
function leads({ state, currentTerm }: RaftAbstractState, i: Element, j: Element): boolean {
  return i !== j && state[i] === Leader && currentTerm[j] <= currentTerm[i];
}

/** Whether both logs have the entry at `index`, of the same term. */
function match({ log }: RaftAbstractState, i: Element, j: Element, index: number): boolean {
  return index <= log[i].length && index <= log[j].length && log[i].at(index).term === log[j].at(index).term;
}

/** AppendOne(i, j): j takes the next entry of leader i's log. */
export const appendOne = ({ sorts, rules }: RaftAbstractModel) =>
  action({
    name: "AppendOne",
    citation: "§5.3, AppendEntries",
    parameters: [member("i", sorts.servers), member("j", sorts.servers)],
    changes: ["currentTerm", "state", "votedFor", "log", "votes", "votesHeld", "votesMatched"],
    guard: (state, i, j) =>
      leads(state, i, j) &&
      state.log[j].length < state.log[i].length &&
      rules.mayAppend(state.log[j].length === 0 || match(state, i, j, state.log[j].length)),
    effect: (state, i, j) => {
      state.log[j].append({ term: state.log[i].at(state.log[j].length + 1).term });
      stepUp(state, j, state.currentTerm[i]);
      recordVotes(state, sorts.slots, j, state.currentTerm[i]);
    },
  });

/** TruncateOne(i, j): j removes its last entry, which conflicts with leader i's at that index. */
export const truncateOne = ({ sorts, rules }: RaftAbstractModel) =>
  action({
    name: "TruncateOne",
    citation: "§5.3, AppendEntries",
    parameters: [member("i", sorts.servers), member("j", sorts.servers)],
    changes: ["currentTerm", "state", "votedFor", "log"],
    guard: (state, i, j) => {
      const last = state.log[j].length;
      return (
        leads(state, i, j) &&
        last > 0 &&
        rules.mayTruncate(last <= state.log[i].length && !match(state, i, j, last))
      );
    },
    effect: (state, i, j) => {
      state.log[j].truncateFrom(state.log[j].length);
      stepUp(state, j, state.currentTerm[i]);
    },
  });

/** Commit(i, index): leader i counts the servers that hold its entry, and commits all up to it. */
export const commit = ({ constants, sorts, rules }: RaftAbstractModel) => {
  const needed = rules.quorumSize(constants.servers);
  const holders = (state: RaftAbstractState, i: Element, index: number): number => {
    let set = emptySet;
    for (const j of sorts.servers.elements) if (match(state, i, j, index)) set = including(set, j);
    return cardinality(set);
  };
  return action({
    name: "Commit",
    citation: "§5.3, §5.4.2",
    parameters: [member("i", sorts.servers), integer("index", 1, constants.maxLog)],
    changes: ["commitIndex", "committed"],
    guard: (state, i, index) =>
      state.state[i] === Leader &&
      index > state.commitIndex[i] &&
      index <= state.log[i].length &&
      rules.mayCommit(state.log[i].at(index).term, state.currentTerm[i]) &&
      holders(state, i, index) >= needed,
    effect: (state, i, index) => {
      state.commitIndex[i] = index;
      for (let below = 1; below <= index; below += 1) {
        const entry = placeOf(state.log[i].at(below).term);
        const first = state.committed[placeOf(below)][entry];
        if (first === 0 || state.currentTerm[i] < first) {
          state.committed[placeOf(below)][entry] = state.currentTerm[i];
        }
      }
    },
  });
};

/** Restart(i) that loses the last entry of the log: only under the mutant. */
export const restart = ({ sorts }: RaftAbstractModel) =>
  action({
    name: "Restart",
    citation: "§5.2, Figure 2 (persistent state)",
    parameters: [member("i", sorts.servers)],
    changes: ["state", "log"],
    guard: (state, i) => state.log[i].length > 0,
    effect: (state, i) => {
      state.log[i].truncateFrom(state.log[i].length);
      state.state[i] = 0;
    },
  });
