import type { Mutant } from "../machine/index.js";
import type { rules } from "./rules.js";

const small = { acceptors: 3, values: 2, maxBallot: 1 };

/** Wrong rules, each with the property that it breaks. */
export const mutants: readonly Mutant<typeof rules>[] = [
  {
    id: "unsafe-vote",
    summary: "acceptors vote for values that are not safe",
    citation: "Voting.tla, VoteFor, fourth conjunct",
    replaces: { mayVote: () => true },
    violates: "agreement",
    constants: small,
    shortest: 4,
  },
  {
    id: "two-values-in-a-ballot",
    summary: "acceptors vote for different values in one ballot",
    citation: "Voting.tla, VoteFor, third conjunct",
    replaces: { mayVoteBeside: () => true },
    violates: "oneValuePerBallot",
    constants: small,
    shortest: 4,
  },
];
