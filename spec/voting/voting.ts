import { defineSpecification, emptySet, Nil } from "../machine/index.js";
import { increaseMaxBal, voteFor, voteForSafe } from "./actions.js";
import { mutants } from "./mutants.js";
import { chosenValues, properties } from "./properties.js";
import { rules } from "./rules.js";
import { constants, phase2Quorums, sorts, variables } from "./variables.js";

/**
 * Votes and ballots without messages: what Paxos and Raft have in common. An acceptor may vote in a ballot
 * where a quorum shows that no lower ballot has chosen, or can still choose, anything else.
 */
export const voting = defineSpecification({
  name: "voting",
  summary: "votes in ballots, each shown safe by a quorum",
  citation: "L. Lamport, Voting.tla",
  constants,
  sorts,
  variables,
  rules,
  mutants,
  symmetric: ["acceptors", "values"],
  initial: () => {},
  actions: (model) => [
    increaseMaxBal(model),
    model.constants.oneQuorumShows === 1 ? voteFor(model) : voteForSafe(model),
  ],
  properties,
  witnesses: (model) => {
    const { acceptors, ballots } = model.sorts;
    const quorums = phase2Quorums(model);
    return [
      {
        name: "voteCast",
        seen: (state) =>
          acceptors.elements.some((a) => ballots.elements.some((b) => state.votes[a][b] !== Nil)),
      },
      { name: "valueChosen", seen: (state) => chosenValues(model, quorums, state) !== emptySet },
    ];
  },
});
