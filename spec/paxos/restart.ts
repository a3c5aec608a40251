import { member, Nil } from "../machine/index.js";
import { action, type PaxosModel } from "./variables.js";

/** Restart(a): a goes on with what it finds on its disk. A step only where something is lost. */
export const restart = ({ sorts, rules }: PaxosModel) =>
  action({
    name: "Restart",
    citation: "Paxos Made Simple §2.5",
    parameters: [member("a", sorts.acceptors)],
    changes: ["maxBal", "maxVBal", "maxVal"],
    guard: () => true,
    effect: (state, a) => {
      state.maxBal[a] = rules.restartedPromise(state.maxBal[a]);
      if (rules.restartKeepsVote()) return;
      state.maxVBal[a] = -1;
      state.maxVal[a] = Nil;
    },
  });
