import { integer, member } from "../machine/index.js";
import { action, type PaxosModel, sent } from "./variables.js";

/** Phase1a(b): the proposer of ballot b asks for promises. */
export const phase1a = ({ constants }: PaxosModel) =>
  action({
    name: "Phase1a",
    citation: "Paxos.tla, Phase1a; Paxos Made Simple §2.2, phase 1(a)",
    parameters: [integer("b", 0, constants.maxBallot)],
    changes: ["msgs"],
    guard: () => true,
    effect: (state, b) => state.msgs.add("1a", { bal: b }),
  });

/** Phase1b(a): a promises to vote in no lower ballot, and reports its last vote. */
export const phase1b = ({ sorts, rules }: PaxosModel) =>
  action({
    name: "Phase1b",
    citation: "Paxos.tla, Phase1b; Paxos Made Simple §2.2, phase 1(b)",
    parameters: [member("a", sorts.acceptors), sent("1a")],
    changes: ["maxBal", "msgs"],
    guard: (state, a, m) => rules.mayPromise(m.bal, state.maxBal[a], state.maxVBal[a]),
    effect: (state, a, m) => {
      state.maxBal[a] = m.bal;
      state.msgs.add("1b", { acc: a, bal: m.bal, mbal: state.maxVBal[a], mval: state.maxVal[a] });
    },
  });
