import { defineSpecification, Nil } from "../machine/index.js";
import { advanceCommitIndex } from "./advance-commit-index.js";
import { appendEntries } from "./append-entries.js";
import { becomeLeader } from "./become-leader.js";
import { clientRequest } from "./client-request.js";
import { dropMessage } from "./drop-message.js";
import { dropStaleResponse } from "./drop-stale-response.js";
import { duplicateMessage } from "./duplicate-message.js";
import {
  alreadyDoneWithRequest,
  conflictRemoveEntry,
  noConflictAppendEntry,
  rejectAppendEntriesRequest,
  returnToFollowerState,
} from "./handle-append-entries-request.js";
import { handleAppendEntriesResponse } from "./handle-append-entries-response.js";
import { handleRequestVoteRequest } from "./handle-request-vote-request.js";
import { handleRequestVoteResponse } from "./handle-request-vote-response.js";
import { mutants } from "./mutants.js";
import { properties } from "./properties.js";
import { requestVote } from "./request-vote.js";
import { restart } from "./restart.js";
import { rules } from "./rules.js";
import { timeout } from "./timeout.js";
import { updateTerm } from "./update-term.js";
import { constants, Leader, sorts, variables } from "./variables.js";

/**
 * Ongaro's published TLA+ module, with its history variables left out: restarts, messages lost and
 * duplicated, one entry a message, one step a handler's branch.
 */
export const raftClassic = defineSpecification({
  name: "raft-classic",
  summary: "Ongaro's published TLA+ module without its history variables",
  citation: "D. Ongaro, raft.tla; dissertation, appendix B.1",
  constants,
  sorts,
  variables,
  rules,
  mutants,
  symmetric: ["servers", "values"],
  initial: (state, model) => {
    for (const i of model.sorts.servers.elements) state.votedFor[i] = Nil;
  },
  actions: (model) => [
    restart(model),
    timeout(model),
    requestVote(model),
    becomeLeader(model),
    clientRequest(model),
    advanceCommitIndex(model),
    appendEntries(model),
    updateTerm(),
    handleRequestVoteRequest(model),
    handleRequestVoteResponse(),
    rejectAppendEntriesRequest(),
    returnToFollowerState(),
    alreadyDoneWithRequest(),
    conflictRemoveEntry(),
    noConflictAppendEntry(),
    handleAppendEntriesResponse(),
    dropStaleResponse(),
    duplicateMessage(),
    dropMessage(),
  ],
  properties,
  witnesses: ({ sorts: { servers } }) => [
    { name: "leaderElected", seen: (state) => servers.elements.some((i) => state.state[i] === Leader) },
    { name: "entryAppended", seen: (state) => servers.elements.some((i) => state.log[i].length > 0) },
    { name: "entryCommitted", seen: (state) => servers.elements.some((i) => state.commitIndex[i] > 0) },
  ],
});
