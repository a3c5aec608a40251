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
  "usurpsTerm",
  "winnerDropsLog",
  "appliesAnotherEntry",
] as const;

export type FaultName = (typeof faultNames)[number];

/** Says, each time a server comes to the place of a fault, whether it bites. */
export type Faults = (fault: FaultName) => boolean;
