import type { Property } from "../machine/index.js";
import { Leader, type Log, placeOf, type RaftAbstractModel, type RaftAbstractState } from "./variables.js";

const electionSafety = ({ sorts: { servers } }: RaftAbstractModel): Property<RaftAbstractState> => ({
  kind: "state",
  name: "electionSafety",
  citation: "§5.2, Figure 3",
  standard: true,
  reads: ["state", "currentTerm"],
  conjuncts: {
    "at most one leader a term": ({ state, currentTerm }) =>
      servers.elements.every(
        (i) =>
          state[i] !== Leader ||
          servers.elements.every((j) => j <= i || state[j] !== Leader || currentTerm[i] !== currentTerm[j]),
      ),
  },
});

function matches(left: Log, right: Log): boolean {
  let index = Math.min(left.length, right.length);
  while (index > 0 && left.at(index).term !== right.at(index).term) index -= 1;
  while (index > 0 && left.at(index).term === right.at(index).term) index -= 1;
  return index === 0;
}

const logMatching = ({ sorts: { servers } }: RaftAbstractModel): Property<RaftAbstractState> => ({
  kind: "state",
  name: "logMatching",
  citation: "§5.3, Figure 3",
  standard: true,
  reads: ["log"],
  conjuncts: {
    "logs that share an entry share all before it": ({ log }) =>
      servers.elements.every((i) => servers.elements.every((j) => j <= i || matches(log[i], log[j]))),
  },
});

const leaderCompleteness = ({ constants, sorts }: RaftAbstractModel): Property<RaftAbstractState> => ({
  kind: "state",
  name: "leaderCompleteness",
  citation: "§5.4, Figure 3",
  standard: true,
  reads: ["state", "currentTerm", "log", "committed"],
  conjuncts: {
    "leaders of later terms hold all committed entries": ({ state, currentTerm, log, committed }) =>
      sorts.servers.elements.every((i) => {
        if (state[i] !== Leader) return true;
        for (let index = 1; index <= constants.maxLog; index += 1) {
          for (let term = 1; term <= constants.maxTerm; term += 1) {
            const first = committed[placeOf(index)][placeOf(term)];
            if (first === 0 || first >= currentTerm[i]) continue;
            if (index > log[i].length || log[i].at(index).term !== term) return false;
          }
        }
        return true;
      }),
  },
});

const stateMachineSafety = ({ sorts }: RaftAbstractModel): Property<RaftAbstractState> => ({
  kind: "state",
  name: "stateMachineSafety",
  citation: "§5.4.3, Figure 3",
  standard: true,
  reads: ["committed"],
  conjuncts: {
    "no two entries are committed at one index": ({ committed }) =>
      sorts.slots.elements.every(
        (slot) => sorts.ballots.elements.filter((term) => committed[slot][term] !== 0).length <= 1,
      ),
  },
});

/** Elections do not block each other for good: within the bounds too, a server can always still lead (§5.2). */
const leaderStaysPossible = ({ sorts: { servers } }: RaftAbstractModel): Property<RaftAbstractState> => ({
  kind: "eventually",
  name: "leaderStaysPossible",
  citation: "§5.2",
  standard: false,
  reads: ["state"],
  goal: ({ state }) => servers.elements.some((i) => state[i] === Leader),
});

export const properties = (model: RaftAbstractModel) => [
  electionSafety(model),
  logMatching(model),
  leaderCompleteness(model),
  stateMachineSafety(model),
  leaderStaysPossible(model),
];
