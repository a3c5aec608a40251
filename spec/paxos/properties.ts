import { cardinality, emptySet, including, type Property, type Subset } from "../machine/index.js";
import { type PaxosModel, type PaxosState, phase2Quorums } from "./variables.js";

/** The values for which a whole quorum of `quorums` voted in one ballot. */
export function chosenValues(
  { constants, sorts: { acceptors, values } }: PaxosModel,
  quorums: readonly Subset[],
  { msgs }: PaxosState,
): Subset {
  let chosen = emptySet;
  for (let bal = 0; bal <= constants.maxBallot; bal += 1) {
    for (const val of values.elements) {
      let voters = emptySet;
      for (const acc of acceptors.elements) {
        if (msgs.has("2b", { acc, bal, val })) voters = including(voters, acc);
      }
      if (quorums.some((quorum) => (quorum & ~voters) === 0)) chosen = including(chosen, val);
    }
  }
  return chosen;
}

const agreement = (model: PaxosModel): Property<PaxosState> => {
  const quorums = phase2Quorums(model);
  return {
    kind: "state",
    name: "agreement",
    citation: "Paxos.tla, Agreement; Paxos Made Simple §2.1",
    standard: true,
    reads: ["msgs"],
    conjuncts: {
      "at most one value is chosen": (state) => cardinality(chosenValues(model, quorums, state)) <= 1,
    },
  };
};

/** §2.5: ballots are unique, so one ballot has one proposal. */
const oneProposalPerBallot: Property<PaxosState> = {
  kind: "state",
  name: "oneProposalPerBallot",
  citation: "Paxos.tla, Inv, 2a messages; Paxos Made Simple §2.5",
  standard: false,
  reads: ["msgs"],
  conjuncts: {
    "all proposals of a ballot are for one value": ({ msgs }) =>
      !msgs.some("2a", (one) => msgs.some("2a", (other) => other.bal === one.bal && other.val !== one.val)),
  },
};

/** P1b: a report tells of a vote that was really cast. */
const reportsAreVotes: Property<PaxosState> = {
  kind: "state",
  name: "reportsAreVotes",
  citation: "Paxos.tla, Inv, 1b messages; Paxos Made Simple §2.2, phase 1(b)",
  standard: false,
  reads: ["msgs"],
  conjuncts: {
    "every vote in a 1b was sent as a 2b": ({ msgs }) =>
      !msgs.some(
        "1b",
        ({ acc, mbal, mval }) =>
          mbal >= 0 && !msgs.some("2b", (vote) => vote.acc === acc && vote.bal === mbal && vote.val === mval),
      ),
  },
};

/** An acceptor's promise only rises, on accepting too (§2.2, P1a). */
const promisesRise = ({ sorts }: PaxosModel): Property<PaxosState> => ({
  kind: "step",
  name: "promisesRise",
  citation: "Paxos Made Simple §2.2, P1a",
  standard: false,
  reads: ["maxBal"],
  conjuncts: {
    "no maxBal falls": (before, after) =>
      sorts.acceptors.elements.every((a) => after.maxBal[a] >= before.maxBal[a]),
  },
});

/** Whatever was lost or overtaken, the proposer of a ballot high enough can bring about a choice (§2.4). */
const choiceStaysPossible = (model: PaxosModel): Property<PaxosState> => {
  const quorums = phase2Quorums(model);
  return {
    kind: "eventually",
    name: "choiceStaysPossible",
    citation: "Paxos Made Simple §2.4",
    standard: false,
    reads: ["msgs"],
    goal: (state) => chosenValues(model, quorums, state) !== emptySet,
  };
};

export const properties = (model: PaxosModel) => [
  agreement(model),
  oneProposalPerBallot,
  reportsAreVotes,
  promisesRise(model),
  choiceStaysPossible(model),
];
