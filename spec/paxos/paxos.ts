import { defineSpecification, emptySet } from "../machine/index.js";
import { mutants } from "./mutants.js";
import { phase1a, phase1b } from "./phase1.js";
import { phase2aBound, phase2aFree, phase2b } from "./phase2.js";
import { chosenValues, properties } from "./properties.js";
import { restart } from "./restart.js";
import { rules } from "./rules.js";
import { constants, phase2Quorums, sorts, variables } from "./variables.js";

/**
 * The Synod: one value, chosen through messages. The module's Phase2a is written as two actions, one for
 * each case of P2c, so that each witness of its quantifiers is a parameter.
 */
export const paxos = defineSpecification({
  name: "paxos",
  summary: "single-decree Paxos: the Synod in its two phases",
  citation: "L. Lamport, Paxos.tla; Paxos Made Simple §2",
  constants,
  sorts,
  variables,
  rules,
  mutants,
  symmetric: ["acceptors", "values"],
  initial: () => {},
  actions: (model) => [
    phase1a(model),
    phase1b(model),
    phase2aFree(model),
    phase2aBound(model),
    phase2b(model),
    ...(model.rules.restartLoses() ? [restart(model)] : []),
  ],
  properties,
  witnesses: (model) => {
    const quorums = phase2Quorums(model);
    return [
      { name: "voteReported", seen: ({ msgs }) => msgs.some("1b", (m) => m.mbal >= 0) },
      { name: "valueChosen", seen: (state) => chosenValues(model, quorums, state) !== emptySet },
    ];
  },
});
