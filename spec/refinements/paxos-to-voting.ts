import { type Model, Nil } from "../machine/index.js";
import type { PaxosModel, PaxosState } from "../paxos/index.js";
import type { Mapping } from "./refinement.js";
import { isInitialVoting, type PlainVoting, votingMachine, votingSteps } from "./to-voting.js";

/** Paxos.tla, V!Spec: a vote is a 2b message, and promises are promises. */
export function paxosToVoting(model: Model): Mapping<PaxosState, PlainVoting> {
  const { constants, sorts } = model as PaxosModel;
  const { acceptors, values } = sorts;
  const ballots = Array.from({ length: constants.maxBallot + 1 }, (_, ballot) => ballot);
  return {
    machine: votingMachine({ ...constants, oneQuorumShows: 1 }),
    slots: 1,
    map: ({ maxBal, msgs }) => ({
      votes: acceptors.elements.map((acc) =>
        ballots.map((bal) => values.elements.find((val) => msgs.has("2b", { acc, bal, val })) ?? Nil),
      ),
      maxBal: acceptors.elements.map((a) => maxBal[a]),
    }),
    steps: votingSteps,
    isInitial: isInitialVoting,
  };
}
