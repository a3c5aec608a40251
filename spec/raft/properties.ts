import { type Element, Nil, type Property } from "../machine/index.js";
import { Leader, type Log, type RaftModel, type State } from "./variables.js";

type Entry = ReturnType<Log["at"]>;
type Committed = ReturnType<State["committed"]["at"]>;

function holds(log: Log, index: number, entry: Entry): boolean {
  return index <= log.length && log.at(index).term === entry.term && log.at(index).value === entry.value;
}

/** Whether something is true of every entry that was ever committed. */
function everyCommitted(state: State, isTrue: (index: number, entry: Committed) => boolean): boolean {
  for (let index = 1; index <= state.committed.length; index += 1) {
    if (!isTrue(index, state.committed.at(index))) return false;
  }
  return true;
}

/** No two leaders of one term at a time (§5.2). */
const electionSafety = ({ sorts: { servers } }: RaftModel): Property<State> => ({
  kind: "state",
  name: "electionSafety",
  citation: "§5.2, Figure 3",
  standard: true,
  reads: ["role", "currentTerm"],
  conjuncts: {
    "at most one leader a term": (state) => {
      const leaders = servers.elements.filter((i) => state.role[i] === Leader);
      return new Set(leaders.map((i) => state.currentTerm[i])).size === leaders.length;
    },
  },
});

function matches(one: Log, other: Log): boolean {
  let index = Math.min(one.length, other.length);
  while (index > 0 && one.at(index).term !== other.at(index).term) index -= 1;
  for (; index > 0; index -= 1) {
    if (!holds(one, index, other.at(index))) return false;
  }
  return true;
}

/** Logs that share an entry share all before it (§5.3). */
const logMatching = ({ sorts: { servers } }: RaftModel): Property<State> => ({
  kind: "state",
  name: "logMatching",
  citation: "§5.3, Figure 3",
  standard: true,
  reads: ["log"],
  conjuncts: {
    "logs that share an entry share all before it": (state) =>
      servers.elements.every((i) =>
        servers.elements.every((j) => j <= i || matches(state.log[i], state.log[j])),
      ),
  },
});

/** A leader holds what was committed in earlier terms (§5.4). */
const leaderCompleteness = ({ sorts: { servers } }: RaftModel): Property<State> => ({
  kind: "state",
  name: "leaderCompleteness",
  citation: "§5.4, Figure 3",
  standard: true,
  reads: ["role", "currentTerm", "log", "committed"],
  conjuncts: {
    "every leader's log holds what was committed in earlier terms": (state) =>
      everyCommitted(state, (index, entry) =>
        servers.elements.every(
          (i) =>
            state.role[i] !== Leader ||
            state.currentTerm[i] <= entry.when ||
            holds(state.log[i], index, entry),
        ),
      ),
  },
});

/** No two servers commit different entries at one index (§5.4.3). */
const stateMachineSafety = ({ sorts: { servers } }: RaftModel): Property<State> => ({
  kind: "state",
  name: "stateMachineSafety",
  citation: "§5.4.3, Figure 3",
  standard: true,
  reads: ["log", "commitIndex", "committed"],
  conjuncts: {
    "what a server has committed is what was first committed there": (state) =>
      everyCommitted(state, (index, entry) =>
        servers.elements.every((i) => index > state.commitIndex[i] || holds(state.log[i], index, entry)),
      ),
  },
});

/** What is committed survives the loss of all memories (§5.3). */
const committedOnMajority = ({ sorts: { servers } }: RaftModel): Property<State> => ({
  kind: "state",
  name: "committedOnMajority",
  citation: "§5.3, §5.4.2",
  standard: true,
  reads: ["durableLog", "committed"],
  conjuncts: {
    "more than half of the disks hold every committed entry": (state) =>
      everyCommitted(state, (index, entry) => {
        const holders = servers.elements.filter((i) => holds(state.durableLog[i], index, entry));
        return holders.length > servers.size - holders.length;
      }),
  },
});

/** A vote that reached the disk is never another's in its term (§5.2). */
const oneVotePerTerm = ({ sorts: { servers } }: RaftModel): Property<State> => ({
  kind: "step",
  name: "oneVotePerTerm",
  citation: "§5.2, Figure 2",
  standard: true,
  reads: ["durableTerm", "durableVote"],
  conjuncts: {
    "a vote on disk stays for its term": (before, after) =>
      servers.elements.every(
        (i) =>
          before.durableVote[i] === Nil ||
          before.durableTerm[i] !== after.durableTerm[i] ||
          before.durableVote[i] === after.durableVote[i],
      ),
  },
});

const crashes = (action: string): boolean => action === "Crash";

/** The terms on the disks only rise (§5.1). */
const monotonicTerm = ({ sorts: { servers } }: RaftModel): Property<State> => ({
  kind: "step",
  name: "monotonicTerm",
  citation: "§5.1",
  standard: true,
  reads: ["durableTerm", "currentTerm"],
  conjuncts: {
    "a term on disk never falls": (before, after) =>
      servers.elements.every((i) => after.durableTerm[i] >= before.durableTerm[i]),
    "a term falls in a crash only": (before, after, { action }) =>
      crashes(action) || servers.elements.every((i) => after.currentTerm[i] >= before.currentTerm[i]),
  },
});

/** commitIndex "increases monotonically" but for a crash (Figure 2). */
const commitMonotonic = ({ sorts: { servers } }: RaftModel): Property<State> => ({
  kind: "step",
  name: "commitMonotonic",
  citation: "Figure 2",
  standard: true,
  reads: ["commitIndex"],
  conjuncts: {
    "commitIndex falls in a crash only": (before, after, { action }) =>
      crashes(action) || servers.elements.every((i) => after.commitIndex[i] >= before.commitIndex[i]),
  },
});

/** matchIndex "increases monotonically" while one leads (Figure 2). */
const matchMonotonic = ({ sorts: { servers } }: RaftModel): Property<State> => ({
  kind: "step",
  name: "matchMonotonic",
  citation: "Figure 2",
  standard: true,
  reads: ["role", "currentTerm", "matchIndex"],
  conjuncts: {
    "matchIndex does not fall while one leads": (before, after) => {
      const leads = (i: Element) =>
        before.role[i] === Leader &&
        after.role[i] === Leader &&
        before.currentTerm[i] === after.currentTerm[i];
      return servers.elements.every(
        (i) => !leads(i) || servers.elements.every((j) => after.matchIndex[i][j] >= before.matchIndex[i][j]),
      );
    },
  },
});

/** A leader only appends to its log (§5.3). */
const leaderAppendOnly = ({ sorts: { servers } }: RaftModel): Property<State> => ({
  kind: "step",
  name: "leaderAppendOnly",
  citation: "§5.3, Figure 3",
  standard: true,
  reads: ["role", "log"],
  conjuncts: {
    "a leader's log is not cut": (before, after) =>
      servers.elements.every(
        (i) =>
          before.role[i] !== Leader ||
          after.role[i] !== Leader ||
          (before.log[i].length <= after.log[i].length && matches(before.log[i], after.log[i])),
      ),
  },
});

export const properties = (model: RaftModel) => [
  electionSafety(model),
  leaderAppendOnly(model),
  logMatching(model),
  leaderCompleteness(model),
  stateMachineSafety(model),
  oneVotePerTerm(model),
  monotonicTerm(model),
  commitMonotonic(model),
  matchMonotonic(model),
  committedOnMajority(model),
];
