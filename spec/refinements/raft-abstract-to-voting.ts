import { type Element, includes, type Model, type Nil } from "../machine/index.js";
import type { RaftAbstractModel, RaftAbstractState } from "../raft-abstract/index.js";
import { chosenValues, phase2Quorums, type VotingModel } from "../voting/index.js";
import type { Mapping } from "./refinement.js";
import { asVotingState, isInitialVoting, type PlainVoting, votingMachine, votingSteps } from "./to-voting.js";

/**
 * Each slot of the logs read as an instance of Voting: servers accept, terms are ballots (term 1 is ballot
 * 0), currentTerm is the promise, and a value is the entry's term, which names it at this index. Which
 * acceptance is a vote is the question: `votes` names the history to read. What makes a leader's entry safe
 * may be older than its own election, so that being safe is asked for, not that one quorum shows it.
 */
export const raftAbstractToVoting =
  (votes: "votes" | "votesHeld" | "votesMatched", oneQuorumShows: 0 | 1 = 0) =>
  (model: Model): Mapping<RaftAbstractState, PlainVoting> => {
    const { constants, sorts } = model as RaftAbstractModel;
    const { servers, ballots, slots } = sorts;
    const machine = votingMachine({
      acceptors: constants.servers,
      values: constants.maxTerm,
      maxBallot: constants.maxTerm - 1,
      phase1Quorum: 0,
      phase2Quorum: 0,
      oneQuorumShows,
    });
    const votingModel = machine.model as VotingModel;
    const quorums = phase2Quorums(votingModel);
    return {
      machine,
      slots: slots.size,
      map: (state, slot) => ({
        votes: servers.elements.map((i) =>
          ballots.elements.map((term) => (state[votes][slot as Element][i][term] - 1) as Element | Nil),
        ),
        maxBal: servers.elements.map((i) => state.currentTerm[i] - 1),
      }),
      steps: votingSteps,
      isInitial: isInitialVoting,
      agrees: ({ committed }, abstract, slot) => {
        const entries = ballots.elements.filter((term) => committed[slot as Element][term] !== 0);
        if (entries.length === 0) return true;
        const chosen = chosenValues(votingModel, quorums, asVotingState(abstract));
        return entries.every((term) => includes(chosen, term));
      },
    };
  };
