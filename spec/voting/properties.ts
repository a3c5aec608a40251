import { cardinality, emptySet, including, Nil, type Property, type Subset } from "../machine/index.js";
import { safeAt } from "./safe-at.js";
import { phase2Quorums, type VotingModel, type VotingState, votedFor } from "./variables.js";

/** ChosenAt(b, v): some quorum voted for v in b; all such v. `quorums` choose. */
export function chosenValues(model: VotingModel, quorums: readonly Subset[], state: VotingState): Subset {
  const { acceptors, ballots, values } = model.sorts;
  let chosen = emptySet;
  for (const b of ballots.elements) {
    for (const v of values.elements) {
      let voters = emptySet;
      for (const a of acceptors.elements) if (votedFor(state, a, b, v)) voters = including(voters, a);
      if (quorums.some((quorum) => (quorum & ~voters) === 0)) chosen = including(chosen, v);
    }
  }
  return chosen;
}

const agreement = (model: VotingModel): Property<VotingState> => {
  const quorums = phase2Quorums(model);
  return {
    kind: "state",
    name: "agreement",
    citation: "Voting.tla, Consistency",
    standard: true,
    reads: ["votes"],
    conjuncts: {
      "at most one value is chosen": (state) => cardinality(chosenValues(model, quorums, state)) <= 1,
    },
  };
};

const oneValuePerBallot = ({ sorts: { acceptors, ballots } }: VotingModel): Property<VotingState> => ({
  kind: "state",
  name: "oneValuePerBallot",
  citation: "Voting.tla, OneValuePerBallot",
  standard: true,
  reads: ["votes"],
  conjuncts: {
    "all votes of a ballot are for one value": (state) =>
      ballots.elements.every(
        (b) => new Set(acceptors.elements.map((a) => state.votes[a][b]).filter((v) => v !== Nil)).size <= 1,
      ),
  },
});

/** VotesSafe: for every vote (b, v), below b nothing but v was or can still be chosen. */
const votesSafe = (model: VotingModel): Property<VotingState> => {
  const { acceptors, ballots } = model.sorts;
  const safe = safeAt(model);
  return {
    kind: "state",
    name: "votesSafe",
    citation: "Voting.tla, VotesSafe",
    standard: true,
    reads: ["votes", "maxBal"],
    conjuncts: {
      "each vote is safe at its ballot": (state) =>
        acceptors.elements.every((a) =>
          ballots.elements.every((b) => {
            const v = state.votes[a][b];
            return v === Nil || safe(state, b, v);
          }),
        ),
    },
  };
};

/** No votes lead into a dead end: some value can always still be chosen. */
const choiceStaysPossible = (model: VotingModel): Property<VotingState> => {
  const quorums = phase2Quorums(model);
  return {
    kind: "eventually",
    name: "choiceStaysPossible",
    citation: "Paxos Made Simple §2.4",
    standard: false,
    reads: ["votes"],
    goal: (state) => chosenValues(model, quorums, state) !== emptySet,
  };
};

export const properties = (model: VotingModel) => [
  agreement(model),
  oneValuePerBallot(model),
  votesSafe(model),
  choiceStaysPossible(model),
];
