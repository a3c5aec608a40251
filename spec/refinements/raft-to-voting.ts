import { type Element, includes, type Model, type Nil } from "../machine/index.js";
import type { RaftModel, RaftState } from "../raft/index.js";
import { chosenValues, phase2Quorums, type VotingModel } from "../voting/index.js";
import type { Mapping, Refinement } from "./refinement.js";
import { asVotingState, isInitialVoting, type PlainVoting, votingMachine, votingSteps } from "./to-voting.js";

/**
 * Each slot of the logs read as an instance of Voting: servers accept, terms are ballots (term 1 is ballot 0), and a
 * value is the entry's term, which names it at this index. Only what is on disk binds a server: its promise is
 * durableTerm, and an acceptance, the leader's own append too, is a vote once it is synced.
 */
export function raftToVoting(model: Model): Mapping<RaftState, PlainVoting> {
  const { constants, sorts } = model as RaftModel;
  const { servers, ballots, slots } = sorts;
  const machine = votingMachine({
    acceptors: constants.servers,
    values: constants.maxTerm,
    maxBallot: constants.maxTerm - 1,
    phase1Quorum: 0,
    phase2Quorum: 0,
  });
  const votingModel = machine.model as VotingModel;
  const quorums = phase2Quorums(votingModel);
  return {
    machine,
    slots: slots.size,
    map: ({ votes, durableTerm }, slot) => ({
      votes: servers.elements.map((i) =>
        ballots.elements.map((ballot) => (votes[i][slot as Element][ballot] - 1) as Element | Nil),
      ),
      maxBal: servers.elements.map((i) => durableTerm[i] - 1),
    }),
    steps: votingSteps,
    isInitial: isInitialVoting,
    agrees: ({ committed }, abstract, slot) => {
      if (slot >= committed.length) return true;
      const chosen = chosenValues(votingModel, quorums, asVotingState(abstract));
      return includes(chosen, (committed.at(slot + 1).term - 1) as Element);
    },
  };
}

/** Raft with messages and disks, read as Voting. */
export const raftVoting: Refinement = {
  name: "raft-voting",
  of: "raft",
  to: "voting",
  summary: "a server votes, in its leader's term, once its disk's log ends in an entry of that term",
  citation: "Raft §5.4.2; Paxos vs Raft (PaPoC 2020)",
  reads: ["durableTerm", "accepted", "votes", "committed"],
  mappings: (model) => [raftToVoting(model)],
  refuted: null,
};
