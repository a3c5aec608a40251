import { raftSetup } from "./raft-setup.js";
import {
  currentTermAppendRows,
  failureAlwaysStops,
  newerTermAppendRows,
  preVoteRows,
  redirectRows,
  stopRow,
} from "./shared-rows.js";

const hearsNoLeader = { replaced: "whoever stands for election has lost contact with the leader" };
const alwaysYields = { replaced: "a candidate yields to the leader of its term" };
const voteIsOwn = { replaced: "the vote of a candidate is its own" };
const preVotesAreNone = { replaced: "a pre-vote is no vote" };

/** Asks ahead, in the term it has (D §9.6). */
const preVote = raftSetup.createStateConfig({
  id: "preVote",
  on: {
    "timeout.election": { description: "preVoteAgain", actions: "startPreVote" },

    requestVote: [
      { guard: "staleTerm", actions: "refuseVoteUnmoved" },
      { guard: "leaderProtected", actions: "refuseVoteUnmoved", meta: hearsNoLeader },
      { guard: "newerTermGranted", target: "#follower", actions: "grantVote" },
      { description: "newerTermRefused", guard: "newerTerm", target: "#follower", actions: "refuseVote" },
      { guard: "granted", target: "#follower", actions: "grantVote" },
      { guard: "alreadyVoted", actions: "refuseVote" },
      { description: "logBehind", actions: "refuseVote" },
    ],
    requestVoteResponse: [
      { guard: "newerTerm", target: "#follower", actions: "adoptTerm" },
      { description: "ignored" },
    ],
    requestPreVoteResponse: [
      { guard: "newerTermRefusal", target: "#follower", actions: "adoptTerm" },
      { guard: "preVoteWins", target: "#vote", actions: "winPreVote" },
      { guard: "preVoteCounted", actions: "countPreVote" },
      { description: "ignored" },
    ],

    storageDone: { description: "written", actions: "endWrite" },
    storageFailed: [stopRow, { description: "survived", actions: "endWrite", meta: failureAlwaysStops }],
  },
});

/** Stands for election in a term of its own (§5.2). */
const vote = raftSetup.createStateConfig({
  id: "vote",
  on: {
    "timeout.election": [
      { guard: "preVoteWonAlone", actions: "startPreVoteAndCandidacy" },
      { guard: "preVoteFirst", target: "#preVote", actions: "startPreVote" },
      { description: "candidacyAgain", actions: "startCandidacy" },
    ],

    requestVote: [
      { guard: "staleTerm", actions: "refuseVoteUnmoved" },
      { guard: "leaderProtected", actions: "refuseVoteUnmoved", meta: hearsNoLeader },
      { guard: "newerTermGranted", target: "#follower", actions: "grantVote" },
      { description: "newerTermRefused", guard: "newerTerm", target: "#follower", actions: "refuseVote" },
      { guard: "granted", actions: "grantVote", meta: voteIsOwn },
      { description: "refused", actions: "refuseVote" },
    ],
    requestVoteResponse: [
      { guard: "newerTerm", target: "#follower", actions: "adoptTerm" },
      { guard: "voteWins", target: "#leader", actions: "winElection" },
      { guard: "voteCounted", actions: "countVote" },
      { description: "ignored" },
    ],
    requestPreVoteResponse: [
      { guard: "newerTermRefusal", target: "#follower", actions: "adoptTerm" },
      { guard: "voteWins", target: "#leader", actions: "winElection", meta: preVotesAreNone },
      { guard: "voteCounted", actions: "countVote", meta: preVotesAreNone },
      { description: "ignored" },
    ],

    storageDone: [
      { guard: "ownVoteWins", target: "#leader", actions: "endWriteAndWin" },
      { guard: "ownVoteCounted", actions: "endWriteAndCountOwnVote" },
      { description: "written", actions: "endWrite" },
    ],
    storageFailed: [
      stopRow,
      { guard: "ownVoteWins", target: "#leader", actions: "endWriteAndWin", meta: failureAlwaysStops },
      { guard: "ownVoteCounted", actions: "endWriteAndCountOwnVote", meta: failureAlwaysStops },
      { description: "survived", actions: "endWrite", meta: failureAlwaysStops },
    ],
  },
});

/** Stands for election; what both ways of standing share (§5.2). */
export const candidate = raftSetup.createStateConfig({
  id: "candidate",
  initial: "vote",
  states: { preVote, vote },
  on: {
    "timeout.leaderContact": [
      { guard: "contactLost", actions: "loseContact", meta: hearsNoLeader },
      { description: "alreadyLost" },
    ],
    "timeout.heartbeat": { description: "ignored" },
    "timeout.quorumCheck": { description: "ignored" },

    requestPreVote: preVoteRows,

    appendEntries: [
      { guard: "staleTerm", actions: "refuseStaleAppend" },
      ...newerTermAppendRows,
      { guard: "unyieldingLogMismatch", actions: "refuseAppend", meta: alwaysYields },
      {
        guard: "unyieldingCommittedConflict",
        target: "#stopped",
        actions: "stopOnConflict",
        meta: alwaysYields,
      },
      { guard: "unyielding", actions: "acceptAppend", meta: alwaysYields },
      ...currentTermAppendRows,
    ],
    appendEntriesResponse: [
      { guard: "newerTerm", target: "#follower", actions: "adoptTerm" },
      { description: "ignored" },
    ],

    propose: redirectRows,
    stranger: { description: "ignored" },
  },
});
