import { consensus } from "../consensus/index.js";
import {
  type Element,
  includes,
  isSubset,
  type Model,
  type Specification,
  type Subset,
} from "../machine/index.js";
import { chosenValues, phase2Quorums, type VotingModel, type VotingState } from "../voting/index.js";
import { AbstractMachine } from "./abstract-machine.js";
import type { Mapping } from "./refinement.js";

interface PlainConsensus {
  chosen: Subset;
}

/** Voting.tla, C!Spec: a value is chosen once a quorum has voted for it in one ballot. */
export function votingToConsensus(model: Model): Mapping<VotingState, PlainConsensus> {
  const votingModel = model as VotingModel;
  const quorums = phase2Quorums(votingModel);
  const { values } = votingModel.sorts;
  return {
    machine: new AbstractMachine(consensus as unknown as Specification, { values: values.size }),
    slots: 1,
    map: (state) => ({ chosen: chosenValues(votingModel, quorums, state) }),
    steps: (before, after) =>
      isSubset(before.chosen, after.chosen)
        ? values.elements
            .filter((v: Element) => includes(after.chosen, v) && !includes(before.chosen, v))
            .map((v: Element) => ({ action: "Choose", parameters: [v] }))
        : null,
    isInitial: ({ chosen }) => chosen === 0,
  };
}
