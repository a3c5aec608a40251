import type { ClusterBounds } from "./cluster-machine-bounds.js";
import type { ClusterPropertyName } from "./cluster-machine-properties.js";

/** A known bug of a server (its row in checks/mutants), found by exhaustive search. */
export interface ClusterMutant {
  readonly id: string;
  /** The property that is checked, and that it breaks. */
  readonly violates: ClusterPropertyName;
  /** Bounds within which it does. */
  readonly bounds: Partial<ClusterBounds>;
  /** Actions of the shortest counterexample within the bounds. */
  readonly shortest: number;
}

const election = { servers: 3, maxTerm: 1, maxLog: 0, maxInFlight: 4, maxRestarts: 0 } as const;
const oneTerm = { servers: 3, maxTerm: 1, maxLog: 1, maxInFlight: 3, maxRestarts: 0 } as const;
const twoTerms = { ...oneTerm, maxTerm: 2 } as const;

/** Bugs of `impl/core` that `explore impl` finds. */
export const clusterMutants: readonly ClusterMutant[] = [
  { id: "V23", violates: "electionSafety", bounds: { ...election, servers: 2 }, shortest: 2 },
  { id: "M52", violates: "committedOnMajority", bounds: oneTerm, shortest: 4 },
  { id: "V6", violates: "electionSafety", bounds: election, shortest: 7 },
  { id: "V13", violates: "electionSafety", bounds: election, shortest: 7 },
  { id: "X1", violates: "electionSafety", bounds: election, shortest: 7 },
  { id: "V7", violates: "electionSafety", bounds: election, shortest: 8 },
  { id: "V9", violates: "electionSafety", bounds: { ...election, maxRestarts: 1 }, shortest: 8 },
  { id: "V14", violates: "electionSafety", bounds: { ...election, maxTerm: 2 }, shortest: 10 },
  { id: "V1", violates: "leaderCompleteness", bounds: twoTerms, shortest: 12 },
  { id: "V2", violates: "leaderCompleteness", bounds: twoTerms, shortest: 12 },
  { id: "M13", violates: "leaderCompleteness", bounds: twoTerms, shortest: 12 },
  { id: "R2", violates: "committedOnMajority", bounds: oneTerm, shortest: 12 },
  { id: "M60", violates: "committedOnMajority", bounds: { ...oneTerm, maxRestarts: 1 }, shortest: 12 },
  { id: "R9", violates: "committedOnMajority", bounds: twoTerms, shortest: 13 },
  { id: "R6", violates: "logMatching", bounds: { ...twoTerms, maxLog: 2, maxInFlight: 2 }, shortest: 17 },
  { id: "R4", violates: "stateMachineSafety", bounds: twoTerms, shortest: 18 },
];
