import type { Property } from "../machine/index.js";
import { Leader, type Log, type RaftModel, type State } from "./variables.js";

/** ElectionSafety, as TLC checked it: no two *current* leaders of one term (§5.2). */
const electionSafety = ({ sorts }: RaftModel): Property<State> => ({
  kind: "state",
  name: "electionSafety",
  citation: "§5.2, Figure 3",
  standard: true,
  reads: ["state", "currentTerm"],
  conjuncts: {
    "at most one current leader a term": (state) => {
      for (const i of sorts.servers.elements) {
        if (state.state[i] !== Leader) continue;
        for (const j of sorts.servers.elements) {
          if (j > i && state.state[j] === Leader && state.currentTerm[i] === state.currentTerm[j])
            return false;
        }
      }
      return true;
    },
  },
});

function matches(left: Log, right: Log): boolean {
  let index = Math.min(left.length, right.length);
  while (index > 0 && left.at(index).term !== right.at(index).term) index -= 1;
  for (; index > 0; index -= 1) {
    const mine = left.at(index);
    const other = right.at(index);
    if (mine.term !== other.term || mine.value !== other.value) return false;
  }
  return true;
}

/** LogMatching: entries of one index and term have the same value, and so have all before them (§5.3). */
const logMatching = ({ sorts }: RaftModel): Property<State> => ({
  kind: "state",
  name: "logMatching",
  citation: "§5.3, Figure 3",
  standard: true,
  reads: ["log"],
  conjuncts: {
    "logs that share an entry share all before it": (state) =>
      sorts.servers.elements.every((i) =>
        sorts.servers.elements.every((j) => j <= i || matches(state.log[i], state.log[j])),
      ),
  },
});

/** Restart may lower both indices: it changes no message. */
const isRestart = (action: string): boolean => action === "Restart";

/** Not a property of the published module: a delayed AppendEntries lowers a commit index. */
const commitNeverFalls = ({ sorts }: RaftModel): Property<State> => ({
  kind: "step",
  name: "commitNeverFalls",
  citation: 'Figure 2, commitIndex "increases monotonically"',
  standard: false,
  reads: ["commitIndex"],
  conjuncts: {
    "no handler lowers commitIndex": (before, after, { action }) =>
      isRestart(action) || sorts.servers.elements.every((i) => after.commitIndex[i] >= before.commitIndex[i]),
  },
});

/** Not a property of the published module: a delayed answer lowers a match index. */
const matchNeverFalls = ({ sorts }: RaftModel): Property<State> => ({
  kind: "step",
  name: "matchNeverFalls",
  citation: 'Figure 2, matchIndex "increases monotonically"',
  standard: false,
  reads: ["matchIndex"],
  conjuncts: {
    "no handler lowers matchIndex": (before, after, { action }) =>
      isRestart(action) ||
      sorts.servers.elements.every((i) =>
        sorts.servers.elements.every((j) => after.matchIndex[i][j] >= before.matchIndex[i][j]),
      ),
  },
});

export const properties = (model: RaftModel) => [
  electionSafety(model),
  logMatching(model),
  commitNeverFalls(model),
  matchNeverFalls(model),
];
