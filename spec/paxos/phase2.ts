import {
  type Element,
  emptySet,
  includes,
  including,
  integer,
  item,
  member,
  Nil,
  type Subset,
} from "../machine/index.js";
import { printSubset } from "../voting/index.js";
import { action, type PaxosModel, type PaxosState, phase1Quorums, type Sent, sent } from "./variables.js";

function proposed({ msgs }: PaxosState, b: number): boolean {
  return msgs.some("2a", (m) => m.bal === b);
}

/** Whether every member of the quorum has answered the prepare of ballot b. */
function answered({ msgs }: PaxosState, b: number, quorum: Subset): boolean {
  let heard = emptySet;
  return msgs.some("1b", (m) => {
    if (m.bal === b && includes(quorum, m.acc)) heard = including(heard, m.acc);
    return heard === quorum;
  });
}

/** Whether some member of the quorum reports a vote to ballot b for which `holds`. */
function reports(
  { msgs }: PaxosState,
  b: number,
  quorum: Subset,
  holds: (report: Sent<"1b">) => boolean,
): boolean {
  return msgs.some("1b", (m) => m.bal === b && m.mbal >= 0 && includes(quorum, m.acc) && holds(m));
}

/** Phase2a(b, v) where no member of the quorum has voted: any value is safe. */
export const phase2aFree = (model: PaxosModel) =>
  action({
    name: "Phase2aFree",
    citation: "Paxos.tla, Phase2a, Q1bv = {}; Paxos Made Simple §2.2, P2c (a)",
    parameters: [
      integer("b", 0, model.constants.maxBallot),
      member("v", model.sorts.values),
      item("Q", phase1Quorums(model), printSubset(model.sorts.acceptors)),
    ],
    changes: ["msgs"],
    guard: (state, b, _v, quorum) =>
      model.rules.mayPropose(proposed(state, b)) &&
      answered(state, b, quorum) &&
      model.rules.isFree(reports(state, b, quorum, () => true)),
    effect: (state, b, v) => state.msgs.add("2a", { bal: b, val: v }),
  });

/** Phase2a(m.bal, m.mval) where m reports the highest vote of the quorum: its value alone is safe. */
export const phase2aBound = (model: PaxosModel) =>
  action({
    name: "Phase2aBound",
    citation: "Paxos.tla, Phase2a, m ∈ Q1bv; Paxos Made Simple §2.2, P2c (b)",
    parameters: [item("Q", phase1Quorums(model), printSubset(model.sorts.acceptors)), sent("1b")],
    changes: ["msgs"],
    guard: (state, quorum, m) =>
      m.mval !== Nil &&
      includes(quorum, m.acc) &&
      model.rules.mayPropose(proposed(state, m.bal)) &&
      answered(state, m.bal, quorum) &&
      !reports(state, m.bal, quorum, (other) => !model.rules.binds(m.mbal, other.mbal)),
    effect: (state, _quorum, m) => state.msgs.add("2a", { bal: m.bal, val: m.mval as Element }),
  });

/** Phase2b(a): a votes for the proposal unless it has promised a higher ballot. */
export const phase2b = ({ sorts, rules }: PaxosModel) =>
  action({
    name: "Phase2b",
    citation: "Paxos.tla, Phase2b; Paxos Made Simple §2.2, phase 2(b)",
    parameters: [member("a", sorts.acceptors), sent("2a")],
    guard: (state, a, m) => rules.mayAccept(m.bal, state.maxBal[a]),
    effect: (state, a, m) => {
      state.maxBal[a] = rules.promiseAfterAccept(m.bal, state.maxBal[a]);
      state.maxVBal[a] = m.bal;
      state.maxVal[a] = m.val;
      state.msgs.add("2b", { acc: a, bal: m.bal, val: m.val });
    },
  });
