import { cardinality, type Mutant, Nil } from "../machine/index.js";
import type { rules } from "./rules.js";

const small = { values: 1, maxTerm: 2, maxLog: 1, maxInFlight: 1, maxCopies: 1 };

/** Wrong rules, each with the property that it breaks. */
export const mutants: readonly Mutant<typeof rules>[] = [
  {
    id: "half-quorum",
    summary: "half of the servers are a quorum",
    citation: "§5.2",
    replaces: { isQuorum: (granted, servers) => cardinality(granted) * 2 >= servers },
    violates: "electionSafety",
    constants: { ...small, servers: 2 },
    shortest: 10,
  },
  {
    id: "double-vote",
    summary: "a server votes for everyone who asks",
    citation: "§5.2",
    replaces: { mayVoteFor: () => true },
    violates: "electionSafety",
    constants: { ...small, servers: 2 },
    shortest: 16,
  },
  {
    id: "forgets-vote-on-restart",
    summary: "a restarted server does not remember its vote",
    citation: "§5.1, Figure 2 (persistent state)",
    replaces: { restartedVote: () => Nil },
    violates: "electionSafety",
    constants: { ...small, servers: 3 },
    shortest: 18,
  },
];
