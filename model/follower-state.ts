import { raftSetup } from "./raft-setup.js";
import {
  currentTermAppendRows,
  failureAlwaysStops,
  newerTermAppendRows,
  preVoteRows,
  redirectRows,
  stopRow,
} from "./shared-rows.js";

/** A follower answers requests and, hearing nothing, stands for election (§5.1, §5.2). */
export const follower = raftSetup.createStateConfig({
  id: "follower",
  on: {
    "timeout.election": [
      { guard: "preVoteWonAlone", target: "#vote", actions: "startPreVoteAndCandidacy" },
      { guard: "preVoteFirst", target: "#preVote", actions: "startPreVote" },
      { description: "candidacy", target: "#vote", actions: "startCandidacy" },
    ],
    "timeout.leaderContact": [
      { guard: "contactLost", actions: "loseContact" },
      { description: "alreadyLost" },
    ],
    "timeout.heartbeat": { description: "ignored" },
    "timeout.quorumCheck": { description: "ignored" },

    requestVote: [
      { guard: "staleTerm", actions: "refuseVoteUnmoved" },
      { guard: "leaderProtected", actions: "refuseVoteUnmoved" },
      { guard: "newerTermGranted", actions: "grantVote" },
      { description: "newerTermRefused", guard: "newerTerm", actions: "refuseVote" },
      { guard: "granted", actions: "grantVote" },
      { guard: "alreadyVoted", actions: "refuseVote" },
      { description: "logBehind", actions: "refuseVote" },
    ],
    requestVoteResponse: [{ guard: "newerTerm", actions: "adoptTerm" }, { description: "ignored" }],
    requestPreVote: preVoteRows,
    requestPreVoteResponse: [{ guard: "newerTermRefusal", actions: "adoptTerm" }, { description: "ignored" }],

    appendEntries: [
      { guard: "staleTerm", actions: "refuseStaleAppend" },
      ...newerTermAppendRows,
      ...currentTermAppendRows,
    ],
    appendEntriesResponse: [{ guard: "newerTerm", actions: "adoptTerm" }, { description: "ignored" }],

    propose: redirectRows,
    storageDone: { description: "written", actions: "endWrite" },
    storageFailed: [stopRow, { description: "survived", actions: "endWrite", meta: failureAlwaysStops }],
    stranger: { description: "ignored" },
  },
});
