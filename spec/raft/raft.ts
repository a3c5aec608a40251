import { defineSpecification, Nil } from "../machine/index.js";
import { appendEntries } from "./append-entries.js";
import { clientRequest } from "./client-request.js";
import { crash } from "./crash.js";
import { dropMessage } from "./drop-message.js";
import { duplicateMessage } from "./duplicate-message.js";
import { handleAppendEntries } from "./handle-append-entries.js";
import { handleAppendEntriesResponse } from "./handle-append-entries-response.js";
import { handleRequestPreVote } from "./handle-request-pre-vote.js";
import { handleRequestPreVoteResponse } from "./handle-request-pre-vote-response.js";
import { handleRequestVote } from "./handle-request-vote.js";
import { handleRequestVoteResponse } from "./handle-request-vote-response.js";
import { mutants } from "./mutants.js";
import { properties } from "./properties.js";
import { requestPreVote } from "./request-pre-vote.js";
import { requestVote } from "./request-vote.js";
import { rules } from "./rules.js";
import { sync } from "./sync.js";
import { timeout } from "./timeout.js";
import { constants, type RaftModel, sorts, variables } from "./variables.js";
import { witnesses } from "./witnesses.js";

/** The pre-vote of D §9.6, if it is switched on. */
const preVoteActions = (model: RaftModel) =>
  model.constants.preVote === 0
    ? []
    : [requestPreVote(model), handleRequestPreVote(model), handleRequestPreVoteResponse(model)];

const crashActions = (model: RaftModel) => (model.constants.maxCrashes === 0 ? [] : [crash(model)]);
const copyActions = (model: RaftModel) => (model.constants.maxCopies === 1 ? [] : [duplicateMessage()]);

/** Raft as the implementation is held against it: a handler is one step, and the disk is a thing of its own. */
export const raft = defineSpecification({
  name: "raft",
  summary: "Raft with atomic handlers, disks that are synced apart from memory, crashes and pre-votes",
  citation: "Ongaro and Ousterhout 2014; Ongaro, dissertation",
  constants,
  sorts,
  variables,
  rules,
  mutants,
  symmetric: ["servers", "values"],
  initial: (state, { sorts: { servers } }) => {
    for (const i of servers.elements) {
      state.votedFor[i] = Nil;
      state.durableVote[i] = Nil;
    }
  },
  actions: (model) => [
    timeout(model),
    ...preVoteActions(model),
    requestVote(model),
    handleRequestVote(model),
    handleRequestVoteResponse(model),
    clientRequest(model),
    appendEntries(model),
    handleAppendEntries(model),
    handleAppendEntriesResponse(model),
    sync(model),
    ...crashActions(model),
    ...copyActions(model),
    dropMessage(),
  ],
  properties,
  witnesses,
});
