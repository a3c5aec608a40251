import { raftSetup } from "./raft-setup.js";
import { failureAlwaysStops, newerTermAppendRows, stopRow } from "./shared-rows.js";

const leadersRefuse = { replaced: "a leader grants no pre-vote" };
const leadersAppend = { replaced: "a leader always may append" };

/** A leader takes commands and commits what a quorum holds (§5.3, §5.4.2). */
export const leader = raftSetup.createStateConfig({
  id: "leader",
  on: {
    "timeout.election": { description: "ignored" },
    "timeout.leaderContact": { description: "ignored" },
    "timeout.heartbeat": { description: "heartbeat", actions: "sendHeartbeat" },
    "timeout.quorumCheck": [
      { guard: "quorumInContact", actions: "confirmQuorum" },
      { guard: "quorumLost", target: "#follower", actions: "resign" },
      { description: "ignored" },
    ],

    requestVote: [
      { guard: "staleTerm", actions: "refuseVoteUnmoved" },
      { guard: "leaderProtected", actions: "refuseVoteUnmoved" },
      { guard: "newerTermGranted", target: "#follower", actions: "grantVote" },
      { description: "newerTermRefused", guard: "newerTerm", target: "#follower", actions: "refuseVote" },
      { description: "refused", actions: "refuseVote" },
    ],
    requestVoteResponse: [
      { guard: "newerTerm", target: "#follower", actions: "adoptTerm" },
      { description: "ignored" },
    ],
    requestPreVote: [
      { guard: "preVoteGranted", actions: "grantPreVote", meta: leadersRefuse },
      { description: "refused", actions: "refusePreVote" },
    ],
    requestPreVoteResponse: [
      { guard: "newerTermRefusal", target: "#follower", actions: "adoptTerm" },
      { description: "ignored" },
    ],

    appendEntries: [
      { guard: "staleTerm", actions: "refuseStaleAppend" },
      ...newerTermAppendRows,
      { description: "ignored" },
    ],
    appendEntriesResponse: [
      { guard: "newerTerm", target: "#follower", actions: "adoptTerm" },
      { guard: "notCurrent" },
      { guard: "quorumMatched", actions: "noteResponse" },
      { guard: "matchAdvanced", actions: "noteResponse" },
      { guard: "matchConfirmed", actions: "noteResponse" },
      { description: "rejected", actions: "noteResponse" },
    ],

    propose: [
      { guard: "notLeader", actions: "refuseNotLeader", meta: leadersAppend },
      { guard: "accepted", actions: "appendCommand" },
      { description: "overLimit", actions: "refuseOverLimit" },
    ],
    storageDone: [
      { guard: "ownWriteCommits", actions: "endWriteAsLeader" },
      { description: "written", actions: "endWriteAsLeader" },
    ],
    storageFailed: [
      stopRow,
      { description: "survived", actions: "endWriteAsLeader", meta: failureAlwaysStops },
    ],
    stranger: { description: "ignored" },
  },
});
