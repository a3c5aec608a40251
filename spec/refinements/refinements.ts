import { type Model, SpecificationError } from "../machine/index.js";
import { paxosToVoting } from "./paxos-to-voting.js";
import { raftAbstractToVoting } from "./raft-abstract-to-voting.js";
import { raftVoting } from "./raft-to-voting.js";
import type { Mapping, Refinement } from "./refinement.js";
import { votingToConsensus } from "./voting-to-consensus.js";

/** A mapping to Voting, and from there on to Consensus. */
const onToConsensus =
  (toVoting: (model: Model) => Mapping) =>
  (model: Model): readonly Mapping[] => {
    const first = toVoting(model);
    return [first, votingToConsensus(first.machine.model)];
  };

const paxos = { of: "paxos", citation: "Paxos.tla, V!Spec", reads: ["maxBal", "msgs"], refuted: null };
const raftAbstract = { of: "raft-abstract", citation: "Raft §5.4.2; Paxos vs Raft (PaPoC 2020)" };

/** Every refinement; those that fail are kept to show why. */
export const refinements: readonly Refinement[] = [
  {
    name: "voting-consensus",
    of: "voting",
    to: "consensus",
    summary: "what a quorum votes for in one ballot is chosen, and nothing else ever is",
    citation: "Voting.tla, C!Spec",
    reads: ["votes"],
    mappings: (model) => [votingToConsensus(model)],
    refuted: null,
  },
  {
    ...paxos,
    name: "paxos-voting",
    to: "voting",
    summary: "a 2b message is a vote, a promise a promise",
    mappings: (model) => [paxosToVoting(model)],
  },
  {
    ...paxos,
    name: "paxos-consensus",
    to: "consensus",
    summary: "Paxos through Voting",
    mappings: onToConsensus(paxosToVoting),
  },
  {
    ...raftAbstract,
    name: "raft-abstract-voting",
    to: "voting",
    summary: "a server votes, in its leader's term, once its log ends in an entry of that term",
    reads: ["currentTerm", "votes", "committed"],
    mappings: (model) => [raftAbstractToVoting("votes")(model)],
    refuted: null,
  },
  {
    ...raftAbstract,
    name: "raft-abstract-consensus",
    to: "consensus",
    summary: "each slot of Raft's logs through Voting",
    reads: ["currentTerm", "votes", "committed"],
    mappings: onToConsensus(raftAbstractToVoting("votes")),
    refuted: null,
  },
  raftVoting,
  {
    ...raftAbstract,
    name: "raft-abstract-voting-held",
    to: "voting",
    summary: "whoever holds an entry votes for it, in the last term of its log",
    reads: ["currentTerm", "votesHeld", "committed"],
    mappings: (model) => [raftAbstractToVoting("votesHeld")(model)],
    asks: "properties",
    refuted: {
      constants: { servers: 3, maxTerm: 3, maxLog: 1 },
      shortest: 7,
      because: "replicating an old entry would be voting in an old ballot after promising a higher one",
    },
  },
  {
    ...raftAbstract,
    name: "raft-abstract-voting-matched",
    to: "voting",
    summary: "whoever matches the leader up to an entry votes for it, in the leader's term",
    reads: ["currentTerm", "votesMatched", "committed"],
    mappings: (model) => [raftAbstractToVoting("votesMatched")(model)],
    asks: "properties",
    refuted: {
      constants: { servers: 3, maxTerm: 4, maxLog: 1 },
      shortest: 8,
      because: "an old entry on a quorum would be chosen, and Figure 8 replaces it",
    },
  },
  {
    ...raftAbstract,
    name: "raft-abstract-voting-shown",
    to: "voting",
    summary: "as raft-abstract-voting, but one quorum must show each vote safe, as in phase 1 of Paxos",
    reads: ["currentTerm", "votes", "committed"],
    mappings: (model) => [raftAbstractToVoting("votes", 1)(model)],
    refuted: {
      constants: { servers: 3, maxTerm: 3, maxLog: 2 },
      shortest: 7,
      because: "a voter may hold an entry that an earlier leader's election has already ruled out",
    },
  },
];

/**
 * The refinement of this name.
 * @throws SpecificationError if there is none.
 */
export function findRefinement(name: string): Refinement {
  const found = refinements.find((one) => one.name === name);
  if (found === undefined) {
    const known = refinements.map((one) => one.name).join(", ");
    throw new SpecificationError(`refinement "${name}" is not known; there is ${known}`);
  }
  return found;
}
