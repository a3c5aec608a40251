import { defineSpecification } from "../machine/index.js";
import { becomeLeader, learnTerm } from "./elections.js";
import { mutants } from "./mutants.js";
import { properties } from "./properties.js";
import { appendOne, clientRequest, commit, restart, truncateOne } from "./replication.js";
import { rules } from "./rules.js";
import { constants, Leader, sorts, variables } from "./variables.js";

/**
 * Raft without messages: an election, an append, a truncation is one step. What is left is what its
 * safety argument speaks of, small enough to be explored at larger bounds.
 */
export const raftAbstract = defineSpecification({
  name: "raft-abstract",
  summary: "Raft without messages: atomic elections, entries taken one by one",
  citation: "Raft paper §5",
  constants,
  sorts,
  variables,
  rules,
  mutants,
  symmetric: ["servers"],
  initial: () => {},
  actions: (model) => [
    becomeLeader(model),
    learnTerm(model),
    clientRequest(model),
    appendOne(model),
    truncateOne(model),
    commit(model),
    ...(model.rules.restartLosesEntry() ? [restart(model)] : []),
  ],
  properties,
  witnesses: ({ sorts: { servers } }) => [
    { name: "leaderElected", seen: ({ state }) => servers.elements.some((i) => state[i] === Leader) },
    { name: "entryAppended", seen: ({ log }) => servers.elements.some((i) => log[i].length > 0) },
    { name: "entryCommitted", seen: ({ commitIndex }) => servers.elements.some((i) => commitIndex[i] > 0) },
  ],
});
