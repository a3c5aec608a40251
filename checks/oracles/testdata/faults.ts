/** What can be wrong with a naive server: each is a bug that somebody has shipped, or could. */
export const faultNames = [
  "restartForgetsVote",
  "restartForgetsTerm",
  "voteChangesItsMind",
  "voteClearedOnAppend",
  "candidateWithoutOwnVote",
  "halfElects",
  "duplicateGrantsCount",
  "grantsOfAnyTermCount",
  "anyLogIsUpToDate",
  "halfCommits",
  "oldTermCommits",
  "electionCommitsAll",
  "commitPastMessage",
  "commitPastEnd",
  "commitFollowsLeader",
  "matchFollowsResponse",
  "acknowledgesWholeLog",
  "appendCutsTail",
  "appendIgnoresConflict",
  "appendSpoilsCommand",
  "committedConflictCut",
  "deposedLeaderCuts",
  "leaderRewritesEntry",
  "votesUnwritten",
  "acknowledgesUnwritten",
  "speaksUnwritten",
  "countsUnwrittenSelf",
  "quorumLossLowersTerm",
  "truncatesWithoutRecord",
  "diskCutWithoutNeed",
] as const;

export type FaultName = (typeof faultNames)[number];

export type Faults = ReadonlySet<FaultName>;
