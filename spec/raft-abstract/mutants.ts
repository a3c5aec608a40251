import type { Mutant } from "../machine/index.js";
import type { rules } from "./rules.js";

type RaftMutant = Mutant<typeof rules>;

/** One mutant, as it breaks Leader Completeness, and as it breaks State Machine Safety later. */
function unsafe(
  row: Omit<RaftMutant, "violates" | "constants" | "shortest">,
  leaderCompleteness: { readonly constants: RaftMutant["constants"]; readonly shortest: number },
  stateMachineSafety: { readonly constants: RaftMutant["constants"]; readonly shortest: number },
): readonly RaftMutant[] {
  return [
    { ...row, violates: "leaderCompleteness", ...leaderCompleteness },
    { ...row, id: `${row.id}-applied`, violates: "stateMachineSafety", ...stateMachineSafety },
  ];
}

const bounds = (maxTerm: number, maxLog: number, servers = 3) => ({ servers, maxTerm, maxLog });

/** Wrong rules, each with the property that it breaks. */
export const mutants: readonly RaftMutant[] = [
  ...unsafe(
    {
      id: "commits-old-terms",
      summary: "entries of old terms are committed by counting",
      citation: "§5.4.2, Figure 8",
      replaces: { mayCommit: () => true },
    },
    { constants: bounds(4, 1), shortest: 10 },
    { constants: bounds(4, 1), shortest: 13 },
  ),
  ...unsafe(
    {
      id: "no-log-check",
      summary: "voters do not look at the candidate's log",
      citation: "§5.4.1",
      replaces: { isUpToDate: () => true },
    },
    { constants: bounds(2, 1), shortest: 5 },
    { constants: bounds(2, 1), shortest: 9 },
  ),
  ...unsafe(
    {
      id: "length-only",
      summary: "voters compare the lengths of logs only",
      citation: "§5.4.1",
      replaces: { isUpToDate: (_lastTerm, length, _voterLastTerm, voterLength) => length >= voterLength },
    },
    { constants: bounds(3, 2), shortest: 8 },
    { constants: bounds(3, 2), shortest: 13 },
  ),
  ...unsafe(
    {
      id: "last-term-only",
      summary: "voters compare the last terms of logs only",
      citation: "§5.4.1",
      replaces: { isUpToDate: (lastTerm, _length, voterLastTerm) => lastTerm >= voterLastTerm },
    },
    { constants: bounds(2, 2), shortest: 8 },
    { constants: bounds(2, 2), shortest: 12 },
  ),
  ...unsafe(
    {
      id: "always-truncates",
      summary: "a follower removes entries that do not conflict",
      citation: "§5.3",
      replaces: { mayTruncate: () => true },
    },
    { constants: bounds(2, 1), shortest: 6 },
    { constants: bounds(2, 1), shortest: 9 },
  ),
  ...unsafe(
    {
      id: "loses-entry",
      summary: "a restarted server does not remember its last entry",
      citation: "§5.2, Figure 2 (persistent state)",
      replaces: { restartLosesEntry: () => true },
    },
    { constants: bounds(2, 1), shortest: 6 },
    { constants: bounds(2, 1), shortest: 9 },
  ),
  {
    id: "no-previous-check",
    summary: "entries are appended whatever precedes them",
    citation: "§5.3",
    replaces: { mayAppend: () => true },
    violates: "logMatching",
    constants: bounds(2, 2),
    shortest: 6,
  },
  {
    id: "forgets-vote",
    summary: "a server votes again in the same term",
    citation: "§5.2",
    replaces: { mayVote: (currentTerm, _votedFor, term) => currentTerm <= term },
    violates: "electionSafety",
    constants: bounds(1, 1),
    shortest: 2,
  },
  {
    id: "half-quorum",
    summary: "half of the servers are a quorum",
    citation: "§5.2",
    replaces: { quorumSize: (servers) => Math.ceil(servers / 2) },
    violates: "electionSafety",
    constants: bounds(1, 1, 4),
    shortest: 2,
  },
];
