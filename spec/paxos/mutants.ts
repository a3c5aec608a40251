import type { Mutant } from "../machine/index.js";
import type { rules } from "./rules.js";

const small = { acceptors: 3, values: 2, maxBallot: 1 };

/** Wrong rules, each with the property that it breaks. */
export const mutants: readonly Mutant<typeof rules>[] = [
  {
    id: "reports-ignored",
    summary: "a proposer proposes its own value whatever the quorum reports",
    citation: "Paxos Made Simple §2.2, P2c",
    replaces: { isFree: () => true },
    violates: "agreement",
    constants: small,
    shortest: 12,
  },
  {
    id: "lowest-report",
    summary: "a proposer takes the value of the lowest vote reported",
    citation: "Paxos Made Simple §2.2, P2c",
    replaces: { binds: (ballot, otherBallot) => ballot <= otherBallot },
    violates: "agreement",
    constants: { ...small, maxBallot: 2 },
    shortest: 17,
  },
  {
    id: "accepts-below-promise",
    summary: "an acceptor votes in a ballot below its promise",
    citation: "Paxos Made Simple §2.2, P1a",
    replaces: { mayAccept: () => true },
    violates: "agreement",
    constants: small,
    shortest: 12,
  },
  {
    id: "promise-not-raised",
    summary: "an acceptor that votes does not raise its promise",
    citation: "Paxos.tla, Phase2b, maxBal'",
    replaces: { promiseAfterAccept: (_ballot, promised) => promised },
    violates: "agreement",
    constants: { ...small, maxBallot: 2 },
    shortest: 17,
  },
  {
    id: "shared-ballot",
    summary: "two proposers use one ballot",
    citation: "Paxos Made Simple §2.5",
    replaces: { mayPropose: () => true },
    violates: "agreement",
    constants: small,
    shortest: 9,
  },
  {
    id: "loses-promise",
    summary: "a restarted acceptor does not remember its promise",
    citation: "Paxos Made Simple §2.5",
    replaces: { restartLoses: () => true, restartedPromise: () => -1 },
    violates: "agreement",
    constants: small,
    shortest: 13,
  },
  {
    id: "loses-vote",
    summary: "a restarted acceptor does not remember its vote",
    citation: "Paxos Made Simple §2.5",
    replaces: { restartLoses: () => true, restartKeepsVote: () => false },
    violates: "agreement",
    constants: small,
    shortest: 13,
  },
  {
    id: "silent-after-vote",
    summary: "an acceptor that has voted promises no more",
    citation: "Paxos Made Simple §2.2, P1: it can always answer a prepare above its promise",
    replaces: { mayPromise: (ballot, promised, lastVote) => ballot > promised && lastVote < 0 },
    violates: "choiceStaysPossible",
    constants: { acceptors: 4, values: 1, maxBallot: 1 },
    shortest: 10,
  },
  {
    id: "half-quorum",
    summary: "half of the acceptors are a quorum",
    citation: "Paxos Made Simple §2.1",
    replaces: { quorumSize: (acceptors) => Math.ceil(acceptors / 2) },
    violates: "agreement",
    constants: { ...small, acceptors: 4 },
    shortest: 12,
  },
];
